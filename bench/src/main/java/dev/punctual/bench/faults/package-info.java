/**
 * Seeded fault runs: from a seed comes a scenario of tasks, user actions and faults; it is played against a real Punctual on
 * loopback, and the checker judges what came of it.
 */
@NullMarked
package dev.punctual.bench.faults;

import org.jspecify.annotations.NullMarked;
