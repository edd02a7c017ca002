package dev.punctual.activities;

import dev.punctual.book.EngineBook;
import dev.punctual.book.Outage;
import dev.punctual.workflows.FireStep;
import dev.punctual.workflows.Lead;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How early a task is to be woken, given how many others are due in the same second. */
public final class Leads {
    /** The turn that a workflow gets when its next instant is near. */
    static final Duration GAP = Duration.ofMillis(50);

    /** A workflow sleeps so long where its worker wants to be rid of it for a moment. */
    static final Duration BREATH = Duration.ofMillis(200);

    /** A wake-up that comes so much before its lead is held rather than sent back to sleep. */
    private static final Duration SLACK = Duration.ofMillis(500);

    private static final int REMEMBERED = 2_000;
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Lead lead;
    private final EngineBook book;
    private final InstantSource clock;
    private final Map<Instant, Herd> herds = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Instant, Herd> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * @param lead the rule
     * @param book counts the tasks due in a second
     * @param clock the book's clock
     */
    public Leads(Lead lead, EngineBook book, InstantSource clock) {
        this.lead = lead;
        this.book = book;
        this.clock = clock;
    }

    /**
     * The sleep of a task until a lead before {@code at}, and how long it is to be held then.
     *
     * @param previous the instant that it was fired at just now; null for none. Tasks that shared that one are likely to share
     *     the next, although not all of them have moved on to it yet
     * @return null when the lead has begun
     */
    FireStep.@Nullable Wake sleepUntil(DueTask task, Instant at, @Nullable Instant previous) {
        Duration wait = Duration.between(clock.instant(), at);
        if (!wait.isPositive()) {
            return null;
        }
        long herd = sharing(at, previous);
        Duration early = lead.among(task.id(), TaskSpec.isUrgent(task.spec().priority()), herd);
        return wait.compareTo(early.plus(SLACK)) <= 0
                ? null
                : new FireStep.Wake(at, wait.minus(early), lead.hold(early, herd));
    }

    private long sharing(Instant at, @Nullable Instant previous) {
        long size = size(at.truncatedTo(ChronoUnit.SECONDS));
        return previous == null ? size : Math.max(size, remembered(previous.truncatedTo(ChronoUnit.SECONDS)));
    }

    private synchronized long remembered(Instant second) {
        Herd herd = herds.get(second);
        return herd == null ? 0 : herd.size();
    }

    private long size(Instant second) {
        Instant now = clock.instant();
        synchronized (this) {
            Herd herd = herds.get(second);
            if (herd != null && herd.countedAt().plus(FRESH).isAfter(now)) {
                return herd.size();
            }
            // claimed for this caller, so that a herd does not ask for its own size all at once
            herds.put(second, new Herd(herd == null ? 0 : herd.size(), now));
        }
        long counted;
        try {
            counted = book.dueInSeconds(List.of(second)).getOrDefault(second, 0L);
        } catch (RuntimeException e) {
            if (!Outage.isOne(e)) {
                throw e;
            }
            // a guess costs lateness at worst, and the next caller counts again
            counted = 0;
        }
        synchronized (this) {
            Herd before = herds.get(second);
            long size = Math.max(counted, before == null ? 0 : before.size());
            herds.put(second, new Herd(size, now));
            return size;
        }
    }

    private record Herd(long size, Instant countedAt) {}
}
