package dev.punctual.api.system;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a process knows of itself and of Temporal. */
public interface SystemFacts {
    /** The release. */
    String version();

    /** The queues that tasks may name. */
    Set<String> queues();

    /** Temporal as this process sees it; may ask it, but waits no longer than some seconds. */
    Temporal temporal();

    /**
     * Temporal.
     *
     * @param up whether it answers
     * @param address where it is called
     * @param webUi the base address of its Web UI; null when that is not known
     * @param namespace the one that the workflows live in
     */
    record Temporal(boolean up, String address, @Nullable String webUi, String namespace) {}
}
