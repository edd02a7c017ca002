/**
 * Work that goes on after its request was answered: backfills, which can be watched, paused and cancelled.
 */
@NullMarked
package dev.punctual.api.operation;

import org.jspecify.annotations.NullMarked;
