package dev.punctual.activities;

import dev.punctual.activities.action.ActionHandlers;
import dev.punctual.activities.action.FireContext;
import dev.punctual.activities.action.StoppedException;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.StopOrder;
import dev.punctual.workflows.task.Action;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts that this worker performs, each on a thread of its own which its timeout or a cancel of its task interrupts.
 * What does not end even then is left behind, and its outcome is the reason of the interruption.
 */
public final class RunningAttempts {
    private static final Logger log = LoggerFactory.getLogger(RunningAttempts.class);

    /** Handlers keep the timeout themselves; this is for one that does not. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** How long an interrupted handler may take to stop its work. */
    private static final Duration STOPPING = Duration.ofSeconds(5);

    private static final Duration LOOKING = Duration.ofMillis(20);

    private final ActionHandlers handlers;
    private final InstantSource clock;
    private final ConcurrentHashMap<UUID, Attempt> attempts = new ConcurrentHashMap<>();

    /**
     * @param handlers perform the actions
     * @param clock the book's clock
     */
    public RunningAttempts(ActionHandlers handlers, InstantSource clock) {
        this.handlers = handlers;
        this.clock = clock;
    }

    /** Registers an attempt before it is claimed, so that a claim of this worker is never unknown to it. */
    Attempt open(TaskId task, UUID token) {
        Attempt attempt = new Attempt(task, token);
        attempts.put(token, attempt);
        return attempt;
    }

    /** The tokens of the claims that are worked on. */
    public Set<UUID> tokens() {
        return Set.copyOf(attempts.keySet());
    }

    /** How many attempts are worked on. */
    public int count() {
        return attempts.size();
    }

    /**
     * Waits until nothing is worked on; false when that takes too long.
     *
     * @param longest how long to wait
     */
    public boolean awaitEnd(Duration longest) throws InterruptedException {
        long begun = System.nanoTime();
        while (!attempts.isEmpty()) {
            if (System.nanoTime() - begun > longest.toNanos()) {
                return false;
            }
            Thread.sleep(LOOKING);
        }
        return true;
    }

    /** Whether an attempt of the task is worked on. */
    public boolean has(TaskId task) {
        return attempts.values().stream().anyMatch(attempt -> attempt.task.equals(task));
    }

    /** Stops the attempts of the task, which was cancelled. */
    public void cancel(TaskId task) {
        List<Attempt> stopped = attempts.values().stream()
                .filter(attempt -> attempt.task.equals(task))
                .toList();
        stopped.forEach(attempt -> attempt.stop("CANCELLED", "the task was cancelled while the attempt ran"));
    }

    /** The tasks whose attempts are worked on. */
    public Set<TaskId> tasks() {
        return attempts.values().stream().map(attempt -> attempt.task).collect(Collectors.toSet());
    }

    /**
     * Stops those attempts of the task that the book wants stopped.
     *
     * @param begun the claims by which work was done before the book was asked
     * @param inForce the claims of the task, and which of them are to stop
     */
    public void stop(TaskId task, Set<UUID> begun, Map<UUID, Optional<StopOrder>> inForce) {
        for (Attempt attempt : attempts.values()) {
            // what has not begun may have a claim that is still on its way
            Optional<StopOrder> lost =
                    begun.contains(attempt.token) ? Optional.of(StopOrder.OVERLAP) : Optional.empty();
            if (attempt.task.equals(task)) {
                inForce.getOrDefault(attempt.token, lost)
                        .ifPresent(order -> attempt.stop(new Outcome.Cancelled(order.error())));
            }
        }
    }

    /** The claims of the task by which work is done now. */
    public Set<UUID> begun(TaskId task) {
        return attempts.values().stream()
                .filter(attempt -> attempt.task.equals(task) && attempt.startedAt != null)
                .map(Attempt::token)
                .collect(Collectors.toSet());
    }

    /** One attempt. */
    final class Attempt implements AutoCloseable {
        private final TaskId task;
        private final UUID token;
        private final CompletableFuture<Outcome> ended = new CompletableFuture<>();
        private @Nullable Outcome reason;
        private @Nullable Thread thread;
        private volatile @Nullable Instant startedAt;

        private Attempt(TaskId task, UUID token) {
            this.task = task;
            this.token = token;
        }

        UUID token() {
            return token;
        }

        /** When the action began, by the book's clock and not before the claim; null when it did not. */
        @Nullable
        Instant startedAt() {
            return startedAt;
        }

        /** Performs the action, whatever happens to the calling thread. */
        Outcome perform(Action action, FireContext context, Instant claimedAt) {
            synchronized (this) {
                if (reason != null) {
                    return reason;
                }
                thread = Thread.ofVirtual()
                        .name("fire-" + context.fire())
                        .start(() -> ended.complete(performNow(action, context, claimedAt)));
            }
            Outcome outcome = await(context.timeout().plus(GRACE));
            if (outcome == null) {
                stop(new Outcome.TimedOut(
                        new FireError("TIMEOUT", "the attempt took longer than its timeout of " + context.timeout())));
                outcome = await(STOPPING);
            }
            if (outcome == null) {
                log.warn("fire {} of {}: the action does not stop; it is left behind", context.fire(), context.task());
                return reason();
            }
            return outcome;
        }

        private Outcome performNow(Action action, FireContext context, Instant claimedAt) {
            Instant now = clock.instant();
            startedAt = now.isBefore(claimedAt) ? claimedAt : now;
            try {
                Outcome outcome = handlers.perform(action, context);
                // a cancel that came while the action ended well anyway changes nothing about what it did
                return outcome;
            } catch (StoppedException e) {
                return withResult(reason(), e.result());
            } catch (InterruptedException e) {
                return reason();
            } catch (RuntimeException | Error e) {
                // also where no thread can be had: whoever waits would wait until the timeout
                log.warn("fire {} of {}: its handler failed", context.fire(), context.task(), e);
                return new Outcome.Failed(
                        new FireError(
                                "INTERNAL",
                                "the handler failed with " + e.getClass().getSimpleName()),
                        null,
                        true);
            }
        }

        private synchronized Outcome reason() {
            return reason == null
                    ? new Outcome.Failed(new FireError("INTERRUPTED", "the attempt was interrupted"), null, true)
                    : reason;
        }

        /** Stops the work, as cancelled. */
        void stop(String type, String message) {
            stop(new Outcome.Cancelled(new FireError(type, message)));
        }

        private static Outcome withResult(Outcome reason, Map<String, Object> result) {
            return switch (reason) {
                case Outcome.Cancelled cancelled -> new Outcome.Cancelled(cancelled.error(), result);
                case Outcome.TimedOut timedOut -> new Outcome.TimedOut(timedOut.error(), result);
                case Outcome.Failed failed ->
                    new Outcome.Failed(failed.error(), result, failed.retryable(), failed.retryAfter());
                case Outcome.Succeeded succeeded -> succeeded;
                case Outcome.Lost lost -> lost;
            };
        }

        private synchronized void stop(Outcome why) {
            if (reason == null) {
                reason = why;
            }
            if (thread != null) {
                thread.interrupt();
            }
        }

        private @Nullable Outcome await(Duration limit) {
            long deadline = System.nanoTime() + limit.toNanos();
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return ended.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    } catch (TimeoutException e) {
                        return null;
                    } catch (InterruptedException e) {
                        // the outcome must be recorded whatever the engine thinks of this activity
                        interrupted = true;
                    } catch (ExecutionException e) {
                        throw new IllegalStateException("an attempt ends with an outcome, never with an exception", e);
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void close() {
            attempts.remove(token);
        }
    }
}
