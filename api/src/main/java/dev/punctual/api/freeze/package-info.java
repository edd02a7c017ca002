/**
 * Freezes: many tasks rest together, and are put back in force together.
 */
@NullMarked
package dev.punctual.api.freeze;

import org.jspecify.annotations.NullMarked;
