package dev.punctual.workerapp.duty;

import dev.punctual.book.CalendarBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every task its calendars as they are now. Whoever changes a calendar does so himself, as far as he comes; this finds
 * what he left behind, and a task that was registered with the old calendar while it changed.
 */
public final class CalendarSync implements Pass {
    private static final Logger log = LoggerFactory.getLogger(CalendarSync.class);

    private final CalendarBook book;

    /** @param book knows which tasks are behind */
    public CalendarSync(CalendarBook book) {
        this.book = book;
    }

    @Override
    public int runOnce() {
        int replanned = book.replanBehind(null, () -> !Thread.currentThread().isInterrupted());
        if (replanned > 0) {
            log.info("re-planned {} tasks whose calendars had changed", replanned);
        }
        return replanned;
    }
}
