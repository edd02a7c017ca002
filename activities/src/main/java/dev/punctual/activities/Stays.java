package dev.punctual.activities;

import dev.punctual.workflows.Ticket;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a task whose instants are close together stays with this worker. The engine pays for the sleep and the wake-up after
 * each stay, so the more tasks a worker keeps, the longer they stay; and they leave at random times, since those that came
 * together would otherwise come back together.
 */
public final class Stays {
    /** The longest stay where the engine has little to do: a signal waits until its end. */
    static final Duration SHORT = Duration.ofSeconds(40);

    /** Which part of what the engine can wake in a second is for tasks that come back from a stay. */
    private static final double SHARE = 0.5;

    /** A stay takes from half of the longest to all of it. */
    private static final double MEAN = 0.75;

    private final double wakesPerSecond;
    private final RandomGenerator random;

    /**
     * @param wakesPerSecond what the engine can do
     * @param random spreads the ends
     */
    public Stays(double wakesPerSecond, RandomGenerator random) {
        this.wakesPerSecond = wakesPerSecond;
        this.random = random;
    }

    /**
     * The length of a stay that begins now.
     *
     * @param kept how many tasks are with this worker
     */
    Duration next(int kept) {
        double needed = kept / (MEAN * SHARE * wakesPerSecond);
        double longest = Math.clamp(needed, seconds(SHORT), seconds(Ticket.LONGEST_STAY));
        return Duration.ofNanos((long) (longest * random.nextDouble(0.5, 1) * 1e9));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
