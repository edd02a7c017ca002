/**
 * Benchmarks: open-loop load on a real Punctual, the sink that its fires call, and the commands that put both together.
 * What was seen is judged in {@code measure}, the machine is watched in {@code probe}, and {@code report} shows it.
 */
@NullMarked
package dev.punctual.bench;

import org.jspecify.annotations.NullMarked;
