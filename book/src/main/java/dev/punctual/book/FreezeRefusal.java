package dev.punctual.book;

/** Why a freeze is not changed; the message names the value, the reason and the way out. */
public final class FreezeRefusal extends RuntimeException {
    /** There is none of this name. */
    public FreezeRefusal(String namespace, String id) {
        // no stack trace: a refusal is an answer
        super(
                "freeze '%s' does not exist in namespace '%s'; GET /v1/freezes lists those that do"
                        .formatted(id, namespace),
                null,
                false,
                false);
    }
}
