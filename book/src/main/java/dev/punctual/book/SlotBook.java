package dev.punctual.book;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import java.util.List;

/**
 * The lines in which fires wait whose tasks name a concurrency key. A slot is taken by an open fire that was admitted, and by
 * nothing else: so none can be lost.
 */
public interface SlotBook {
    /** How many fires one call admits, at most: those that are left are admitted by the next. */
    int MOST_ADMITTED = 50;

    /**
     * Gives free slots of a key to those that wait, in the order of priority, instant and id. The first in line is not
     * overtaken, unless somebody is changing it at this moment; and as long as its own limit leaves it no slot, nobody is
     * admitted.
     *
     * @return who was admitted, in that order; to be handed over to the engine
     */
    List<Admitted> admit(SlotKey key);

    /** Keys of which fires wait while there is a slot for the first of them. */
    List<SlotKey> withFreeSlots(int limit);

    /** What fires share: a concurrency key of a namespace. */
    record SlotKey(String namespace, String key) {}

    /** A fire that got its slot. */
    record Admitted(TaskId task, FireId fire) {}
}
