package dev.punctual.bench.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the book said at one moment.
 *
 * @param takenAt that moment, by the database's clock
 * @param deadlocks how many the database has counted since its last start
 */
public record Book(
        Instant takenAt,
        long deadlocks,
        List<TaskRow> tasks,
        List<VersionRow> versions,
        List<Event> events,
        List<FireRow> fires,
        List<AttemptRow> attempts) {

    /** A task. */
    public record TaskRow(
            String id, String state, int version, @Nullable Instant nextFireAt) {
        String line() {
            return "book: task %s %s version %d, next fire %s".formatted(id, state, version, nextFireAt);
        }
    }

    /** A definition that a task had; the label {@code op} names the wish that it came from. */
    public record VersionRow(String task, int version, Map<String, String> labels) {}

    /**
     * A line of the audit log.
     *
     * @param fire the fire that it is about
     * @param waitedFor the instant that the task waited for when its plan was changed
     */
    public record Event(
            long id,
            Instant at,
            String task,
            int version,
            String verb,
            @Nullable String fire,
            @Nullable Instant waitedFor) {
        String line() {
            return "book: audit event %d: %s %s version %d at %s".formatted(id, verb, task, version, at);
        }
    }

    /** A fire. */
    public record FireRow(
            String id,
            String task,
            Instant scheduledFor,
            String trigger,
            String state,
            @Nullable String reason,
            @Nullable Instant coversUntil,
            int version,
            int attempt,
            @Nullable Instant claimedAt,
            @Nullable Instant attemptClaimedAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String error) {

        boolean isScheduled() {
            return trigger.equals("SCHEDULE");
        }

        boolean isFinal() {
            return finishedAt != null;
        }

        boolean isSkipped() {
            return state.equals("SKIPPED");
        }

        /** Whether it accounts for an instant of the schedule. */
        boolean accountsFor(Instant instant) {
            return scheduledFor.equals(instant)
                    || (coversUntil != null && !instant.isBefore(scheduledFor) && !instant.isAfter(coversUntil));
        }

        /** When its last attempt was claimed. */
        @Nullable
        Instant lastClaim() {
            return attemptClaimedAt == null ? claimedAt : attemptClaimedAt;
        }

        String line() {
            return "book: fire %s of %s for %s %s %s%s, version %d, attempt %d, claimed %s, started %s, finished %s%s"
                    .formatted(
                            id,
                            task,
                            scheduledFor,
                            trigger,
                            state,
                            reason == null ? "" : " " + reason,
                            version,
                            attempt,
                            claimedAt == null ? "never" : claimedAt + (attempt > 1 ? ", last " + lastClaim() : ""),
                            startedAt,
                            finishedAt,
                            error == null ? "" : ", " + error);
        }
    }

    /** An attempt of a fire that needed more than one. */
    public record AttemptRow(String fire, int number, String state, Instant claimedAt, Instant finishedAt) {
        String line() {
            return "book: attempt %d of %s %s, claimed %s, finished %s"
                    .formatted(number, fire, state, claimedAt, finishedAt);
        }
    }

    /** The fires of a task by instant. */
    List<FireRow> firesOf(String task) {
        List<FireRow> own = new ArrayList<>(
                fires.stream().filter(fire -> fire.task().equals(task)).toList());
        own.sort(Comparator.comparing(FireRow::scheduledFor));
        return own;
    }

    /** The audit log of a task in order. */
    List<Event> eventsOf(String task) {
        List<Event> own = new ArrayList<>(
                events.stream().filter(event -> event.task().equals(task)).toList());
        own.sort(Comparator.comparingLong(Event::id));
        return own;
    }

    @Nullable
    TaskRow task(String id) {
        return tasks.stream().filter(task -> task.id().equals(id)).findFirst().orElse(null);
    }

    @Nullable
    FireRow fire(String id) {
        return fires.stream().filter(fire -> fire.id().equals(id)).findFirst().orElse(null);
    }

    /** How an attempt of a fire ended, as far as the book says. */
    @Nullable
    String outcome(FireRow fire, int attempt) {
        return attempts.stream()
                .filter(row -> row.fire().equals(fire.id()) && row.number() == attempt)
                .map(AttemptRow::state)
                .findFirst()
                .orElse(attempt == fire.attempt() ? fire.state() : null);
    }
}
