package dev.punctual.activities;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many caught-up fires a worker starts in a second. It grows while fires that are on time stay so, and halves as soon as
 * they suffer: additive increase, multiplicative decrease (D.-M. Chiu and R. Jain, Analysis of the Increase and Decrease
 * Algorithms for Congestion Avoidance in Computer Networks, 1989). Where nothing can suffer it doubles each second.
 *
 * @param perSecond fires per second
 * @param caution so many seconds without any fire on time must pass before it doubles again
 */
record CatchUpRate(double perSecond, int caution) {
    /** Later than this, and a fire that is on time suffers; the promise is one second. */
    static final Duration SUFFERS = Duration.ofMillis(500);

    /** Up to this it does well. */
    static final Duration DOES_WELL = Duration.ofMillis(250);

    /** What a catch-up begins with. */
    static final double FIRST = 20;

    /** However much suffers, so that a catch-up ends some day. */
    static final double LEAST = 2;

    private static final double MORE = 5;
    private static final int CAUTION = 10;

    /** The rate that a catch-up begins with, given the highest. */
    static CatchUpRate first(double most) {
        return new CatchUpRate(Math.min(FIRST, most), 0);
    }

    /**
     * The rate of the next second.
     *
     * @param worst the greatest lateness among the fires on time that started in this one; null when there were none
     * @param most the highest rate
     */
    CatchUpRate after(@Nullable Duration worst, double most) {
        if (worst == null) {
            return caution == 0 ? within(2 * perSecond, 0, most) : within(perSecond + MORE, caution - 1, most);
        }
        if (worst.compareTo(SUFFERS) > 0) {
            return within(perSecond / 2, CAUTION, most);
        }
        return worst.compareTo(DOES_WELL) > 0 ? this : within(perSecond + MORE, caution, most);
    }

    private static CatchUpRate within(double perSecond, int caution, double most) {
        return new CatchUpRate(Math.clamp(perSecond, LEAST, most), caution);
    }
}
