package dev.punctual.workflows.fire;

import static org.apache.commons.lang3.ObjectUtils.max;
import static org.apache.commons.lang3.ObjectUtils.min;

import dev.punctual.workflows.fire.DueTask.Carrier;
import dev.punctual.workflows.fire.DueTask.LastRun;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.DueTask.Resumed;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.Delivery;
import dev.punctual.workflows.task.OverlapPolicy;
import dev.punctual.workflows.task.RetryPolicy;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides what a task does next and what follows an attempt. Pure: same values in, same decision out. */
public final class FirePlanner {
    /** How soon to look again while another worker runs the last fire of a task. */
    static final Duration RUNNING_ELSEWHERE = Duration.ofSeconds(15);

    private FirePlanner() {}

    /** What the task needs next, as of {@code now} by the book's clock. */
    public static Plan next(DueTask whole, Instant now) {
        if (whole.state() != TaskState.CANCELLED) {
            Optional<Plan> followUps = handOver(whole, fire -> fire.trigger().isFollowUp());
            if (followUps.isPresent()) {
                return followUps.get();
            }
        }
        DueTask task = whole.withoutFollowUps();
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
        Optional<Plan> handOver = handOver(task);
        if (handOver.isPresent()) {
            return handOver.get();
        }
        return waiting(task, FirePlanner::isAskedFor)
                .<Plan>map(fire -> start(task, fire))
                .orElseGet(() -> {
                    boolean heldBack = task.open().stream().anyMatch(FirePlanner::isAskedFor);
                    // nobody tells the workflow when a run elsewhere ends
                    return new Plan.Rest(heldBack ? min(until, now.plus(RUNNING_ELSEWHERE)) : until);
                });
    }

    private static Plan nextWhileActive(DueTask task, Instant now) {
        NextFire unplanned = afterRun(task, now);
        if (unplanned != null) {
            return new Plan.PassOver(List.of(), unplanned);
        }
        Optional<Plan> handOver = handOver(task);
        if (handOver.isPresent()) {
            return handOver.get();
        }
        Optional<OpenFire> waiting = waiting(task, fire -> true);
        NextFire next = task.next();
        if (next == null) {
            return nextWithoutSchedule(task, now);
        }
        // an instant that has to wait is put in line before the line moves on
        boolean joinsLine = task.spec().overlapPolicy().buffers() && !next.at().isAfter(now) && overlaps(task);
        // nor does what is due now wait for what a user has run again
        boolean isFirst = waiting.isEmpty()
                || !next.at().isAfter(dueAt(waiting.get()))
                || (waiting.get().trigger() == Trigger.BACKFILL && !next.at().isAfter(now));
        return joinsLine || isFirst ? nextScheduled(task, next, now) : start(task, waiting.get());
    }

    private static Optional<Plan> handOver(DueTask task) {
        return handOver(task, fire -> true);
    }

    private static Optional<Plan> handOver(DueTask task, Predicate<OpenFire> kind) {
        List<FireId> fires = task.open().stream()
                .filter(kind)
                .filter(fire -> fire.carrier() == Carrier.TO_HAND_OVER)
                .map(OpenFire::id)
                .toList();
        return fires.isEmpty() ? Optional.empty() : Optional.of(new Plan.HandOver(fires));
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
        Optional<Plan> handOver = handOver(task);
        if (handOver.isPresent()) {
            return handOver.get();
        }
        return waiting(task, fire -> true).<Plan>map(fire -> start(task, fire)).orElseGet(() -> {
            // what has workflows of its own wakes the task when it has to
            boolean ownOnly = task.open().stream().allMatch(fire -> fire.carrier() != Carrier.TASK);
            return ownOnly ? new Plan.End() : new Plan.Rest(now.plus(RUNNING_ELSEWHERE));
        });
    }

    private static Plan nextScheduled(DueTask task, NextFire next, Instant now) {
        MissedInstants missed = new MissedInstants(task.spec().schedule(), task.plannedSince(), now);
        boolean overlaps = overlaps(task);
        if (next.at().isAfter(now)) {
            if (overlaps) {
                // whether it overlaps is known at its instant, not before
                return new Plan.Rest(isRunningHere(task) ? min(next.at(), now.plus(RUNNING_ELSEWHERE)) : next.at());
            }
        } else if (overlaps) {
            return overlapped(task, missed, next, now);
        } else {
            Plan.PassOver sorted = sort(task, missed, next, now);
            if (!sorted.skips().isEmpty() || !sorted.buffered().isEmpty()) {
                return sorted;
            }
        }
        return new Plan.Start(
                FireId.of(task.id(), next.at(), Trigger.SCHEDULE),
                next.at(),
                Trigger.SCHEDULE,
                1,
                next.at(),
                missed.afterClaim(next),
                Route.of(task.spec()));
    }

    /** What becomes of an instant that has come while an earlier fire is open. */
    private static Plan overlapped(DueTask task, MissedInstants missed, NextFire next, Instant now) {
        OverlapPolicy policy = task.spec().overlapPolicy();
        return switch (policy) {
            // a fire that was asked for may run beside others only by this policy, and then nothing overlaps
            case SKIP, ALLOW_ALL -> missed.skipAll(next, SkipReason.OVERLAP, "the fire before it had not ended");
            case BUFFER_ONE, BUFFER_ALL -> missed.buffer(next, now, room(task));
            case CANCEL_RUNNING, TERMINATE_RUNNING -> {
                List<FireId> toStop = task.open().stream()
                        .filter(fire -> fire.carrier() == Carrier.OWN_WORKFLOW || fire.carrier() == Carrier.IN_LINE)
                        .map(OpenFire::id)
                        .toList();
                yield toStop.isEmpty()
                        ? new Plan.Rest(now.plus(RUNNING_ELSEWHERE))
                        : new Plan.Stop(toStop, policy == OverlapPolicy.TERMINATE_RUNNING);
            }
        };
    }

    /** How many more instants may wait. */
    private static int room(DueTask task) {
        long waiting = task.open().stream()
                .filter(fire -> fire.state() == FireState.PENDING && fire.trigger() == Trigger.SCHEDULE)
                .count();
        int most = task.spec().overlapPolicy() == OverlapPolicy.BUFFER_ONE ? 1 : OverlapPolicy.MOST_BUFFERED;
        return (int) Math.max(0, most - waiting);
    }

    /** What becomes of instants that have passed while nothing of the task was open, or during its last run. */
    private static Plan.PassOver sort(DueTask task, MissedInstants missed, NextFire next, Instant now) {
        OverlapPolicy policy = task.spec().overlapPolicy();
        LastRun last = task.last();
        LastRun overlapped = last != null && isDuring(last, next.at()) ? last : null;
        Instant until = missedUntil(task, next, now);
        if (policy.buffers() && overlapped != null) {
            return missed.buffer(next, min(overlapped.finishedAt(), until), room(task));
        }
        CatchUp catchUp = catchUp(task, next);
        if (policy.stopsRunning() && overlapped != null && catchUp.policy() == CatchUpPolicy.ALL) {
            // each of them would have been stopped by the next
            catchUp = new CatchUp(CatchUpPolicy.LAST, catchUp.window());
        }
        return missed.sort(next, until, catchUp, at -> settled(policy, last, at));
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
        Retrying retrying = new Retrying(spec.retry(), attempt, firstClaimedAt);
        Instant retryAt = now.plus(spec.retry().waitAfter(attempt));
        return switch (outcome) {
            case Outcome.Succeeded ignored -> new Verdict.Final(FireState.SUCCEEDED);
            case Outcome.Cancelled ignored -> new Verdict.Final(FireState.CANCELLED);
            case Outcome.Failed failed ->
                failed.retryable()
                        ? retrying.orElse(FireState.FAILED, failed.error(), max(retryAt, askedFor(failed, now)))
                        : new Verdict.Final(FireState.FAILED);
            case Outcome.TimedOut timedOut -> retrying.orElse(FireState.TIMED_OUT, timedOut.error(), retryAt);
            // it has waited for its lease to lapse: the next attempt starts at once
            case Outcome.Lost lost ->
                spec.delivery() == Delivery.AT_MOST_ONCE
                        ? new Verdict.Final(FireState.LOST)
                        : retrying.orElse(FireState.LOST, lost.error(), now);
        };
    }

    /** What the policy makes of an attempt that could be followed by another. */
    private record Retrying(RetryPolicy policy, int attempt, Instant firstClaimedAt) {
        Verdict orElse(FireState otherwise, FireError error, Instant at) {
            boolean tooLate = policy.maxElapsed() != null && at.isAfter(firstClaimedAt.plus(policy.maxElapsed()));
            return attempt >= policy.maxAttempts() || tooLate || policy.rulesOut(error.names())
                    ? new Verdict.Final(otherwise)
                    : new Verdict.Retry(at);
        }
    }

    /** When the target wants to be asked again at the earliest. */
    private static Instant askedFor(Outcome.Failed failed, Instant now) {
        return failed.retryAfter() == null ? now : now.plus(failed.retryAfter());
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
        return resumed == null ? now : min(resumed.at(), now);
    }

    private static @Nullable Resumed resumedAfter(DueTask task, NextFire next) {
        Resumed resumed = task.resumed();
        return resumed != null && !next.at().isAfter(resumed.at()) ? resumed : null;
    }

    /** An instant up to the last fire's own was passed by a move of it; one during its run overlapped. */
    private static @Nullable SkipReason settled(OverlapPolicy policy, @Nullable LastRun last, Instant at) {
        if (last == null) {
            return null;
        }
        if (!at.isAfter(last.scheduledFor())) {
            return SkipReason.USER;
        }
        return policy == OverlapPolicy.SKIP && isDuring(last, at) ? SkipReason.OVERLAP : null;
    }

    private static boolean isDuring(LastRun run, Instant at) {
        Instant finishedAt = run.finishedAt();
        return at.isAfter(run.claimedAt()) && finishedAt != null && at.isBefore(finishedAt);
    }

    private static boolean overlaps(DueTask task) {
        return task.spec().overlapPolicy() != OverlapPolicy.ALLOW_ALL
                && task.open().stream()
                        .anyMatch(fire -> fire.state() != FireState.PENDING
                                || fire.trigger() == Trigger.SCHEDULE
                                || fire.isUnderWay());
    }

    private static boolean isRunningHere(DueTask task) {
        return task.open().stream()
                .anyMatch(fire -> fire.state() == FireState.RUNNING && fire.carrier() == Carrier.TASK);
    }

    private static boolean isAskedFor(OpenFire fire) {
        return fire.state() == FireState.PENDING && fire.trigger() != Trigger.SCHEDULE;
    }

    /** The open fire whose next attempt is due first; those that a run in progress holds back wait for its end. */
    private static Optional<OpenFire> waiting(DueTask task, Predicate<OpenFire> kind) {
        boolean heldBack = task.spec().overlapPolicy() != OverlapPolicy.ALLOW_ALL
                && task.open().stream().anyMatch(OpenFire::isUnderWay);
        return heldBack
                ? Optional.empty()
                : task.open().stream()
                        .filter(fire -> fire.carrier() == Carrier.TASK && fire.dueAt() != null)
                        .filter(kind)
                        .min(Comparator.comparing(FirePlanner::dueAt));
    }

    private static Instant dueAt(OpenFire fire) {
        Instant dueAt = fire.dueAt();
        return dueAt == null ? Instant.MAX : dueAt;
    }

    private static Plan.Start start(DueTask task, OpenFire fire) {
        return new Plan.Start(
                fire.id(),
                fire.scheduledFor(),
                fire.trigger(),
                fire.attempt() + 1,
                dueAt(fire),
                task.next(),
                Route.of(task.spec()));
    }
}
