/**
 * Watches the machine while it is measured: how long a sleep, a write to disk and a collection of garbage take, what
 * other guests of the hardware steal, and which process uses how much of the processors.
 */
@NullMarked
package dev.punctual.bench.probe;

import org.jspecify.annotations.NullMarked;
