package dev.punctual.bench;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of a load of tasks that each fire every ten seconds, and how its run is planned and named. */
final class LoadOptions {
    /** Between two fires of a task. */
    static final Duration EVERY = Duration.ofSeconds(10);

    /** Left between the registration and the first fire. */
    static final Duration NOTICE = Duration.ofSeconds(10);

    /** So many tasks are registered within a second at least. */
    private static final int REGISTERED_PER_SECOND = 100;

    @Option(names = "--duration", paramLabel = "TIME", description = "of the measured window")
    Duration duration;

    @Option(names = "--warmup", paramLabel = "TIME", description = "of the load before it")
    Duration warmUp;

    @Option(names = "--grace", paramLabel = "TIME", description = "how long late fires are waited for")
    Duration grace;

    /** With what holds where an option is not given. */
    LoadOptions(Duration duration, Duration warmUp, Duration grace) {
        this.duration = duration;
        this.warmUp = warmUp;
        this.grace = grace;
    }

    /** @throws BenchException when the window is shorter than {@code least} or the warm-up is negative */
    void check(Duration least) {
        if (duration.compareTo(least) < 0 || warmUp.isNegative()) {
            throw new BenchException("--duration must be at least %d s and --warmup not negative, not %s and %s"
                    .formatted(least.toSeconds(), duration, warmUp));
        }
    }

    /** The load at a rate per second, from an instant in microseconds on. */
    Workload.Pace pace(long start, int rate) {
        return new Workload.Pace(start, rate, warmUp, duration);
    }

    /** How many tasks make this rate per second. */
    static long tasks(int rate) {
        return rate * EVERY.toSeconds();
    }

    /** How long before the first fire so many tasks are registered, when so much is to be left between. */
    static Duration notice(long tasks, Duration left) {
        return left.plusSeconds(tasks / REGISTERED_PER_SECOND);
    }

    /** The second line of a report on tasks that each fire every ten seconds. */
    String subtitle(Session session) {
        return "interval tasks every %d s, action http, %s, seed %d, %s"
                .formatted(EVERY.toSeconds(), lengths(), session.seed(), session.stamp());
    }

    /** How long is measured, and after what. */
    String lengths() {
        return "%d s after %d s of warm-up".formatted(duration.toSeconds(), warmUp.toSeconds());
    }
}
