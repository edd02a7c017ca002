package dev.punctual.workerapp.duty;

import dev.punctual.activities.Slots;
import dev.punctual.book.SlotBook;
import dev.punctual.book.SlotBook.SlotKey;
import java.util.List;

/**
 * Gives slots to fires that wait for them although some are free: whoever freed them, or should have given them, died or has
 * no word with the line, as a cancel of a task.
 */
public final class SlotWatch implements Pass {
    private static final int LIMIT = 100;

    /** Between two passes the book is asked anew, whatever is left. */
    private static final int ROUNDS = 20;

    private final SlotBook book;
    private final Slots slots;

    /** @param book knows where slots are free */
    public SlotWatch(SlotBook book, Slots slots) {
        this.book = book;
        this.slots = slots;
    }

    @Override
    public int runOnce() {
        int admitted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<SlotKey> keys = book.withFreeSlots(LIMIT);
            int now = keys.stream().mapToInt(slots::admit).sum();
            admitted += now;
            if (now == 0) {
                break;
            }
        }
        return admitted;
    }
}
