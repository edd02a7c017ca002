package dev.punctual.activities;

import dev.punctual.book.FireBook;
import dev.punctual.book.TaskBook;
import dev.punctual.workflows.AttemptStep;
import dev.punctual.workflows.DispatchedFireActivities;
import dev.punctual.workflows.FireTicket;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Route;
import dev.punctual.workflows.fire.Verdict;
import dev.punctual.workflows.task.TaskState;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Performs attempts of dispatched fires, as activities of their workflows. */
public final class DispatchedFires implements DispatchedFireActivities {
    /** How soon to look again at what a user holds back, and at an attempt of a worker that may have vanished. */
    private static final Duration HELD_BACK = Duration.ofSeconds(5);

    private static final Duration ELSEWHERE = Duration.ofSeconds(1);

    /** The engine takes a worker for dead after 15 s of silence. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);

    private final FireBook fires;
    private final TaskBook tasks;
    private final Attempts attempts;
    private final TaskEngine engine;
    private final InstantSource clock;

    /** What it works with; {@code clock} is the book's. */
    public record Parts(FireBook fires, TaskBook tasks, Attempts attempts, TaskEngine engine, InstantSource clock) {}

    /** @param parts what it works with */
    public DispatchedFires(Parts parts) {
        this.fires = parts.fires();
        this.tasks = parts.tasks();
        this.attempts = parts.attempts();
        this.engine = parts.engine();
        this.clock = parts.clock();
    }

    @Override
    public AttemptStep attempt(FireTicket ticket) {
        DueTask task = fires.due(ticket.task()).orElse(null);
        OpenFire fire = task == null ? null : find(task, ticket).orElse(null);
        if (task == null || fire == null) {
            return ended(ticket);
        }
        Instant dueAt = fire.dueAt();
        if (fire.state() == FireState.RUNNING || dueAt == null) {
            // by a worker whose answer was lost, or which was: the book will know within its lease
            return new AttemptStep.Again(ELSEWHERE);
        }
        Duration wait = Duration.between(clock.instant(), dueAt);
        if (wait.isPositive()) {
            return new AttemptStep.Again(wait);
        }
        if (task.state() == TaskState.PAUSED && fire.state() == FireState.RETRYING) {
            return new AttemptStep.Again(HELD_BACK);
        }
        Verdict verdict = perform(task, fire, dueAt);
        return switch (verdict) {
            case null -> new AttemptStep.Again(ELSEWHERE);
            case Verdict.Final ignored -> ended(ticket);
            case Verdict.Retry retry -> again(retry.at());
        };
    }

    private AttemptStep again(Instant at) {
        Duration wait = Duration.between(clock.instant(), at);
        return new AttemptStep.Again(wait.isPositive() ? wait : Duration.ofMillis(1));
    }

    private static Optional<OpenFire> find(DueTask task, FireTicket ticket) {
        return task.open().stream()
                .filter(open -> open.id().equals(ticket.fire()))
                .findFirst();
    }

    private @Nullable Verdict perform(DueTask task, OpenFire fire, Instant dueAt) {
        Plan.Start start = new Plan.Start(
                fire.id(),
                fire.scheduledFor(),
                fire.trigger(),
                fire.attempt() + 1,
                dueAt,
                task.next(),
                Route.DISPATCHED);
        ActivityExecutionContext engineSide = Activity.getExecutionContext();
        CountDownLatch ended = new CountDownLatch(1);
        try {
            return attempts.dispatched(
                    task,
                    start,
                    attempt -> Thread.ofVirtual()
                            .name("heartbeat-" + fire.id())
                            .start(() -> heartbeat(engineSide, attempt, ended)));
        } finally {
            ended.countDown();
        }
    }

    private static void heartbeat(
            ActivityExecutionContext engineSide, RunningAttempts.Attempt attempt, CountDownLatch ended) {
        try {
            while (!ended.await(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                engineSide.heartbeat(null);
            }
        } catch (ActivityCompletionException e) {
            attempt.stop("CANCELLED", "the fire's workflow was ended while the attempt ran");
        } catch (InterruptedException e) {
            // nobody interrupts this thread; without heartbeats the engine asks another worker, whom the claim refuses
            Thread.currentThread().interrupt();
        }
    }

    /** The task's workflow sleeps until the fire's end if it needs to know of it. */
    private AttemptStep ended(FireTicket ticket) {
        if (ticket.wakesTask()) {
            tasks.find(ticket.task()).ifPresent(engine::wake);
        }
        return new AttemptStep.Ended();
    }
}
