package dev.punctual.api.stats;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Durations as milliseconds with three decimals, as all figures of the API are. */
public final class Millis {
    private Millis() {}

    /** Milliseconds to the microsecond; null for null. */
    public static @Nullable BigDecimal of(@Nullable Duration duration) {
        return duration == null
                ? null
                : BigDecimal.valueOf(duration.toSeconds() * 1_000_000 + duration.toNanosPart() / 1_000, 3);
    }
}
