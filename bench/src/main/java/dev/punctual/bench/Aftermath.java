package dev.punctual.bench;

import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.measure.Sample;
import java.util.List;

/**
 * The fires of a run in which something was killed. What had not begun by then is after the kill.
 *
 * @param before how late those were that began before the kill
 * @param after how late the others were
 * @param sinceReady the longest time in microseconds from when a late fire could have begun, being due and Punctual ready, to its
 *     begin; {@link Micros#NEVER} when one was lost
 * @param lastLate when the last late fire began, in microseconds since 1970; the time of the kill when none was late
 */
record Aftermath(Latencies before, Latencies after, long sinceReady, long lastLate) {
    /** Whoever is later than this is late because of the kill. */
    private static final long LATE = Micros.SECOND;

    /**
     * Sorts them.
     *
     * @param killed when the kill was, in microseconds since 1970
     * @param ready when Punctual was ready after it
     */
    static Aftermath of(List<Sample> samples, long killed, long ready) {
        Latencies before = new Latencies();
        Latencies after = new Latencies();
        long sinceReady = 0;
        long lastLate = killed;
        for (Sample sample : samples) {
            if (sample.doneMicros() < killed) {
                before.add(sample.lateness());
                continue;
            }
            after.add(sample.lateness());
            if (sample.isLost()) {
                sinceReady = Micros.NEVER;
                lastLate = Micros.NEVER;
            } else if (sample.lateness() > LATE) {
                sinceReady = Math.max(sinceReady, sample.doneMicros() - Math.max(sample.dueMicros(), ready));
                lastLate = Math.max(lastLate, sample.doneMicros());
            }
        }
        return new Aftermath(before, after, sinceReady, lastLate);
    }
}
