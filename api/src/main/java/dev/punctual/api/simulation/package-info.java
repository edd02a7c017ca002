/**
 * Simulations: what would become of tasks if nothing could start at some times.
 */
@NullMarked
package dev.punctual.api.simulation;

import org.jspecify.annotations.NullMarked;
