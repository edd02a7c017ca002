package dev.punctual.api.live;

import java.util.Locale;

/** What events are about. */
enum Topic {
    /** A fire was entered or changed. */
    FIRE,
    /** A task was changed. */
    TASK,
    /** Figures of the moment. */
    STATS;

    /** The name of such events. */
    String event() {
        return name().toLowerCase(Locale.ROOT);
    }
}
