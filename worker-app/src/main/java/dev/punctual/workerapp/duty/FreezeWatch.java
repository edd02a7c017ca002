package dev.punctual.workerapp.duty;

import dev.punctual.book.FreezeBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees that freezes hold: tasks that came to match rest, freezes whose end has come thaw. Whoever begins or ends a freeze does
 * so himself, as far as he comes; this does the rest.
 */
public final class FreezeWatch implements Pass {
    private static final Logger log = LoggerFactory.getLogger(FreezeWatch.class);

    private final FreezeBook book;

    /** @param book knows what is frozen */
    public FreezeWatch(FreezeBook book) {
        this.book = book;
    }

    @Override
    public int runOnce() {
        int changed = book.advance(() -> !Thread.currentThread().isInterrupted());
        if (changed > 0) {
            log.info("{} tasks rest, or are back in force, because of freezes", changed);
        }
        return changed;
    }
}
