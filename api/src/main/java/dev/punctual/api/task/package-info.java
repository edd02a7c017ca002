/**
 * Tasks: registering, reading, changing and ending them.
 */
@NullMarked
package dev.punctual.api.task;

import org.jspecify.annotations.NullMarked;
