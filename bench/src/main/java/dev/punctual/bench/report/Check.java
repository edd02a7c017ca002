package dev.punctual.bench.report;

import dev.punctual.bench.measure.Json;
import dev.punctual.bench.measure.Micros;
import java.util.Map;

/**
 * What was promised beside what was measured.
 *
 * @param level whether a miss fails the run
 * @param target the promise, such as {@code p99 ≤ 50 ms}
 * @param measured what was seen
 * @param met whether it fits
 */
public record Check(Level level, String target, String measured, boolean met) {

    /** How much a check binds. */
    public enum Level {
        MUST,
        GOAL
    }

    public static Check must(String target, String measured, boolean met) {
        return new Check(Level.MUST, target, measured, met);
    }

    public static Check goal(String target, String measured, boolean met) {
        return new Check(Level.GOAL, target, measured, met);
    }

    /** That a length of time, in microseconds, stays within a limit. */
    public static Check within(Level level, String target, long micros, long limitMicros) {
        return new Check(
                level, target, Micros.millis(micros) + (micros == Micros.NEVER ? "" : " ms"), micros <= limitMicros);
    }

    /** Whether the run fails by it. */
    public boolean fails() {
        return level == Level.MUST && !met;
    }

    Map<String, Object> data() {
        return Json.object("level", level.name(), "target", target, "measured", measured, "met", met);
    }
}
