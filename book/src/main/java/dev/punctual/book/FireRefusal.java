package dev.punctual.book;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;

/** Why the book does not do to a fire what was asked; the message names the value, the reason and the way out. */
public abstract sealed class FireRefusal extends RuntimeException {
    private FireRefusal(String message) {
        // no stack trace: a refusal is an answer
        super(message, null, false, false);
    }

    /** There is no such fire. */
    public static final class NotFound extends FireRefusal {
        public NotFound(String namespace, FireId id) {
            super("fire '%s' does not exist in namespace '%s'; GET /v1/fires lists those that do"
                    .formatted(id, namespace));
        }
    }

    /** The fire's state does not allow it. */
    public static final class WrongState extends FireRefusal {
        public WrongState(FireId id, FireState state, String wayOut) {
            super("fire '%s' is %s; %s".formatted(id, state, wayOut));
        }
    }
}
