package dev.punctual.workflows.fire;

import dev.punctual.workflows.fire.DueTask.LastRun;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.DueTask.Resumed;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.Delivery;
import dev.punctual.workflows.task.RetryPolicy;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what a task does next and what follows an attempt. Pure: same values in, same decision out. */
public final class FirePlanner {
    /** How soon to look again while another worker runs the last fire of a task. */
    static final Duration RUNNING_ELSEWHERE = Duration.ofSeconds(15);

    private FirePlanner() {}

    /** What the task needs next, as of {@code now} by the book's clock. */
    public static Plan next(DueTask task, Instant now) {
        return switch (task.state()) {
            case CANCELLED -> new Plan.End();
            case COMPLETED -> nextWithoutSchedule(task, now);
            case PAUSED -> nextWhilePaused(task, now);
            case ACTIVE -> nextWhileActive(task, now);
        };
    }

    private static Plan nextWhilePaused(DueTask task, Instant now) {
        Instant until = task.pausedUntil();
        if (until != null && !until.isAfter(now)) {
            return new Plan.Resume();
        }
        return manual(task).<Plan>map(fire -> start(task, fire)).orElseGet(() -> {
            boolean heldBack = task.open().stream().anyMatch(fire -> fire.state() == FireState.PENDING);
            // nobody tells the workflow when a run elsewhere ends
            return new Plan.Rest(heldBack ? earlier(until, now.plus(RUNNING_ELSEWHERE)) : until);
        });
    }

    private static Plan nextWhileActive(DueTask task, Instant now) {
        Optional<OpenFire> waiting = waiting(task);
        NextFire unplanned = afterRun(task, now);
        if (unplanned != null) {
            return new Plan.PassOver(List.of(), unplanned);
        }
        NextFire next = task.next();
        if (next != null && (waiting.isEmpty() || !next.at().isAfter(dueAt(waiting.get())))) {
            return nextScheduled(task, next, now);
        }
        return nextWithoutSchedule(task, now);
    }

    /**
     * The fire after a run whose end could not plan it, because the task was changed meanwhile; null when there is none to
     * plan.
     */
    private static @Nullable NextFire afterRun(DueTask task, Instant now) {
        Schedule schedule = task.spec().schedule();
        boolean runs = task.open().stream().anyMatch(fire -> fire.trigger() == Trigger.SCHEDULE);
        if (!schedule.followsRuns() || task.next() != null || runs) {
            return null;
        }
        LastRun last = task.last();
        Instant end = last == null || last.finishedAt() == null ? now : last.finishedAt();
        return schedule.nextAfter(end).map(NextFire::at).orElse(null);
    }

    /** A fire that was asked for, or its retry, outlives the schedule. */
    private static Plan nextWithoutSchedule(DueTask task, Instant now) {
        return waiting(task)
                .<Plan>map(fire -> start(task, fire))
                .orElseGet(() -> task.open().isEmpty() ? new Plan.End() : new Plan.Rest(now.plus(RUNNING_ELSEWHERE)));
    }

    private static Plan nextScheduled(DueTask task, NextFire next, Instant now) {
        MissedInstants missed = new MissedInstants(task.spec().schedule(), task.plannedSince(), now);
        boolean overlaps = overlaps(task);
        if (next.at().isAfter(now)) {
            if (overlaps) {
                // whether it overlaps is known at its instant, not before
                return new Plan.Rest(isRunning(task) ? earlier(next.at(), now.plus(RUNNING_ELSEWHERE)) : next.at());
            }
        } else {
            Plan.PassOver sorted = overlaps
                    ? missed.skipAll(next, SkipReason.OVERLAP, "the fire before it had not ended")
                    : missed.sort(
                            next, missedUntil(task, next, now), catchUp(task, next), at -> settled(task.last(), at));
            if (!sorted.skips().isEmpty()) {
                return sorted;
            }
        }
        return new Plan.Start(
                FireId.of(task.id(), next.at(), Trigger.SCHEDULE),
                next.at(),
                Trigger.SCHEDULE,
                1,
                next.at(),
                missed.afterClaim(next));
    }

    /**
     * What a calendar dropped between the scheduled fire before this one and this one, oldest first: to be recorded before
     * it is claimed. The same rows however often one asks; empty for a retry and for a fire that was asked for.
     */
    public static List<Skip> excludedBefore(DueTask task, Plan.Start start) {
        NextFire next = task.next();
        boolean scheduled = start.trigger() == Trigger.SCHEDULE && start.attempt() == 1;
        return next == null || !scheduled
                ? List.of()
                : new MissedInstants(task.spec().schedule(), task.plannedSince(), start.at()).excludedBefore(next);
    }

    /**
     * What a resume does with the instants that passed during the pause.
     *
     * @param plannedSince from when on its schedule holds; null from the beginning
     * @param next the schedule's next fire as of the pause
     * @param catchUp which of them still run; NONE means none at all
     * @return the skips, and the schedule's next fire
     */
    public static Plan.PassOver resume(
            TaskSpec spec, @Nullable Instant plannedSince, NextFire next, CatchUp catchUp, Instant now) {
        return new MissedInstants(spec.schedule(), plannedSince, now).sortPaused(next, catchUp);
    }

    /**
     * What follows an attempt.
     *
     * @param spec the policies
     * @param attempt the attempt's number
     * @param firstClaimedAt when the fire's first attempt started
     * @param outcome how this one ended
     * @param now by the book's clock
     */
    public static Verdict after(TaskSpec spec, int attempt, Instant firstClaimedAt, Outcome outcome, Instant now) {
        Instant retryAt = now.plus(spec.retry().waitAfter(attempt));
        return switch (outcome) {
            case Outcome.Succeeded ignored -> new Verdict.Final(FireState.SUCCEEDED);
            case Outcome.Cancelled ignored -> new Verdict.Final(FireState.CANCELLED);
            case Outcome.Failed failed ->
                failed.retryable()
                        ? retryOr(FireState.FAILED, spec.retry(), attempt, firstClaimedAt, retryAt)
                        : new Verdict.Final(FireState.FAILED);
            case Outcome.TimedOut ignored ->
                retryOr(FireState.TIMED_OUT, spec.retry(), attempt, firstClaimedAt, retryAt);
            // it has waited for its lease to lapse: the next attempt starts at once
            case Outcome.Lost ignored ->
                spec.delivery() == Delivery.AT_MOST_ONCE
                        ? new Verdict.Final(FireState.LOST)
                        : retryOr(FireState.LOST, spec.retry(), attempt, firstClaimedAt, now);
        };
    }

    private static Verdict retryOr(
            FireState otherwise, RetryPolicy retry, int attempt, Instant firstClaimedAt, Instant at) {
        boolean tooLate = retry.maxElapsed() != null && at.isAfter(firstClaimedAt.plus(retry.maxElapsed()));
        return attempt >= retry.maxAttempts() || tooLate ? new Verdict.Final(otherwise) : new Verdict.Retry(at);
    }

    /** Instants of a pause follow what its resume asked for, all others the task. */
    private static CatchUp catchUp(DueTask task, NextFire next) {
        Resumed resumed = resumedAfter(task, next);
        return resumed == null
                ? task.spec().catchUp()
                : new CatchUp(resumed.policy(), task.spec().catchUp().window());
    }

    /** The last instant that the policy for the next fire speaks of. */
    private static Instant missedUntil(DueTask task, NextFire next, Instant now) {
        Resumed resumed = resumedAfter(task, next);
        return resumed == null ? now : earlier(resumed.at(), now);
    }

    private static @Nullable Resumed resumedAfter(DueTask task, NextFire next) {
        Resumed resumed = task.resumed();
        return resumed != null && !next.at().isAfter(resumed.at()) ? resumed : null;
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one != null && one.isBefore(other) ? one : other;
    }

    /** An instant up to the last fire's own was passed by a move of it; one during its run overlapped. */
    private static @Nullable SkipReason settled(@Nullable LastRun last, Instant at) {
        if (last == null) {
            return null;
        }
        if (!at.isAfter(last.scheduledFor())) {
            return SkipReason.USER;
        }
        Instant finishedAt = last.finishedAt();
        boolean during = at.isAfter(last.claimedAt()) && finishedAt != null && at.isBefore(finishedAt);
        return during ? SkipReason.OVERLAP : null;
    }

    private static boolean overlaps(DueTask task) {
        return switch (task.spec().overlapPolicy()) {
            case SKIP -> task.open().stream().anyMatch(fire -> fire.state() != FireState.PENDING);
        };
    }

    private static boolean isRunning(DueTask task) {
        return task.open().stream().anyMatch(fire -> fire.state() == FireState.RUNNING);
    }

    private static Optional<OpenFire> manual(DueTask task) {
        return isRunning(task)
                ? Optional.empty()
                : task.open().stream()
                        .filter(fire -> fire.state() == FireState.PENDING)
                        .min(Comparator.comparing(FirePlanner::dueAt));
    }

    /** The open fire whose next attempt is due first; those that a run in progress holds back wait for its end. */
    private static Optional<OpenFire> waiting(DueTask task) {
        if (isRunning(task)) {
            return Optional.empty();
        }
        return task.open().stream().filter(fire -> fire.dueAt() != null).min(Comparator.comparing(FirePlanner::dueAt));
    }

    private static Instant dueAt(OpenFire fire) {
        Instant dueAt = fire.dueAt();
        return dueAt == null ? Instant.MAX : dueAt;
    }

    private static Plan.Start start(DueTask task, OpenFire fire) {
        return new Plan.Start(
                fire.id(), fire.scheduledFor(), fire.trigger(), fire.attempt() + 1, dueAt(fire), task.next());
    }
}
