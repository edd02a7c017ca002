/**
 * A second implementation of cron, for the tests only. It is written from the rules and not from the engine, as slow and
 * plain as possible: a generator makes a random expression as a structure together with its text; the oracle never reads
 * the text, but asks the structure about every local time, one by one. The engine sees only the text. Beside it the
 * differential runs, which put the same random expressions before other libraries.
 */
@NullMarked
package dev.punctual.workflows.schedule.oracle;

import org.jspecify.annotations.NullMarked;
