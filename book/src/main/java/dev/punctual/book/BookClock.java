package dev.punctual.book;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The book's clock as this process sees it: the database's time carried on by the process's monotonic timer. The wall clock of
 * the process is never asked, so it may be wrong or jump.
 *
 * <p>Each answer of the database gives a reading: its time was the stated one somewhere between question and answer. Counted
 * from the answer, a reading can only lag. The least lagging one of the last minute is used, so this clock is behind the
 * database's by a fraction of a round trip, and ahead of it only when that one was set back; then {@link #reset} starts anew.
 */
public final class BookClock implements InstantSource {
    private static final Duration MEMORY = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final Deque<Reading> best = new ArrayDeque<>();
    private volatile @Nullable Reading current;

    /** Runs by the JVM's monotonic timer. */
    public BookClock() {
        this(System::nanoTime);
    }

    /** @param nanoTime a monotonic timer, in nanoseconds */
    public BookClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes a time that the database has just answered. */
    public synchronized void read(Instant databaseTime) {
        long now = nanoTime.getAsLong();
        Reading reading = new Reading(databaseTime.minusNanos(now), now);
        // a queue whose offsets fall: its head is the greatest of the last minute
        while (!best.isEmpty() && !best.peekLast().offset().isAfter(reading.offset())) {
            best.removeLast();
        }
        best.addLast(reading);
        while (now - best.getFirst().takenAt() > MEMORY.toNanos()) {
            best.removeFirst();
        }
        current = best.getFirst();
    }

    /** Forgets all readings but this one: the database says that this clock is ahead of its own. */
    public synchronized void reset(Instant databaseTime) {
        best.clear();
        read(databaseTime);
    }

    /** Whether the database has answered yet. */
    public boolean isSet() {
        return current != null;
    }

    /**
     * The database's time, or slightly less.
     *
     * @throws BookUnavailableException before the first answer of the database
     */
    @Override
    public Instant instant() {
        Reading reading = current;
        if (reading == null) {
            throw new BookUnavailableException(
                    "the database has not answered yet, so its time is unknown; try again soon");
        }
        return reading.offset().plusNanos(nanoTime.getAsLong());
    }

    /**
     * One answer.
     *
     * @param offset the database's time at the monotonic timer's zero, if the answer took no time
     * @param takenAt the monotonic timer
     */
    private record Reading(Instant offset, long takenAt) {}
}
