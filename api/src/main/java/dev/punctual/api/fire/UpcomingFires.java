package dev.punctual.api.fire;

import dev.punctual.book.FireLedger;
import dev.punctual.book.FireLedger.Upcoming;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The next fires of all active tasks in one sequence, merged from the sequences of the tasks. */
final class UpcomingFires {
    /** As many tasks are looked at when the list begins later than now, and more fires come before it. */
    static final int MOST_TASKS = 10_000;

    private static final Comparator<Upcoming> ORDER =
            Comparator.comparing(Upcoming::at).thenComparing(fire -> fire.task().id());

    private final FireLedger ledger;

    UpcomingFires(FireLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * What was found.
     *
     * @param fires in order
     * @param completeUntil from this instant on fires may be missing; null when none is
     */
    record Found(List<Upcoming> fires, @Nullable Instant completeUntil) {}

    /**
     * The first fires of a namespace.
     *
     * @param from not before this instant; null for the next
     * @param to before this instant; null without limit
     * @param limit how many at most
     */
    Found find(String namespace, @Nullable Instant from, @Nullable Instant to, int limit) {
        // the tasks whose next fires are the first ones hold the first fires, whatever the other tasks do
        int candidates = from == null ? limit : MOST_TASKS;
        List<Upcoming> next = ledger.upcoming(namespace, null, to, candidates);
        PriorityQueue<Upcoming> queue = new PriorityQueue<>(ORDER);
        for (Upcoming fire : next) {
            if (from == null || !fire.at().isBefore(from)) {
                queue.add(fire);
            } else {
                fire.spec()
                        .schedule()
                        .nextAfter(from.minusNanos(1_000))
                        .ifPresent(at -> queue.add(new Upcoming(at, fire.task(), fire.spec())));
            }
        }
        Instant completeUntil =
                from != null && next.size() == candidates ? next.getLast().at() : null;
        List<Upcoming> fires = new ArrayList<>();
        while (fires.size() < limit && !queue.isEmpty()) {
            Upcoming first = queue.remove();
            if (to != null && !first.at().isBefore(to)) {
                break;
            }
            fires.add(first);
            first.spec()
                    .schedule()
                    .nextAfter(first.at())
                    .ifPresent(at -> queue.add(new Upcoming(at, first.task(), first.spec())));
        }
        boolean reached = completeUntil != null
                && (fires.size() < limit || !fires.getLast().at().isBefore(completeUntil));
        return new Found(fires, reached ? completeUntil : null);
    }
}
