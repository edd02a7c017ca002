package dev.punctual.book;

import dev.punctual.workflows.fire.Asked;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FollowUp;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.OutputLine;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Progress;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.SourceFire;
import dev.punctual.workflows.fire.StopOrder;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The path of a fire. Callers wait; what many of them ask at once is one statement. While the book is away they wait on, and
 * every call may be repeated with the same effect.
 */
public interface FireBook {
    /** What the planner must know of the task; empty when there is none. */
    Optional<DueTask> due(TaskId task);

    /** Decides, once and for all, whether this attempt starts now. */
    Claim claim(ClaimRequest request);

    /**
     * Records how a claimed attempt ended.
     *
     * @return false when the attempt is no longer the caller's, because its lease lapsed and it was declared lost
     */
    boolean finish(Finish finish);

    /**
     * Records instants as skipped or waiting, and moves on to the schedule's next fire.
     *
     * @param task as it was read; nothing happens when it has changed since
     * @return whether it was done
     */
    boolean passOver(DueTask task, Plan.PassOver passOver);

    /**
     * Records instants that a calendar dropped before the task's next fire, which stays the next. What is recorded already
     * stays as it is.
     *
     * @param task as it was read; nothing happens when it has changed since
     */
    void recordExcluded(DueTask task, List<Skip> excluded);

    /**
     * Keeps what an attempt says of itself; nothing happens when it is no longer the caller's.
     *
     * @param token of the claim
     */
    void report(FireId fire, UUID token, Progress progress);

    /**
     * Keeps lines that an attempt wrote, after those that were kept before. Nothing is kept once the attempt is no longer the
     * caller's, and of one fire no more than some thousand lines.
     *
     * @param token of the claim
     */
    void output(FireId fire, UUID token, List<OutputLine> lines);

    /** What is known of the attempts before; empty when there is no such fire. */
    Optional<Earlier> earlier(FireId fire);

    /**
     * The attempts of a fire so far.
     *
     * @param firstClaimedAt when the first one started; null before
     * @param progress what they said of themselves
     * @param asked what a user asked for with the fire
     */
    record Earlier(@Nullable Instant firstClaimedAt, Progress progress, Asked asked) {}

    /**
     * Enters fires that follow one of the task, as dispatched; what is there already stays as it is. Nothing happens once the
     * task is cancelled.
     */
    void follow(TaskId task, List<FollowUp> followUps);

    /** The fire that this one follows, or that triggered it; empty when there is none, or it is kept no more. */
    Optional<SourceFire> source(FireId fire);

    /** The engine has been given the workflows of these dispatched fires. */
    void handedOver(List<FireId> fires);

    /**
     * Has fires make way for the task's next one: what waits is cancelled, what runs is asked to stop, and its worker is told.
     *
     * @param task as it was read
     * @param stop which, and whether what runs is declared ended at once
     */
    void stop(DueTask task, Plan.Stop stop);

    /** The claims by which attempts of the task are in progress, and which of them are to stop. */
    Map<UUID, Optional<StopOrder>> claims(TaskId task);

    /** The claim of an attempt that another program's worker performs now; empty when there is none. */
    Optional<RemoteClaim> remoteClaim(FireId fire);

    /** Completes the task, unless it has changed since it was read. */
    void complete(DueTask task);

    /**
     * The wish to start an attempt.
     *
     * @param task as it was read
     * @param start what is to start
     * @param worker who will perform it
     * @param token of this wish: a repeated call with the same token gets the same answer
     * @param kind what is wished for
     * @param wokenAt when the worker turned to the fire, by the book's clock; null for one that was dispatched
     */
    record ClaimRequest(
            DueTask task,
            Plan.Start start,
            String worker,
            UUID token,
            Kind kind,
            @Nullable Instant wokenAt) {
        /** An attempt of a fire that the task's own workflow carries. */
        public ClaimRequest(DueTask task, Plan.Start start, String worker, UUID token) {
            this(task, start, worker, token, Kind.INLINE);
        }

        /** A wish of which nobody says when the worker turned to the fire. */
        public ClaimRequest(DueTask task, Plan.Start start, String worker, UUID token, Kind kind) {
            this(task, start, worker, token, kind, null);
        }

        /** What a claim is for. */
        public enum Kind {
            /** An attempt, performed by the worker that carries the task. */
            INLINE,
            /** No attempt yet: the fire is to get a workflow of its own, and the task moves on. */
            DISPATCH,
            /** An attempt of a fire that was dispatched before. */
            DISPATCHED
        }
    }

    /**
     * An attempt in progress that Punctual's workers only watch over: no lease keeps it, but the workflow of its fire.
     *
     * @param token of the claim
     * @param attempt its number
     * @param claimedAt when it was claimed
     * @param firstClaimedAt when the fire's first attempt was claimed
     * @param stop that it is to stop; null unless it is
     */
    record RemoteClaim(
            UUID token,
            int attempt,
            Instant claimedAt,
            Instant firstClaimedAt,
            @Nullable StopOrder stop) {
        /** Who counts as the worker of such an attempt. */
        public static final String WORKER = "temporal";
    }

    /**
     * How a claimed attempt ended.
     *
     * @param task whose fire it is
     * @param fire which
     * @param attempt its number
     * @param token of the claim
     * @param startedAt when the action began, by the book's clock; null when unknown
     * @param outcome what came of it
     * @param verdict what follows
     * @param plansNext whether the end of the run decides when the task is due again
     * @param following what follows the fire
     */
    record Finish(
            TaskId task,
            FireId fire,
            int attempt,
            UUID token,
            @Nullable Instant startedAt,
            Outcome outcome,
            Verdict verdict,
            boolean plansNext,
            Following following) {
        /** The end of a fire that nothing follows. */
        public Finish(
                TaskId task,
                FireId fire,
                int attempt,
                UUID token,
                @Nullable Instant startedAt,
                Outcome outcome,
                Verdict verdict,
                boolean plansNext) {
            this(task, fire, attempt, token, startedAt, outcome, verdict, plansNext, Following.NOTHING);
        }
    }

    /**
     * What a fire's end brings with it, in the same statement.
     *
     * @param isFollowUp whether the fire itself follows another, so that its end says nothing of the task's schedule
     * @param followUps the fires to enter, unless the task is cancelled
     */
    record Following(boolean isFollowUp, List<FollowUp> followUps) {
        /** Nothing follows. */
        public static final Following NOTHING = new Following(false, List.of());

        public Following {
            followUps = List.copyOf(followUps);
        }
    }
}
