/**
 * Counts, rates and lateness.
 */
@NullMarked
package dev.punctual.api.stats;

import org.jspecify.annotations.NullMarked;
