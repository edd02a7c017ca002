package dev.punctual.workflows.fire;

import org.jspecify.annotations.Nullable;

/**
 * That an attempt in progress is to stop.
 *
 * @param reason why
 * @param by who asked for it; null unless it was a user
 */
public record StopOrder(Reason reason, @Nullable String by) {
    /** That of a fire which makes way for the task's next. */
    public static final StopOrder OVERLAP = new StopOrder(Reason.OVERLAP, null);

    /** Why an attempt is to stop. */
    public enum Reason {
        /** The task's next fire takes its place. */
        OVERLAP,
        /** A user cancelled the fire; it is not tried again, however the attempt ends. */
        USER
    }

    /** How the stopped attempt is recorded. */
    public FireError error() {
        return switch (reason) {
            case OVERLAP -> new FireError("OVERLAP", "the attempt had to make way for the task's next fire");
            case USER ->
                new FireError(
                        "CANCELLED",
                        "%s cancelled the fire while the attempt ran".formatted(by == null ? "a user" : by));
        };
    }
}
