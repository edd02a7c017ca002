package dev.punctual.workflows.fire;

import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.schedule.Exclusion;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the instants that have passed into those that still run and those that are recorded as skipped. Pure.
 *
 * <p>What a calendar dropped before an instant is recorded with it: when that is passed over here, or before it is claimed.
 *
 * <p>An instant is never silently dropped: a long run of equal reasons becomes one row that says how many it stands for and
 * from when to when.
 */
final class MissedInstants {
    /** As many skipped instants of one reason get a row each; what is older shares one. */
    static final int ROWS = 100;

    /** Up to this age even a task that catches nothing up still runs its latest instant: it was late, not missed. */
    static final Duration LATE_NOT_MISSED = Duration.ofSeconds(10);

    private final Schedule schedule;
    private final @Nullable Instant plannedSince;
    private final Instant now;

    /** @param plannedSince from when on the schedule holds; null from the beginning */
    MissedInstants(Schedule schedule, @Nullable Instant plannedSince, Instant now) {
        this.schedule = schedule;
        this.plannedSince = plannedSince;
        this.now = now;
    }

    /** The fire after this one once it is claimed; null when it is the last, or when the end of its run will say. */
    @Nullable
    NextFire afterClaim(NextFire fire) {
        return schedule.followsRuns() ? null : after(fire);
    }

    /** The fire after this one once it is skipped; null when it is the last. */
    private @Nullable NextFire after(NextFire fire) {
        if (schedule.followsRuns()) {
            return schedule.nextAfter(now).map(NextFire::at).orElse(null);
        }
        return schedule.nextAfter(fire.nominal()).map(NextFire::at).orElse(null);
    }

    /** What a calendar dropped between the fire before this one and this one, oldest first. */
    List<Skip> excludedBefore(NextFire fire) {
        SkipRows rows = new SkipRows();
        addExcluded(rows, null, fire);
        return rows.skips();
    }

    /** The same, of what lies before this moment. */
    List<Skip> excludedBefore(NextFire fire, Instant before) {
        SkipRows rows = new SkipRows();
        addExcluded(rows, excludedSince(fire), before.isBefore(fire.nominal()) ? before : fire.nominal());
        return rows.skips();
    }

    private @Nullable Instant excludedSince(NextFire fire) {
        Instant since = schedule.excludedSince(fire.nominal()).orElse(null);
        return since == null || plannedSince == null || since.isAfter(plannedSince) ? since : plannedSince;
    }

    /** @param previous the fire before; null when it is not known */
    private void addExcluded(SkipRows rows, @Nullable NextFire previous, NextFire fire) {
        addExcluded(rows, previous == null ? excludedSince(fire) : previous.nominal(), fire.nominal());
    }

    private void addExcluded(SkipRows rows, @Nullable Instant from, Instant before) {
        Optional<Exclusion> next = from == null ? Optional.empty() : schedule.nextExcluded(from, before);
        while (next.isPresent()) {
            Exclusion excluded = next.get();
            rows.add(excluded.at(), SkipReason.CALENDAR, excluded.detail());
            next = schedule.nextExcluded(excluded.at(), before);
        }
    }

    /**
     * Passes over every instant up to now for one reason.
     *
     * @param first the earliest instant, not after now
     */
    Plan.PassOver skipAll(NextFire first, SkipReason reason, String detail) {
        SkipRows rows = new SkipRows();
        NextFire previous = null;
        NextFire next = first;
        while (next != null && !next.at().isAfter(now)) {
            addExcluded(rows, previous, next);
            if (wasMovedPast(first, next)) {
                rows.add(next.at(), SkipReason.USER, describe(SkipReason.USER));
            } else {
                rows.add(next.at(), reason, detail);
            }
            previous = next;
            next = after(next);
        }
        return new Plan.PassOver(rows.skips(), next);
    }

    /**
     * Has the instants up to one moment wait for the end of earlier fires.
     *
     * @param first the earliest instant, not after {@code until}
     * @param until the last moment, not after now
     * @param room how many may still wait; what is beyond is passed over
     */
    Plan.PassOver buffer(NextFire first, Instant until, int room) {
        SkipRows rows = new SkipRows();
        List<Instant> buffered = new ArrayList<>();
        NextFire previous = null;
        NextFire next = first;
        while (next != null && !next.at().isAfter(until)) {
            addExcluded(rows, previous, next);
            if (wasMovedPast(first, next)) {
                rows.add(next.at(), SkipReason.USER, describe(SkipReason.USER));
            } else if (buffered.size() < room) {
                buffered.add(next.at());
            } else {
                rows.add(next.at(), SkipReason.OVERLAP, "the fire before it had not ended, and no more may wait");
            }
            previous = next;
            next = after(next);
        }
        return new Plan.PassOver(rows.skips(), buffered, next);
    }

    /**
     * Sorts by the catch-up policy.
     *
     * @param first the earliest instant, not after {@code until}
     * @param until the last moment the policy speaks of, not after now
     * @param settled names the reason of an instant that is decided already; null for one that was missed
     * @return what to pass over, and the fire to start after it; nothing to pass over when the first is to start
     */
    Plan.PassOver sort(
            NextFire first, Instant until, CatchUp catchUp, Function<Instant, @Nullable SkipReason> settled) {
        return sort(first, until, settled, new Rule(catchUp, SkipReason.CATCH_UP, LATE_NOT_MISSED));
    }

    /** Sorts the instants of a pause that ends now; a policy of NONE means none at all. */
    Plan.PassOver sortPaused(NextFire first, CatchUp catchUp) {
        return sort(first, now, at -> null, new Rule(catchUp, SkipReason.PAUSED, null));
    }

    private Plan.PassOver sort(
            NextFire first, Instant until, Function<Instant, @Nullable SkipReason> settled, Rule rule) {
        SkipRows rows = new SkipRows();
        // what follows the instant that runs is decided once that has run, or when a later one takes its place
        SkipRows passed = rows;
        NextFire kept = null;
        NextFire beforeKept = null;
        NextFire previous = null;
        NextFire next = first;
        while (next != null && !next.at().isAfter(until)) {
            SkipReason reason = wasMovedPast(first, next) ? SkipReason.USER : settled.apply(next.at());
            if (reason != null) {
                addExcluded(passed, previous, next);
                passed.add(next.at(), reason, describe(reason));
            } else if (!rule.runsAtAge(Duration.between(next.at(), now))) {
                addExcluded(passed, previous, next);
                passed.add(next.at(), rule.missed(), rule.describe());
            } else if (rule.catchUp().policy() == CatchUpPolicy.ALL) {
                return new Plan.PassOver(rows.skips(), next);
            } else {
                if (kept != null) {
                    addExcluded(rows, beforeKept, kept);
                    rows.add(kept.at(), rule.missed(), rule.describeLatestOnly());
                    rows.addAll(passed);
                }
                kept = next;
                beforeKept = previous;
                passed = new SkipRows();
            }
            previous = next;
            next = after(next);
        }
        return new Plan.PassOver(rows.skips(), kept == null ? next : kept);
    }

    /** A moved fire can come after instants that follow it in the schedule. */
    private static boolean wasMovedPast(NextFire first, NextFire next) {
        return !next.equals(first) && !next.at().isAfter(first.at());
    }

    /**
     * @param missed the reason recorded for an instant that is not caught up
     * @param lateNotMissed up to which age NONE still runs the latest; null for none at all
     */
    private record Rule(
            CatchUp catchUp, SkipReason missed, @Nullable Duration lateNotMissed) {
        boolean runsAtAge(Duration age) {
            return switch (catchUp.policy()) {
                case ALL, LAST -> age.compareTo(catchUp.window()) <= 0;
                case NONE -> lateNotMissed != null && age.compareTo(lateNotMissed) <= 0;
            };
        }

        String describe() {
            return "missed; catch-up " + catchUp.policy() + " within " + catchUp.window();
        }

        String describeLatestOnly() {
            return "missed; catch-up " + catchUp.policy() + " runs only the latest";
        }
    }

    private static String describe(SkipReason reason) {
        return switch (reason) {
            case OVERLAP -> "the fire before it had not ended";
            case USER -> "the next fire was moved past it";
            case PAUSED -> "the task was paused";
            case CATCH_UP -> "missed";
            case CALENDAR -> "excluded by a calendar";
        };
    }

    /** Rows in order; of each run of one reason the newest have rows of their own. */
    private static final class SkipRows {
        private final List<Skip> done = new ArrayList<>();
        private final Deque<Skip> run = new ArrayDeque<>();
        private @Nullable Skip range;

        void add(Instant instant, SkipReason reason, String detail) {
            Skip newest = run.peekLast();
            if (newest != null && (newest.reason() != reason || !newest.detail().equals(detail))) {
                close();
            }
            run.addLast(new Skip(instant, instant, 1, reason, detail));
            if (run.size() > ROWS) {
                Skip oldest = run.removeFirst();
                range = range == null
                        ? oldest
                        : new Skip(range.from(), oldest.until(), range.count() + 1, range.reason(), range.detail());
            }
        }

        void addAll(SkipRows later) {
            List<Skip> all = later.skips();
            if (!all.isEmpty()) {
                close();
                done.addAll(all);
            }
        }

        private void close() {
            if (range != null) {
                done.add(range);
                range = null;
            }
            done.addAll(run);
            run.clear();
        }

        List<Skip> skips() {
            close();
            return done;
        }
    }
}
