package dev.punctual.bench;

import dev.punctual.bench.measure.Due;
import dev.punctual.bench.measure.Micros;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What all systems are offered: one-time tasks at a constant rate, or a herd.
 *
 * @param rate tasks per second, those before a herd included
 * @param herd how many are due at one instant; 0 for a constant rate
 * @param warmUp of the same rate before that
 * @param duration of the measured window at a constant rate
 */
record PeerLoad(int rate, int herd, Duration warmUp, Duration duration) {
    private static final int WARM_UP_RATE = 50;

    /** A constant rate. */
    static PeerLoad steady(int rate, Duration warmUp, Duration duration) {
        return new PeerLoad(rate, 0, warmUp, duration);
    }

    /** Many at one instant, after a warm-up of 50 per second. */
    static PeerLoad herd(int count, Duration warmUp) {
        return new PeerLoad(WARM_UP_RATE, count, warmUp, Duration.ZERO);
    }

    boolean isHerd() {
        return herd > 0;
    }

    /** Its name as a directory. */
    String label() {
        return isHerd() ? "herd-" + herd : "rate-" + rate;
    }

    String title() {
        return isHerd() ? "%,d tasks due at one instant".formatted(herd) : "%d fires per second".formatted(rate);
    }

    /** How many tasks are registered. */
    int tasks() {
        return Math.toIntExact(rate * warmUp.plus(duration).toSeconds() + herd);
    }

    /** How long a herd is known of after the warm-up: those who wake it one by one need that. */
    Duration calm() {
        return Duration.ofSeconds(20 + herd / 100);
    }

    /**
     * The due file. The same seed gives the same instants, counted from the start.
     *
     * @param start a whole second
     * @param wholeSeconds whether each instant is moved to the next whole second
     */
    Workload workload(String prefix, long seed, long start, boolean wholeSeconds) {
        Workload.Pace pace = new Workload.Pace(start, rate, warmUp, duration);
        Workload workload = isHerd()
                ? Workload.herd(prefix, seed, herd, pace.windowStart() + calm().toNanos() / 1_000, pace)
                : Workload.once(prefix, seed, pace);
        return wholeSeconds ? toWholeSeconds(workload) : workload;
    }

    private static Workload toWholeSeconds(Workload workload) {
        List<Workload.NewTask> tasks = new ArrayList<>();
        List<Due> due = new ArrayList<>();
        for (Due one : workload.due()) {
            long instant = Math.ceilDiv(one.micros(), Micros.SECOND) * Micros.SECOND;
            tasks.add(new Workload.NewTask(one.task(), Workload.onceAt(instant)));
            due.add(new Due(one.task(), instant, one.phase()));
        }
        due.sort(Comparator.comparingLong(Due::micros).thenComparing(Due::task));
        return new Workload(tasks, due, workload.windowStart(), workload.windowEnd());
    }
}
