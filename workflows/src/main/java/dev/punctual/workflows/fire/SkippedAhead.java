package dev.punctual.workflows.fire;

import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.schedule.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Passes over instants that are still to come, because a user wants so. Pure.
 *
 * <p>Each instant gets a row of its own, so that it stays skipped whatever becomes of the schedule. Those that are far ahead
 * share one row for each reason.
 */
public final class SkippedAhead {
    /** As many instants have rows of their own at most. */
    private static final int ROWS = 1_100;

    private final Instant near;
    private final List<Skip> rows = new ArrayList<>();
    private final Map<SkipReason, Integer> ranges = new EnumMap<>(SkipReason.class);

    private SkippedAhead(Instant near) {
        this.near = near;
    }

    /**
     * The next instants of a schedule, passed over. What a calendar dropped among them is recorded, and does not count; nor
     * does what a moved fire has left behind by now. For a schedule that follows runs the next is what would follow a run
     * of no length.
     *
     * @param plannedSince from when on the schedule holds; null from the beginning
     * @param first the next fire
     * @param count how many
     * @param now by the book's clock
     * @param near up to when instants have rows of their own
     * @return the skips, and the fire after them; null when there is none
     */
    public static Plan.PassOver of(
            Schedule schedule, @Nullable Instant plannedSince, NextFire first, int count, Instant now, Instant near) {
        MissedInstants instants = new MissedInstants(schedule, plannedSince, now);
        SkippedAhead ahead = new SkippedAhead(near);
        NextFire next = first;
        int skipped = 0;
        while (next != null) {
            boolean leftBehind = !next.equals(first)
                    && !next.at().isAfter(first.at())
                    && !next.at().isAfter(now);
            if (!leftBehind && skipped == count) {
                break;
            }
            instants.excludedBefore(next).forEach(ahead::add);
            ahead.add(new Skip(
                    next.at(),
                    next.at(),
                    1,
                    SkipReason.USER,
                    leftBehind ? "the next fire was moved past it" : "a user skipped it"));
            skipped += leftBehind ? 0 : 1;
            next = schedule.nextAfter(schedule.followsRuns() ? next.at() : next.nominal())
                    .map(NextFire::at)
                    .orElse(null);
        }
        return new Plan.PassOver(ahead.rows, next);
    }

    private void add(Skip skip) {
        if (rows.size() < ROWS && !skip.until().isAfter(near)) {
            rows.add(skip);
            return;
        }
        Integer place = ranges.get(skip.reason());
        if (place == null) {
            ranges.put(skip.reason(), rows.size());
            rows.add(skip);
        } else {
            Skip range = rows.get(place);
            rows.set(
                    place,
                    new Skip(range.from(), skip.until(), range.count() + skip.count(), range.reason(), range.detail()));
        }
    }
}
