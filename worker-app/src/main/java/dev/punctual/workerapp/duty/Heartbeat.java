package dev.punctual.workerapp.duty;

import dev.punctual.book.WorkerBook;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Keeps this worker's lease: says in the book, every second, that it lives and what it does. */
public final class Heartbeat implements Pass {
    /** How long a worker may be silent before its attempts count as lost. */
    public static final Duration LEASE = Duration.ofSeconds(5);

    private final WorkerBook book;
    private final Supplier<WorkerBook.Heartbeat> sign;
    private final LongSupplier nanoTime;
    private long keptSince = Long.MIN_VALUE;
    private long lastAt = Long.MIN_VALUE;

    /**
     * @param book keeps the leases
     * @param sign what there is to say
     * @param nanoTime a monotonic timer
     */
    public Heartbeat(WorkerBook book, Supplier<WorkerBook.Heartbeat> sign, LongSupplier nanoTime) {
        this.book = book;
        this.sign = sign;
        this.nanoTime = nanoTime;
    }

    @Override
    public int runOnce() {
        // an answer may be withheld for long, and the lease runs from what the book heard
        long sent = nanoTime.getAsLong();
        book.heartbeat(sign.get());
        said(sent);
        return 1;
    }

    private synchronized void said(long sent) {
        if (lastAt == Long.MIN_VALUE || sent - lastAt > LEASE.toNanos() / 2) {
            keptSince = sent;
        }
        lastAt = sent;
    }

    /**
     * Whether the book has heard this worker all the time since so long ago, and so lately that nobody may take it for gone within
     * the next moments.
     */
    public synchronized boolean isHeardFor(Duration time) {
        long now = nanoTime.getAsLong();
        return lastAt != Long.MIN_VALUE
                && now - lastAt <= LEASE.toNanos() / 2
                && (time.isZero() || now - keptSince >= time.toNanos());
    }

    /** Whether this worker has said so without a gap for as long as a lease lasts: then the others could have, too. */
    public boolean isKept() {
        return isHeardFor(LEASE);
    }
}
