package dev.punctual.workflows.fire;

import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the planner must know of a task: one reading of the book. A claim made by it is refused when {@code version} or {@code
 * position} have moved on since.
 *
 * @param id its name
 * @param state where its life stands
 * @param version of the definition
 * @param position counts the claims and passed-over instants; it orders what the engine's side did
 * @param spec the definition
 * @param next the schedule's next fire; null when there is none
 * @param pausedUntil when a pause ends by itself; null unless PAUSED with an end
 * @param resumed what the latest resume asked for; null when there was none
 * @param open its fires that have not ended, oldest first
 * @param last the scheduled fire that was claimed last; null before the first
 * @param plannedSince from when on its schedule holds: what it names before that was never expected; null from the beginning
 */
public record DueTask(
        TaskId id,
        TaskState state,
        int version,
        long position,
        TaskSpec spec,
        @Nullable NextFire next,
        @Nullable Instant pausedUntil,
        @Nullable Resumed resumed,
        List<OpenFire> open,
        @Nullable LastRun last,
        @Nullable Instant plannedSince) {

    public DueTask {
        open = List.copyOf(open);
    }

    /** The task as its schedule sees it: follow-ups hold nothing back and are no last run. */
    public DueTask withoutFollowUps() {
        if (open.stream().noneMatch(fire -> fire.trigger().isFollowUp())) {
            return this;
        }
        List<OpenFire> own =
                open.stream().filter(fire -> !fire.trigger().isFollowUp()).toList();
        return new DueTask(id, state, version, position, spec, next, pausedUntil, resumed, own, last, plannedSince);
    }

    /**
     * The schedule's next fire.
     *
     * @param at when it is to start
     * @param nominal the schedule's own instant that it stands for: the same, unless a user moved it
     */
    public record NextFire(Instant at, Instant nominal) {
        /** A fire at the schedule's own instant. */
        public static NextFire at(Instant instant) {
            return new NextFire(instant, instant);
        }
    }

    /**
     * A resume, and what is to become of the instants up to it.
     *
     * @param at when
     * @param policy which of them still run
     */
    public record Resumed(Instant at, CatchUpPolicy policy) {}

    /**
     * A fire that has not ended.
     *
     * @param id which
     * @param scheduledFor its instant
     * @param trigger why it exists
     * @param state PENDING, RUNNING or RETRYING
     * @param attempt how many attempts were claimed
     * @param dueAt when the next attempt starts; null while RUNNING
     * @param carrier who sees to its attempts
     */
    public record OpenFire(
            FireId id,
            Instant scheduledFor,
            Trigger trigger,
            FireState state,
            int attempt,
            @Nullable Instant dueAt,
            Carrier carrier) {
        /** Whether an attempt of it is performed now, or it will be without the task's doing. */
        boolean isUnderWay() {
            return state == FireState.RUNNING || carrier != Carrier.TASK;
        }
    }

    /** Who sees to the attempts of an open fire. */
    public enum Carrier {
        /** The task's own workflow. */
        TASK,
        /** Nobody yet: it waits in line for a slot of its concurrency key. */
        IN_LINE,
        /** A workflow of its own, which the engine has not been asked for yet. */
        TO_HAND_OVER,
        /** A workflow of its own. */
        OWN_WORKFLOW,
        /** A workflow of its own, which was asked to stop. */
        STOPPING
    }

    /**
     * The scheduled fire that was claimed last.
     *
     * @param scheduledFor its instant
     * @param claimedAt when its first attempt started
     * @param finishedAt when it ended; null while it has not
     */
    public record LastRun(
            Instant scheduledFor,
            Instant claimedAt,
            @Nullable Instant finishedAt) {}
}
