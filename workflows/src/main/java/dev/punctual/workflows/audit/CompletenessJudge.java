package dev.punctual.workflows.audit;

import dev.punctual.workflows.audit.Finding.Kind;
import dev.punctual.workflows.audit.PlannedSpan.Expected;
import dev.punctual.workflows.audit.Tally.Pending;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a task's definitions named with what the ledger has. Pure: the same history and rows in, the same counts out.
 * Memory does not grow with the window.
 */
public final class CompletenessJudge {
    /** The clock of the process that registered a task may be behind the database's by so much. */
    private static final Duration REGISTERED_WITHIN = Duration.ofSeconds(60);

    private final TaskHistory history;
    private final List<PlannedSpan> spans;
    private final Window window;
    private final Tally tally;
    private final List<Range> ranges = new ArrayList<>();
    private final Ledger ledger;
    private final Rows rows;
    private boolean lookedBack;

    private CompletenessJudge(TaskHistory history, Window window, Ledger ledger, Tally tally) {
        this.history = history;
        this.spans = history.spans();
        this.window = window;
        this.ledger = ledger;
        this.rows = new Rows(ledger.fires(window.from(), window.to()));
        this.tally = tally;
    }

    /**
     * What is looked at.
     *
     * @param from the first instant that is
     * @param to the first that is not
     * @param late a fire that starts so much after its instant, or later, is late
     */
    public record Window(Instant from, Instant to, Duration late) {
        /** The same from another instant on. */
        public Window from(Instant newFrom) {
            return new Window(newFrom, to, late);
        }
    }

    /**
     * Judges a task whose changes are {@link TaskHistory#isKnown known}. Schedules that follow runs name no instants: their
     * fires are counted beside.
     *
     * @param history read before the rows, so that what is decided meanwhile is seen
     * @param ledger its fires
     * @param most so many instants are judged at most
     * @param tally where counts and findings go
     * @return the first instant that was not judged; null when all were
     */
    public static @Nullable Instant judge(TaskHistory history, Window window, Ledger ledger, int most, Tally tally) {
        return new CompletenessJudge(history, window, ledger, tally).judge(most);
    }

    private @Nullable Instant judge(int most) {
        List<PlannedSpan> judged =
                spans.stream().filter(span -> !span.schedule().followsRuns()).toList();
        ExpectedInstants instants = new ExpectedInstants(judged, window.from(), window.to());
        Instant stop = window.to();
        Optional<Expected> next = instants.next();
        for (int number = 0; next.isPresent(); number++) {
            Expected expected = next.get();
            if (number == most) {
                stop = expected.at();
                break;
            }
            passUpTo(expected.at());
            judge(expected, ofSchedule(expected.at()));
            next = instants.next();
        }
        passUpTo(stop);
        if (stop.equals(window.to())) {
            ranges.forEach(range -> range.close(history, tally, window));
            return null;
        }
        return stop;
    }

    /** Takes the rows before an instant: nothing expected them. */
    private void passUpTo(Instant at) {
        for (LedgerRow row = rows.peek(); row != null && row.scheduledFor().isBefore(at); row = rows.peek()) {
            rows.take();
            unmatched(row);
        }
    }

    /** The row of the schedule at this instant; those of other triggers are counted. */
    private @Nullable LedgerRow ofSchedule(Instant at) {
        LedgerRow own = null;
        for (LedgerRow row = rows.peek(); row != null && row.scheduledFor().equals(at); row = rows.peek()) {
            rows.take();
            if (row.trigger() == Trigger.SCHEDULE) {
                own = row;
            } else {
                tally.beside(row.trigger());
            }
        }
        return own;
    }

    private void judge(Expected expected, @Nullable LedgerRow row) {
        tally.expected();
        if (row != null && row.reason() != SkipReason.CALENDAR) {
            count(row);
            return;
        }
        if (waits(expected)) {
            tally.pending(history.present().state() == TaskState.PAUSED ? Pending.PAUSED : Pending.OVERDUE);
            return;
        }
        if (expected.span().leftBehind(expected.nominal())) {
            tally.superseded();
            return;
        }
        Range range = rangeOver(expected.at());
        if (range == null && !lookedBack) {
            lookedBack = true;
            ledger.rangesInto(window.from()).forEach(this::addRange);
            range = rangeOver(expected.at());
        }
        if (range == null) {
            tally.found(new Finding(history.task(), expected.at(), Kind.UNEXPLAINED), 1);
        } else {
            range.used++;
            tally.skipped(range.reason, 1);
        }
    }

    private void addRange(LedgerRow row) {
        if (row.isRange()) {
            ranges.add(new Range(row, row.reason() == null ? SkipReason.USER : row.reason(), 0));
        }
    }

    private void count(LedgerRow row) {
        boolean late = row.lateness() != null && row.lateness().compareTo(window.late()) >= 0;
        if (row.state() == FireState.SKIPPED) {
            SkipReason reason = row.reason() == null ? SkipReason.USER : row.reason();
            tally.skipped(reason, 1);
            if (row.isRange()) {
                ranges.add(new Range(row, reason, 1));
            }
        } else if (row.state().isFinal()) {
            tally.fired(row.state(), late);
        } else {
            tally.open(late);
        }
    }

    private @Nullable Range rangeOver(Instant at) {
        ranges.removeIf(range -> {
            boolean over = range.row.coversUntil().isBefore(at);
            if (over) {
                range.close(history, tally, window);
            }
            return over;
        });
        return ranges.isEmpty() ? null : ranges.getFirst();
    }

    /** Whether the book has not come to it yet. */
    private boolean waits(Expected expected) {
        Instant waitsFor = history.present().waitsFor();
        return waitsFor != null
                && expected.span().until() == null
                && !expected.nominal().isBefore(waitsFor);
    }

    private void unmatched(LedgerRow row) {
        if (row.trigger() != Trigger.SCHEDULE) {
            tally.beside(row.trigger());
        } else if (row.reason() == SkipReason.CALENDAR) {
            tally.excluded(row.covers());
        } else if (row.state() == FireState.SKIPPED) {
            // skipped ahead by a user, under a schedule that was replaced before it came
            addRange(row);
        } else if (followsRuns(row.scheduledFor())) {
            tally.followsRuns();
        } else if (isFirst(row.scheduledFor())) {
            tally.expected();
            count(row);
        } else {
            tally.found(new Finding(history.task(), row.scheduledFor(), Kind.UNEXPECTED), 1);
        }
    }

    private boolean followsRuns(Instant at) {
        return spans.stream()
                .anyMatch(span -> span.schedule().followsRuns()
                        && !at.isBefore(span.since().minus(REGISTERED_WITHIN))
                        && span.holds(at));
    }

    /** Whether the first schedule names it, and the task was being registered then. */
    private boolean isFirst(Instant at) {
        return !spans.isEmpty()
                && !at.isBefore(history.createdAt().minus(REGISTERED_WITHIN))
                && !at.isAfter(history.createdAt())
                && spans.getFirst().names(at);
    }

    /** A row that stands for several instants, and how many of them were met. */
    private static final class Range {
        private final LedgerRow row;
        private final SkipReason reason;
        private long used;

        Range(LedgerRow row, SkipReason reason, long used) {
            this.row = row;
            this.reason = reason;
            this.used = used;
        }

        /** It cannot explain more instants than it counted, when all of them were looked at. */
        void close(TaskHistory history, Tally tally, Window window) {
            boolean whole = !row.scheduledFor().isBefore(window.from())
                    && row.coversUntil().isBefore(window.to());
            if (whole && used > row.covers()) {
                tally.skipped(reason, row.covers() - used);
                tally.found(new Finding(history.task(), row.coversUntil(), Kind.UNEXPLAINED), used - row.covers());
            }
        }
    }

    /** The rows, one ahead. */
    private static final class Rows {
        private final Iterator<LedgerRow> rows;
        private @Nullable LedgerRow head;

        Rows(Iterator<LedgerRow> rows) {
            this.rows = rows;
            take();
        }

        @Nullable
        LedgerRow peek() {
            return head;
        }

        void take() {
            head = rows.hasNext() ? rows.next() : null;
        }
    }
}
