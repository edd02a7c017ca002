package dev.punctual.api.live;

import dev.punctual.book.LatenessBuckets;
import dev.punctual.workflows.fire.Fire;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rate and lateness of the fires that ended in the last minute, from the events themselves. One thread uses it. */
final class LiveFigures {
    private static final int SECONDS = 60;

    /** The rate is that of so many whole seconds. */
    private static final int RATE_OVER = 10;

    private final Map<String, Second[]> minutes = new HashMap<>();

    private static final class Second {
        private long number = -1;
        private int ended;
        private final Map<Integer, Long> buckets = new HashMap<>();

        void begin(long second) {
            if (number != second) {
                number = second;
                ended = 0;
                buckets.clear();
            }
        }
    }

    /** @param latenessP50 null when nothing started in that time; likewise the other */
    record Figures(
            double perSecond,
            @Nullable Duration latenessP50,
            @Nullable Duration latenessP99) {}

    /** Counts a fire if it has ended. */
    void add(Fire fire) {
        Instant end = fire.finishedAt();
        if (end == null || fire.startedAt() == null) {
            return;
        }
        Second[] minute = minutes.computeIfAbsent(fire.task().namespace(), namespace -> {
            Second[] seconds = new Second[SECONDS];
            for (int i = 0; i < SECONDS; i++) {
                seconds[i] = new Second();
            }
            return seconds;
        });
        Second second = minute[Math.floorMod(end.getEpochSecond(), SECONDS)];
        if (end.getEpochSecond() < second.number) {
            return;
        }
        second.begin(end.getEpochSecond());
        second.ended++;
        Duration lateness = fire.lateness();
        if (lateness != null) {
            second.buckets.merge(LatenessBuckets.of(lateness), 1L, Long::sum);
        }
    }

    Figures of(String namespace, Instant now) {
        Second[] minute = minutes.get(namespace);
        if (minute == null) {
            return new Figures(0, null, null);
        }
        long present = now.getEpochSecond();
        long ended = 0;
        SortedMap<Integer, Long> buckets = new TreeMap<>();
        for (Second second : minute) {
            long age = present - second.number;
            if (age >= 1 && age <= RATE_OVER) {
                ended += second.ended;
            }
            if (age >= 0 && age < SECONDS) {
                second.buckets.forEach((bucket, count) -> buckets.merge(bucket, count, Long::sum));
            }
        }
        return new Figures(
                ended / (double) RATE_OVER,
                LatenessBuckets.percentile(buckets, 0.5),
                LatenessBuckets.percentile(buckets, 0.99));
    }
}
