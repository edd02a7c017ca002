/**
 * What goes on beside the path of a fire: each duty makes one pass after the other on a thread of its own, and any number of
 * processes may run it at once.
 */
@NullMarked
package dev.punctual.workerapp.duty;

import org.jspecify.annotations.NullMarked;
