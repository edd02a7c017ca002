package dev.punctual.book;

import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What users do to single fires. Each is one transaction, with an audit event of the task; what is returned has been committed. */
public interface FireChanges {
    /**
     * Ends a fire: one that waits is CANCELLED at once, one whose attempt is in progress is asked to stop and is not tried
     * again. Does nothing more to one that was asked to stop before.
     *
     * @throws FireRefusal when there is no such fire, or it has ended
     */
    Fire cancel(String namespace, FireId fire, String actor);

    /**
     * Asks for a new fire that acts as one that has ended did: for the same instant, with the same input, by the task's
     * present definition.
     *
     * @param seed names this wish, which is carried out only once; null for any number of times
     * @return the new fire, PENDING
     * @throws FireRefusal when there is no such fire, or it has not ended
     * @throws TaskRefusal when its task is cancelled
     */
    Fire retry(String namespace, FireId fire, @Nullable UUID seed, String actor);
}
