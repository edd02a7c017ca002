package dev.punctual.activities.action;

import java.util.Map;

/** The attempt was stopped from outside, and this is what it had done until then. */
public final class StoppedException extends InterruptedException {
    private final transient Map<String, Object> result;

    StoppedException(String message, Map<String, Object> result) {
        super(message);
        this.result = result;
    }

    /** What the action still says, as JSON values. */
    public Map<String, Object> result() {
        return result;
    }
}
