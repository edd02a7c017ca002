package dev.punctual.activities;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells the engine that an activity is alive, from a thread of its own, and hears from it when the work is to stop. */
final class Heartbeats implements AutoCloseable {
    /** The engine takes a worker for dead after 15 s of silence. */
    private static final Duration EVERY = Duration.ofSeconds(3);

    private final ActivityExecutionContext activity;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Runnable stop;
    private boolean stopped;
    private volatile boolean cancelled;

    /** Begins. */
    Heartbeats(ActivityExecutionContext activity) {
        this.activity = activity;
        Thread.ofVirtual()
                .name("heartbeat-" + activity.getInfo().getWorkflowId())
                .start(this::beat);
    }

    /** @param newStop runs once, when the activity is cancelled or nobody waits for it any more; perhaps at once */
    synchronized void onStop(Runnable newStop) {
        stop = newStop;
        if (stopped) {
            newStop.run();
        }
    }

    /** Whether the engine still wants the activity: asked of it now. */
    boolean isWanted() {
        try {
            activity.heartbeat(null);
            return true;
        } catch (ActivityCanceledException e) {
            cancelled = true;
            return false;
        } catch (ActivityCompletionException e) {
            return false;
        }
    }

    /** Whether a cancel of its workflow was the reason why it is not wanted any more. */
    boolean isCancelled() {
        return cancelled;
    }

    private void beat() {
        try {
            while (!ended.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                // also while the work is being stopped, which may take longer than the engine's patience
                if (!isWanted()) {
                    stop();
                }
            }
        } catch (InterruptedException e) {
            // nobody interrupts this thread; without heartbeats the engine asks another worker, whom the claim refuses
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void stop() {
        if (!stopped && stop != null) {
            stop.run();
        }
        stopped = true;
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
