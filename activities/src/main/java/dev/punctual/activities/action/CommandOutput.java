package dev.punctual.activities.action;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads one stream of a command to its end, whatever comes: so the command never waits for a reader. Lines are offered to
 * whom they may be meant for; the others are kept and shown. A flood is slowed down, so that reading it away costs the worker
 * little.
 */
final class CommandOutput implements Runnable {
    /** The longest line that can be meant for Punctual; longer ones come in pieces. */
    static final int LONGEST_LINE = 66 * 1024;

    private static final int LONGEST_AFTER_END = 1_000;
    private static final int BUFFER = 16 * 1024;
    private static final long FLOOD = 16L * 1024 * 1024;

    /** With {@link #BUFFER} about 10 MB/s at most. */
    private static final Duration FLOOD_PAUSE = Duration.ofNanos(1_600_000);

    private final InputStream stream;
    private final Predicate<String> taken;
    private final Consumer<String> shown;
    private final String end;
    private final StringBuilder afterEnd = new StringBuilder();
    private final KeptOutput kept = new KeptOutput();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean isOver;
    private boolean lineGoesOn;
    private boolean newlineIsDue;

    /**
     * @param stream what the command writes
     * @param taken is offered each line; one that it takes is not part of the output
     * @param shown is shown the others, without their ends
     * @param end a line of its own after a newline of its own; neither these nor what follows is the command's
     */
    CommandOutput(InputStream stream, Predicate<String> taken, Consumer<String> shown, String end) {
        this.stream = stream;
        this.taken = taken;
        this.shown = shown;
        this.end = end;
    }

    /** What was written so far. */
    KeptOutput kept() {
        return kept;
    }

    /** The lines that followed the end, the first ones at least. */
    List<String> afterEnd() {
        synchronized (afterEnd) {
            return afterEnd.toString().lines().toList();
        }
    }

    @Override
    public void run() {
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        try {
            for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
                take(buffer, length);
                total += length;
                if (total > FLOOD) {
                    LockSupport.parkNanos(FLOOD_PAUSE.toNanos());
                }
            }
        } catch (IOException _) {
            // the stream was closed under it, because the command is over
        }
        if (line.size() > 0) {
            lineIsWhole(false);
        }
        if (newlineIsDue) {
            keep(new byte[0]);
        }
    }

    private void take(byte[] bytes, int length) {
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, from, i - from);
                lineIsWhole(true);
                from = i + 1;
            }
        }
        line.write(bytes, from, length - from);
        if (line.size() > LONGEST_LINE) {
            lineGoesOn = true;
            keep(line.toByteArray());
            line.reset();
        }
    }

    private void lineIsWhole(boolean ended) {
        byte[] bytes = line.toByteArray();
        line.reset();
        boolean first = !lineGoesOn;
        lineGoesOn = false;
        if (first && bytes.length <= LONGEST_LINE) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (isOver) {
                synchronized (afterEnd) {
                    if (afterEnd.length() < LONGEST_AFTER_END) {
                        afterEnd.append(text).append('\n');
                    }
                }
                return;
            }
            if (text.equals(end)) {
                isOver = true;
                newlineIsDue = false;
                return;
            }
            if (taken.test(text)) {
                return;
            }
        }
        keep(bytes);
        newlineIsDue = ended && !isOver;
    }

    /** A line's newline is kept with what follows it, since what follows may show that it is not the command's own. */
    private void keep(byte[] bytes) {
        if (isOver) {
            return;
        }
        if (newlineIsDue) {
            kept.add(new byte[] {'\n'}, 0, 1);
            newlineIsDue = false;
        }
        kept.add(bytes, 0, bytes.length);
        if (bytes.length > 0) {
            shown.accept(StorableText.of(new String(bytes, StandardCharsets.UTF_8)));
        }
    }
}
