/**
 * Schedules in JSON, and what they would fire at.
 */
@NullMarked
package dev.punctual.api.schedule;

import org.jspecify.annotations.NullMarked;
