package dev.punctual.book;

import dev.punctual.book.Freeze.Wish;
import dev.punctual.workflows.task.CatchUpPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Freezes. What is returned has been committed. */
public interface FreezeBook {
    /** Begins one; the same again under the same id is the same one. Its tasks rest once {@link #advance} has come to them. */
    Freeze start(String namespace, String id, Wish wish, String actor);

    /** The freeze, if there is one. */
    Optional<Freeze> find(String namespace, String id);

    /**
     * One page, newest first.
     *
     * @param after only those that come after this one; null from the newest on
     */
    List<Freeze> list(String namespace, @Nullable String after, int limit);

    /**
     * Ends it; does nothing to one that is ending. Its tasks are back in force once {@link #advance} has come to them.
     *
     * @param catchUp which of the instants that passed meanwhile still run; null for what the freeze says
     * @throws FreezeRefusal when there is none
     */
    Freeze thaw(String namespace, String id, @Nullable CatchUpPolicy catchUp, String actor);

    /**
     * Lets matching tasks rest, ends freezes whose end has come, and puts tasks of ending ones back in force; any number of
     * processes may do so.
     *
     * @param goesOn asked between batches, whether to do more
     * @return how many tasks were changed
     */
    int advance(BooleanSupplier goesOn);
}
