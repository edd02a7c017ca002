package dev.punctual.activities;

import dev.punctual.activities.action.FireReports;
import dev.punctual.book.FireBook;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.Progress;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the book keep what an attempt says of itself: the first word at once, then the latest about each second, and the last
 * when the attempt ends. An attempt that says nothing costs nothing.
 */
final class KeptReports implements FireReports, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeptReports.class);
    private static final Duration PACE = Duration.ofSeconds(1);

    private final FireBook fires;
    private final FireId fire;
    private final UUID token;
    private @Nullable Progress latest;
    private @Nullable Thread writer;
    private boolean changed;
    private boolean closed;

    /** @param token of the attempt's claim */
    KeptReports(FireBook fires, FireId fire, UUID token) {
        this.fires = fires;
        this.fire = fire;
        this.token = token;
    }

    @Override
    public synchronized void progress(int percent, String message) {
        String checkpoint = latest == null ? null : latest.checkpoint();
        // an empty message takes the place of the one before, too
        say(new Progress(Math.clamp(percent, 0, 100), message, checkpoint));
    }

    @Override
    public synchronized void checkpoint(String checkpoint) {
        say(
                latest == null
                        ? new Progress(null, null, checkpoint)
                        : new Progress(latest.percent(), latest.message(), checkpoint));
    }

    private void say(Progress progress) {
        latest = progress;
        changed = true;
        if (writer == null && !closed) {
            writer = Thread.ofVirtual().name("reports-" + fire).start(this::writeUntilClosed);
        }
    }

    private void writeUntilClosed() {
        try {
            while (true) {
                write(take());
                synchronized (this) {
                    if (closed && !changed) {
                        return;
                    }
                    if (!closed) {
                        wait(PACE.toMillis());
                    }
                    while (!changed && !closed) {
                        wait();
                    }
                }
            }
        } catch (InterruptedException e) {
            // nobody interrupts this thread
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Progress take() {
        Progress taken = changed ? latest : null;
        changed = false;
        return taken;
    }

    private void write(@Nullable Progress progress) {
        if (progress == null) {
            return;
        }
        try {
            fires.report(fire, token, progress);
        } catch (RuntimeException e) {
            // the next word takes its place; at worst the next attempt begins further back
            log.warn("fire {}: its progress could not be kept: {}", fire, e.toString());
        }
    }

    /** Waits until the last word is kept, so that it stands in the book before the outcome does. */
    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            closed = true;
            last = writer;
            notifyAll();
        }
        boolean interrupted = false;
        while (last != null && last.isAlive()) {
            try {
                last.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
