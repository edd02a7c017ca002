package dev.punctual.api.fire;

import static org.apache.commons.lang3.ObjectUtils.max;

import dev.punctual.book.FireLedger.Upcoming;
import dev.punctual.book.FireOverview;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many fires the coming days hold, by the hour. Counted apart from requests, when somebody asks and the last count is old;
 * a request is answered from that one. Of a task that fires often the first instants are counted, and the others are taken to
 * come as frequently as those.
 */
final class UpcomingHours {
    /** As far as is counted. */
    static final int MOST_DAYS = 14;

    private static final Logger log = LoggerFactory.getLogger(UpcomingHours.class);
    private static final int PAGE = 500;
    private static final int BUSIEST = 10;

    /** A count takes no more than about a fiftieth of one processor. */
    private static final int REST = 50;

    private static final Duration FRESH = Duration.ofSeconds(30);

    /** So long a request waits for the first count. */
    private static final Duration PATIENCE = Duration.ofMillis(40);

    /** As many instants are computed at most, spread over all tasks, but at least so many for each. */
    private static final int MOST_INSTANTS = 1_000_000;

    private static final int LEAST_EACH = 16;
    private static final int MOST_EACH = 1_000;

    private final FireOverview overview;
    private final InstantSource clock;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    /** @param clock the book's */
    UpcomingHours(FireOverview overview, InstantSource clock) {
        this.overview = overview;
        this.clock = clock;
    }

    /**
     * A count.
     *
     * @param at when it was made
     * @param hours from the present one on
     * @param busiest those of the tasks' next instants that most of them share, most first
     */
    record Counted(Instant at, List<Hour> hours, List<Busy> busiest) {}

    /** @param estimated whether some of the fires are no exact count */
    record Hour(Instant at, long fires, boolean estimated) {}

    /** An instant, and how many tasks fire next at it. */
    record Busy(Instant at, long fires) {}

    private static final class Kept {
        private @Nullable Counted latest;
        private @Nullable CompletableFuture<Counted> coming;
        private Instant freshUntil = Instant.MIN;
    }

    /** The latest count; empty while the first one is being made. */
    Optional<Counted> of(String namespace) {
        Kept own = kept.computeIfAbsent(namespace, name -> new Kept());
        CompletableFuture<Counted> coming;
        synchronized (own) {
            if (own.coming == null && clock.instant().isAfter(own.freshUntil)) {
                own.coming = begin(namespace, own);
            }
            coming = own.coming;
            if (own.latest != null || coming == null) {
                return Optional.ofNullable(own.latest);
            }
        }
        try {
            return Optional.of(coming.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException later) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private CompletableFuture<Counted> begin(String namespace, Kept own) {
        CompletableFuture<Counted> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("upcoming-hours-" + namespace).start(() -> {
            long begun = System.nanoTime();
            Counted counted = null;
            try {
                counted = count(namespace);
                result.complete(counted);
            } catch (RuntimeException e) {
                log.warn("the coming fires of namespace {} could not be counted: {}", namespace, e.toString());
                result.completeExceptionally(e);
            }
            Duration rest = Duration.ofNanos((System.nanoTime() - begun) * REST);
            synchronized (own) {
                own.coming = null;
                own.latest = counted == null ? own.latest : counted;
                own.freshUntil = clock.instant().plus(max(rest, FRESH));
            }
        });
        return result;
    }

    private Counted count(String namespace) {
        Instant now = clock.instant();
        Instant first = now.truncatedTo(ChronoUnit.HOURS);
        int hours = MOST_DAYS * 24 + 1;
        double[] fires = new double[hours];
        boolean[] estimated = new boolean[hours];
        Map<Instant, Long> nexts = new HashMap<>();
        int spent = 0;
        String after = null;
        List<Upcoming> page;
        do {
            page = overview.active(namespace, after, PAGE);
            for (Upcoming task : page) {
                nexts.merge(task.at(), 1L, Long::sum);
                int each = Math.clamp((MOST_INSTANTS - spent) / 100, LEAST_EACH, MOST_EACH);
                spent += add(task, each, first, fires, estimated);
                after = task.task().id();
            }
        } while (page.size() == PAGE);
        List<Busy> busiest = nexts.entrySet().stream()
                .filter(next -> next.getValue() > 1)
                .map(next -> new Busy(next.getKey(), next.getValue()))
                .sorted(Comparator.comparingLong(Busy::fires).reversed().thenComparing(Busy::at))
                .limit(BUSIEST)
                .toList();
        List<Hour> counted = IntStream.range(0, hours)
                .mapToObj(
                        hour -> new Hour(first.plus(Duration.ofHours(hour)), Math.round(fires[hour]), estimated[hour]))
                .toList();
        return new Counted(now, counted, busiest);
    }

    /** @return how many instants were computed */
    private static int add(Upcoming task, int most, Instant first, double[] fires, boolean[] estimated) {
        Instant end = first.plus(Duration.ofHours(fires.length));
        Instant begin = task.at();
        Instant at = begin;
        int computed = 0;
        while (at.isBefore(end)) {
            if (computed == most) {
                spread(begin, at, computed, first, fires, estimated);
                return computed;
            }
            fires[hour(first, at)]++;
            computed++;
            Optional<Instant> next = task.spec().schedule().nextAfter(at);
            if (next.isEmpty()) {
                return computed;
            }
            at = next.get();
        }
        return computed;
    }

    /** From an instant on, as many fires for each hour as there were before it. */
    private static void spread(
            Instant begin, Instant from, int counted, Instant first, double[] fires, boolean[] estimated) {
        double perHour = counted
                * 3_600_000.0
                / Math.max(1, Duration.between(begin, from).toMillis());
        int hour = hour(first, from);
        double left =
                1 - Duration.between(from.truncatedTo(ChronoUnit.HOURS), from).toMillis() / 3_600_000.0;
        fires[hour] += perHour * left;
        estimated[hour] = true;
        for (int later = hour + 1; later < fires.length; later++) {
            fires[later] += perHour;
            estimated[later] = true;
        }
    }

    /** What is overdue counts for the first hour. */
    private static int hour(Instant first, Instant at) {
        return (int) Math.max(0, ChronoUnit.HOURS.between(first, at));
    }
}
