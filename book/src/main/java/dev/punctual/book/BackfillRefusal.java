package dev.punctual.book;

/** Why a backfill is not changed; the message names the value, the reason and the way out. */
public abstract sealed class BackfillRefusal extends RuntimeException {
    private BackfillRefusal(String message) {
        // no stack trace: a refusal is an answer
        super(message, null, false, false);
    }

    /** There is none of this name. */
    public static final class NotFound extends BackfillRefusal {
        public NotFound(String namespace, String id) {
            super("operation '%s' does not exist in namespace '%s'; GET /v1/operations lists those that do"
                    .formatted(id, namespace));
        }
    }

    /** It is not in a state for that. */
    public static final class WrongState extends BackfillRefusal {
        public WrongState(String id, Backfill.State state, String wayOut) {
            super("operation '%s' is %s; %s".formatted(id, state, wayOut));
        }
    }
}
