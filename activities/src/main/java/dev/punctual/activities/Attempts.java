package dev.punctual.activities;

import dev.punctual.activities.action.FireContext;
import dev.punctual.book.FireBook;
import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireBook.Earlier;
import dev.punctual.book.FireBook.Finish;
import dev.punctual.book.FireBook.Following;
import dev.punctual.workflows.fire.Asked;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.FollowUp;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Progress;
import dev.punctual.workflows.fire.SourceFire;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.task.Action;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one attempt of a fire: claims, performs, records. The same for inline and dispatched fires. */
public final class Attempts {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private static final Earlier FIRST = new Earlier(null, Progress.NONE, Asked.NOTHING);

    private final String worker;
    private final FireBook fires;
    private final RunningAttempts running;
    private final FollowUpFires followUps;
    private final FireMetrics metrics;
    private final InstantSource clock;
    private final LateClaims late;

    /**
     * @param worker the name under which claims are made
     * @param late decides by which of them work may begin
     * @param followUps carries what follows
     * @param clock the book's clock
     */
    public Attempts(
            String worker,
            FireBook fires,
            RunningAttempts running,
            LateClaims late,
            FollowUpFires followUps,
            FireMetrics metrics,
            InstantSource clock) {
        this.worker = worker;
        this.fires = fires;
        this.running = running;
        this.followUps = followUps;
        this.metrics = metrics;
        this.clock = clock;
        this.late = late;
    }

    /**
     * An attempt of a fire that the task's workflow carries; null when the book refused it.
     *
     * @param wokenAt when this worker turned to it
     */
    @Nullable
    Verdict inline(DueTask task, Plan.Start start, Instant wokenAt) {
        return attempt(task, start, ClaimRequest.Kind.INLINE, wokenAt, attempt -> {});
    }

    /**
     * An attempt of a dispatched fire; null when the book refused it.
     *
     * @param begun is given the attempt before it is claimed, to stop it if need be
     */
    @Nullable
    Verdict dispatched(DueTask task, Plan.Start start, Consumer<RunningAttempts.Attempt> begun) {
        return attempt(task, start, ClaimRequest.Kind.DISPATCHED, null, begun);
    }

    /**
     * Has the book give the fire to a workflow of its own and move on with the task; false when it refused.
     *
     * @param wokenAt when this worker turned to it
     */
    boolean dispatch(DueTask task, Plan.Start start, Instant wokenAt) {
        Claim claim = fires.claim(
                new ClaimRequest(task, start, worker, UUID.randomUUID(), ClaimRequest.Kind.DISPATCH, wokenAt));
        if (claim instanceof Claim.Refused refused) {
            log.debug("fire {} of {}: not dispatched, {}", start.fire(), task.id(), refused.refusal());
            return false;
        }
        return true;
    }

    private @Nullable Verdict attempt(
            DueTask task,
            Plan.Start start,
            ClaimRequest.Kind kind,
            @Nullable Instant wokenAt,
            Consumer<RunningAttempts.Attempt> begun) {
        UUID token = UUID.randomUUID();
        try (RunningAttempts.Attempt attempt = running.open(task.id(), token)) {
            begun.accept(attempt);
            Instant asked = clock.instant();
            return switch (fires.claim(new ClaimRequest(task, start, worker, token, kind, wokenAt))) {
                case Claim.Refused refused -> {
                    log.debug("fire {} of {}: not claimed, {}", start.fire(), task.id(), refused.refusal());
                    yield null;
                }
                case Claim.Claimed claimed ->
                    late.isInForce(task.id(), start.fire(), token, asked)
                            ? perform(task, start, claimed, attempt)
                            : null;
            };
        }
    }

    private Outcome perform(
            DueTask task, Plan.Start start, Claim.Claimed claimed, RunningAttempts.Attempt attempt, Earlier earlier) {
        Action action = FollowUp.action(task.spec(), start.trigger());
        if (action == null) {
            return new Outcome.Cancelled(new FireError(
                    "FOLLOW_UP_REMOVED",
                    "the task's definition says no more what to do %s".formatted(start.trigger())));
        }
        try (KeptReports reports = new KeptReports(fires, start.fire(), attempt.token(), clock)) {
            FireContext context = new FireContext(
                    start.fire(),
                    task.id(),
                    earlier.asked().instant(start.scheduledFor()),
                    start.attempt(),
                    task.spec().timeout(),
                    earlier.progress().checkpoint(),
                    earlier.asked().input(),
                    source(start),
                    reports);
            return attempt.perform(action, context, claimed.at());
        }
    }

    private @Nullable SourceFire source(Plan.Start start) {
        return switch (start.trigger()) {
            case SCHEDULE, MANUAL, BACKFILL -> null;
            case DEPENDENCY, ON_FAILURE, ON_SUCCESS, ON_LATE ->
                fires.source(start.fire()).orElse(null);
        };
    }

    /** Whether nothing of it stands in the book but what the plan says. */
    private static boolean isPlain(Plan.Start start) {
        return start.attempt() == 1 && !start.trigger().mayBringInput();
    }

    private Verdict perform(DueTask task, Plan.Start start, Claim.Claimed claimed, RunningAttempts.Attempt attempt) {
        metrics.onTime().started(task, start, clock.instant());
        Earlier earlier = isPlain(start) ? FIRST : fires.earlier(start.fire()).orElse(FIRST);
        Instant firstClaimedAt = earlier.firstClaimedAt() == null ? claimed.at() : earlier.firstClaimedAt();
        FollowUpFires.Begun begun = followUps.begin(task, start.fire(), start.trigger(), firstClaimedAt);
        Outcome outcome = perform(task, start, claimed, attempt, earlier);
        Instant startedAt = attempt.startedAt();
        if (start.attempt() == 1 && startedAt != null && start.trigger().hasLateness()) {
            metrics.started(Duration.between(start.scheduledFor(), startedAt));
        }
        Instant now = clock.instant();
        Verdict verdict = FirePlanner.after(task.spec(), start.attempt(), firstClaimedAt, outcome, now);
        List<FollowUp> next = FollowUp.after(task, start.fire(), start.trigger(), verdict, firstClaimedAt, now);
        boolean recorded = fires.finish(new Finish(
                task.id(),
                start.fire(),
                start.attempt(),
                attempt.token(),
                startedAt,
                outcome,
                verdict,
                task.spec().schedule().followsRuns(),
                new Following(start.trigger().isFollowUp(), next)));
        if (recorded) {
            followUps.handOver(task, next, begun);
            metrics.ended(
                    switch (verdict) {
                        case Verdict.Final end -> end.state();
                        case Verdict.Retry ignored -> FireState.RETRYING;
                    });
            log.debug("fire {} of {}: attempt {} {}", start.fire(), task.id(), start.attempt(), verdict);
        } else {
            log.warn(
                    "fire {} of {}: attempt {} was ended by others; its outcome is not recorded",
                    start.fire(),
                    task.id(),
                    start.attempt());
        }
        return verdict;
    }
}
