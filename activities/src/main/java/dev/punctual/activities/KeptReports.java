package dev.punctual.activities;

import dev.punctual.activities.action.FireReports;
import dev.punctual.book.FireBook;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.OutputLine;
import dev.punctual.workflows.fire.Progress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the book keep what an attempt says of itself: the first word at once, then the latest about each second, and the last
 * when the attempt ends. An attempt that says nothing costs nothing, and neither do the lines of one that ends within a second.
 */
final class KeptReports implements FireReports, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeptReports.class);
    private static final Duration PACE = Duration.ofSeconds(1);

    /** What is kept of the lines that were written last. */
    private static final int MOST_LINES = 20;

    private static final int LONGEST_LINE = 200;

    private final FireBook fires;
    private final FireId fire;
    private final UUID token;
    private final InstantSource clock;
    private final KeptOutputLines output = new KeptOutputLines();
    private final Deque<String> lines = new ArrayDeque<>();
    private Progress latest = Progress.NONE;
    private @Nullable Thread writer;
    private boolean changed;
    private boolean wrote;
    private boolean keptSome;
    private boolean closed;

    /**
     * @param token of the attempt's claim
     * @param clock the book's
     */
    KeptReports(FireBook fires, FireId fire, UUID token, InstantSource clock) {
        this.clock = clock;
        this.fires = fires;
        this.fire = fire;
        this.token = token;
    }

    @Override
    public synchronized void progress(int percent, String message) {
        // an empty message takes the place of the one before, too
        say(new Progress(Math.clamp(percent, 0, 100), message, latest.checkpoint()));
    }

    @Override
    public synchronized void checkpoint(String checkpoint) {
        say(new Progress(latest.percent(), latest.message(), checkpoint));
    }

    @Override
    public synchronized void output(OutputLine.Stream stream, String line) {
        String storable = line.replace('\0', ' ');
        output.add(new OutputLine(stream, clock.instant(), storable));
        lines.add(cut(storable, LONGEST_LINE));
        if (lines.size() > MOST_LINES) {
            lines.remove();
        }
        wrote = true;
        begin();
    }

    /** Never half of a character. */
    static String cut(String line, int longest) {
        if (line.length() <= longest) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(longest - 1)) ? longest - 1 : longest;
        return line.substring(0, end) + "…";
    }

    private void say(Progress progress) {
        latest = progress;
        changed = true;
        begin();
    }

    private void begin() {
        if (writer == null && !closed) {
            writer = Thread.ofVirtual().name("reports-" + fire).start(this::writeUntilClosed);
        }
        notifyAll();
    }

    private void writeUntilClosed() {
        try {
            // lines alone wait: most attempts have ended by then
            pause(true);
            while (true) {
                Word word = take();
                writeLines(word.lines());
                write(word.progress());
                if (isDone()) {
                    return;
                }
                pause(false);
                awaitWord();
            }
        } catch (InterruptedException e) {
            // nobody interrupts this thread
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isDone() {
        return closed && !changed && (!wrote || !keptSome);
    }

    /** Waits for a second, but not beyond the attempt's end. */
    private synchronized void pause(boolean endsWithWord) throws InterruptedException {
        long end = System.nanoTime() + PACE.toNanos();
        for (long left = PACE.toNanos();
                left > 0 && !closed && !(endsWithWord && changed);
                left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized void awaitWord() throws InterruptedException {
        while (!changed && !wrote && !closed) {
            wait();
        }
    }

    /** What is to be kept now. */
    private record Word(List<OutputLine> lines, @Nullable Progress progress) {}

    private synchronized Word take() {
        // the lines of a brief attempt stand in its outcome; once some were kept, all are
        List<OutputLine> taken = closed && !keptSome ? List.of() : output.take();
        keptSome |= !taken.isEmpty();
        // what was written last stands in the outcome
        boolean tells = changed || (wrote && !closed);
        changed = false;
        wrote = false;
        return new Word(
                taken,
                tells
                        ? new Progress(
                                latest.percent(),
                                latest.message(),
                                latest.checkpoint(),
                                lines.isEmpty() ? null : List.copyOf(lines))
                        : null);
    }

    private void writeLines(List<OutputLine> written) {
        if (written.isEmpty()) {
            return;
        }
        try {
            fires.output(fire, token, written);
        } catch (RuntimeException e) {
            log.warn("fire {}: {} lines of its output could not be kept: {}", fire, written.size(), e.toString());
        }
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
