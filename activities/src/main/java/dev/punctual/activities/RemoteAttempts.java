package dev.punctual.activities;

import dev.punctual.activities.action.FireContext;
import dev.punctual.activities.action.FireReports;
import dev.punctual.activities.action.Placeholders;
import dev.punctual.activities.action.RemoteOutcomes;
import dev.punctual.book.FireBook;
import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.book.FireBook.Finish;
import dev.punctual.book.FireBook.Following;
import dev.punctual.book.FireBook.RemoteClaim;
import dev.punctual.workflows.AttemptStep;
import dev.punctual.workflows.RemoteResult;
import dev.punctual.workflows.fire.Asked;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.FollowUp;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.SourceFire;
import dev.punctual.workflows.fire.StopOrder;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.task.ActivityAction;
import dev.punctual.workflows.task.RemoteAction;
import dev.punctual.workflows.task.TaskState;
import dev.punctual.workflows.task.WorkflowAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attempts that other programs' workers perform: Punctual claims them before and records them afterwards. */
public final class RemoteAttempts {
    private static final Logger log = LoggerFactory.getLogger(RemoteAttempts.class);

    private final FireBook fires;
    private final FollowUpFires followUps;
    private final FireMetrics metrics;
    private final InstantSource clock;

    /**
     * @param followUps carries what follows
     * @param clock the book's
     */
    public RemoteAttempts(FireBook fires, FollowUpFires followUps, FireMetrics metrics, InstantSource clock) {
        this.fires = fires;
        this.followUps = followUps;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The token of the claim that a run of the fire's workflow makes for an attempt, however often it asks. */
    static UUID token(String run, int attempt) {
        return UUID.nameUUIDFromBytes((run + "/" + attempt).getBytes(StandardCharsets.UTF_8));
    }

    /** Claims the attempt; null when the book refused it. */
    @Nullable
    AttemptStep claim(DueTask task, Plan.Start start, RemoteAction action, String run) {
        UUID token = token(run, start.attempt());
        Claim claim =
                fires.claim(new ClaimRequest(task, start, RemoteClaim.WORKER, token, ClaimRequest.Kind.DISPATCHED));
        return switch (claim) {
            case Claim.Claimed claimed -> {
                metrics.onTime().started(task, start, claimed.at());
                if (start.attempt() == 1) {
                    followUps.begin(task, start.fire(), start.trigger(), claimed.at());
                    if (start.trigger().hasLateness()) {
                        metrics.started(Duration.between(start.scheduledFor(), claimed.at()));
                    }
                }
                yield step(context(task, start.fire(), start.trigger(), start.attempt()), token, action);
            }
            case Claim.Refused refused -> {
                log.debug("fire {} of {}: not claimed, {}", start.fire(), task.id(), refused.refusal());
                yield null;
            }
        };
    }

    /** The attempt in progress, when this run of the fire's workflow claimed it; else null. */
    @Nullable
    AttemptStep claimed(DueTask task, OpenFire fire, RemoteClaim claim, String run) {
        boolean own = claim.token().equals(token(run, claim.attempt()));
        if (!own || !(FollowUp.action(task.spec(), fire.trigger()) instanceof RemoteAction action)) {
            return null;
        }
        return step(context(task, fire.id(), fire.trigger(), claim.attempt()), claim.token(), action);
    }

    private FireContext context(DueTask task, FireId fire, Trigger trigger, int attempt) {
        Asked asked = trigger.mayBringInput()
                ? fires.earlier(fire).map(FireBook.Earlier::asked).orElse(Asked.NOTHING)
                : Asked.NOTHING;
        return new FireContext(
                fire,
                task.id(),
                asked.instant(fire.scheduledFor()),
                attempt,
                task.spec().timeout(),
                null,
                asked.input(),
                source(fire, trigger),
                FireReports.NONE);
    }

    private @Nullable SourceFire source(FireId fire, Trigger trigger) {
        return trigger.isFollowUp() || trigger == Trigger.DEPENDENCY
                ? fires.source(fire).orElse(null)
                : null;
    }

    /** Settles an attempt in progress of which nobody will hear any more. */
    Verdict lost(DueTask task, OpenFire fire, RemoteClaim claim) {
        return finish(
                task,
                fire,
                claim,
                new Outcome.Lost(new FireError(
                        "WORKFLOW_LOST",
                        "the fire's workflow was ended from outside during attempt %d; whether that took effect is unknown"
                                .formatted(claim.attempt()))));
    }

    /** Records what came of an attempt. */
    Verdict record(DueTask task, OpenFire fire, RemoteClaim claim, RemoteResult result) {
        return finish(task, fire, claim, RemoteOutcomes.of(result, whyCancelled(task, claim)));
    }

    private static FireError whyCancelled(DueTask task, RemoteClaim claim) {
        if (task.state() == TaskState.CANCELLED) {
            return new FireError("CANCELLED", "the task was cancelled while the attempt ran");
        }
        StopOrder order = claim.stop();
        return order == null
                ? new FireError("CANCELLED", "the fire's workflow was cancelled while the attempt ran")
                : order.error();
    }

    private Verdict finish(DueTask task, OpenFire fire, RemoteClaim claim, Outcome outcome) {
        Instant now = clock.instant();
        Verdict verdict = FirePlanner.after(task.spec(), claim.attempt(), claim.firstClaimedAt(), outcome, now);
        List<FollowUp> next = FollowUp.after(task, fire.id(), fire.trigger(), verdict, claim.firstClaimedAt(), now);
        boolean recorded = fires.finish(new Finish(
                task.id(),
                fire.id(),
                claim.attempt(),
                claim.token(),
                // when the other worker begins, Punctual does not hear
                claim.claimedAt(),
                outcome,
                verdict,
                task.spec().schedule().followsRuns(),
                new Following(fire.trigger().isFollowUp(), next)));
        if (recorded) {
            followUps.handOver(task, next);
            metrics.ended(
                    switch (verdict) {
                        case Verdict.Final end -> end.state();
                        case Verdict.Retry ignored -> FireState.RETRYING;
                    });
            log.debug("fire {} of {}: attempt {} {}", fire.id(), task.id(), claim.attempt(), verdict);
        } else {
            log.warn(
                    "fire {} of {}: attempt {} was ended by others; its outcome is not recorded",
                    fire.id(),
                    task.id(),
                    claim.attempt());
        }
        return verdict;
    }

    private static AttemptStep step(FireContext context, UUID token, RemoteAction action) {
        Placeholders placeholders = new Placeholders(context);
        List<@Nullable Object> input = new ArrayList<>();
        action.input().forEach(argument -> input.add(placeholders.inJson(argument)));
        AttemptStep.Kind kind = switch (action) {
            case ActivityAction ignored -> AttemptStep.Kind.ACTIVITY;
            case WorkflowAction ignored -> AttemptStep.Kind.WORKFLOW;
        };
        Duration heartbeatTimeout = action instanceof ActivityAction activity ? activity.heartbeatTimeout() : null;
        return new AttemptStep.Remote(
                context.attempt(),
                token,
                kind,
                action.taskQueue(),
                action.remoteType(),
                input,
                context.timeout(),
                heartbeatTimeout);
    }
}
