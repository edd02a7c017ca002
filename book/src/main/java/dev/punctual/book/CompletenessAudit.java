package dev.punctual.book;

import dev.punctual.book.AuditBook.Subject;
import dev.punctual.book.AuditBook.Subjects;
import dev.punctual.workflows.audit.CompletenessJudge;
import dev.punctual.workflows.audit.CompletenessJudge.Window;
import dev.punctual.workflows.audit.Tally;
import dev.punctual.workflows.audit.Tally.NotJudged;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes every instant that tasks were to fire at, and compares with the ledger: what was expected, and what became of it.
 * Memory does not grow with the number of tasks or fires; time is the caller's to limit.
 */
public final class CompletenessAudit {
    /** Instants judged between two looks at whether there is time left. */
    private static final int STEP = 20_000;

    /** What has come so lately may not be in the ledger yet. */
    public static final Duration GRACE = Duration.ofSeconds(10);

    private final AuditBook book;

    public CompletenessAudit(AuditBook book) {
        this.book = book;
    }

    /**
     * What is asked.
     *
     * @param namespace whose tasks
     * @param task only this one; null for all
     * @param window which instants; its end at least {@link #GRACE} ago
     * @param after where an earlier answer ended; null to begin
     */
    public record Question(
            String namespace,
            @Nullable String task,
            Window window,
            @Nullable Place after) {}

    /**
     * How far an audit has come.
     *
     * @param task all before this one were judged
     * @param instant so was this one, up to this instant; null when it was judged as a whole
     */
    public record Place(String task, @Nullable Instant instant) {}

    /**
     * Judges as long as there is time: at least one step.
     *
     * @param tally where counts and findings go
     * @return where it stopped; null when all were judged
     */
    public @Nullable Place run(Question question, BooleanSupplier timeLeft, Tally tally) {
        Window window = question.window();
        Place after = question.after();
        if (after == null && question.task() == null) {
            tally.notJudged(NotJudged.ARCHIVED, book.archived(question.namespace(), window.from(), window.to()));
        }
        if (question.task() != null) {
            return one(new TaskId(question.namespace(), question.task()), question, timeLeft, tally);
        }
        String last = after == null ? null : after.task();
        if (after != null && after.instant() != null) {
            Place stopped = one(new TaskId(question.namespace(), after.task()), question, timeLeft, tally);
            if (stopped != null) {
                return stopped;
            }
        }
        while (true) {
            Subjects page = book.subjects(question.namespace(), last, window.from(), window.to());
            for (Subject subject : page.subjects()) {
                Place stopped = judge(subject, window, null, timeLeft, tally);
                if (stopped != null) {
                    return stopped;
                }
            }
            last = page.last();
            if (last == null) {
                return null;
            }
            if (!timeLeft.getAsBoolean()) {
                return new Place(last, null);
            }
        }
    }

    private @Nullable Place one(TaskId task, Question question, BooleanSupplier timeLeft, Tally tally) {
        Place after = question.after();
        Instant begin = after == null ? null : after.instant();
        List<Subject> found = book
                .subject(task, question.window().from(), question.window().to())
                .stream()
                .toList();
        return found.isEmpty() ? null : judge(found.getFirst(), question.window(), begin, timeLeft, tally);
    }

    /** @param begin where an earlier answer stopped within this task; null for the beginning */
    private static @Nullable Place judge(
            Subject subject, Window asked, @Nullable Instant begin, BooleanSupplier timeLeft, Tally tally) {
        if (begin == null) {
            tally.task();
            if (!subject.history().isKnown()) {
                tally.notJudged(NotJudged.CHANGES_UNKNOWN);
            } else if (subject.history().followsRuns()) {
                tally.notJudged(NotJudged.FOLLOWS_RUNS);
            }
        }
        if (!subject.history().isKnown()) {
            return null;
        }
        Window window = begin == null ? asked : asked.from(begin);
        if (window.from().isBefore(subject.keptSince())) {
            if (begin == null && subject.history().createdAt().isBefore(subject.keptSince())) {
                tally.notJudged(NotJudged.RETENTION);
            }
            if (!subject.keptSince().isBefore(window.to())) {
                return null;
            }
            window = window.from(subject.keptSince());
        }
        while (true) {
            Instant stopped = CompletenessJudge.judge(subject.history(), window, subject.ledger(), STEP, tally);
            if (stopped == null) {
                return null;
            }
            if (!timeLeft.getAsBoolean()) {
                return new Place(subject.history().task().id(), stopped);
            }
            window = window.from(stopped);
        }
    }
}
