/**
 * How fast the schedule engine is, beside other cron libraries in the same run. JMH measures: each pair of library and
 * expression in processes of its own.
 */
@NullMarked
package dev.punctual.bench.schedule;

import org.jspecify.annotations.NullMarked;
