package dev.punctual.workflows.schedule.oracle;

import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.GapPolicy;
import dev.punctual.workflows.schedule.RepeatPolicy;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the engine and of the oracle.
 *
 * @param gap null for the default
 * @param repeat null for the default
 */
record OracleCase(
        Expression expression,
        ZoneId zone,
        @Nullable GapPolicy gap,
        @Nullable RepeatPolicy repeat,
        Instant after,
        Instant upTo) {

    GapPolicy gapInEffect() {
        return gap == null ? GapPolicy.SKIP : gap;
    }

    RepeatPolicy repeatInEffect() {
        return repeat == null ? Oracle.defaultRepeat(expression) : repeat;
    }

    /** The engine's schedule; it sees the text alone. */
    CronSchedule schedule() {
        return CronSchedule.of(expression.text(), expression.rules().dialect(), zone, gap, repeat, HashItems.SEED);
    }

    @Override
    public String toString() {
        return "%s \"%s\" in %s, gap %s, repeat %s, after %s up to %s"
                .formatted(expression.rules(), expression.text(), zone, gap, repeat, after, upTo);
    }
}
