package dev.punctual.activities;

import dev.punctual.book.FireBook;
import dev.punctual.book.SlotBook;
import dev.punctual.book.SlotBook.Admitted;
import dev.punctual.book.SlotBook.SlotKey;
import dev.punctual.workflows.FireTicket;
import dev.punctual.workflows.TaskEngine;
import java.util.List;

/**
 * Has free slots given to the fires that wait for them, and gives those to the engine. May be cut off at any point: what was
 * admitted and not handed over is so by whoever plans its task next.
 */
public final class Slots {
    private final SlotBook book;
    private final FireBook fires;
    private final TaskEngine engine;

    /** @param book knows who waits */
    public Slots(SlotBook book, FireBook fires, TaskEngine engine) {
        this.book = book;
        this.fires = fires;
        this.engine = engine;
    }

    /**
     * To be called when a fire has joined the line of a key, or has left a slot of it.
     *
     * @return how many got a slot
     */
    public int admit(SlotKey key) {
        List<Admitted> admitted = book.admit(key);
        admitted.forEach(this::handOver);
        return admitted.size();
    }

    /** One by one, so that no two of these and no change of a task wait for each other. */
    private void handOver(Admitted admitted) {
        fires.due(admitted.task()).ifPresent(task -> {
            engine.perform(FireTicket.of(task, admitted.fire()));
            fires.handedOver(List.of(admitted.fire()));
        });
    }
}
