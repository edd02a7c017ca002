package dev.punctual.book;

import dev.punctual.workflows.audit.TaskHistory.PlanChange;
import dev.punctual.workflows.fire.DueTask.NextFire;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the audit log says what a change did to the instants that are expected: by it {@link CompletenessAudit} knows later on
 * what was due.
 */
final class PlanNotes {
    private static final String AT = "planAt";
    private static final String WAITED_FOR = "waitedFor";
    private static final String NEXT = "next";
    private static final String MOVED_TO = "movedTo";

    private PlanNotes() {}

    /** A change after which another schedule, or none, is in force. */
    static Map<String, String> of(Instant at, @Nullable NextFire before, @Nullable NextFire after) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(AT, at.toString());
        if (before != null) {
            notes.put(WAITED_FOR, before.nominal().toString());
        }
        if (after != null) {
            notes.put(NEXT, after.nominal().toString());
        }
        return notes;
    }

    /** A change that moved the next fire. */
    static Map<String, String> moved(Instant at, NextFire moved) {
        Map<String, String> notes = of(at, moved, moved);
        notes.put(MOVED_TO, moved.at().toString());
        return notes;
    }

    /** Null when there are none. */
    static @Nullable PlanChange read(@Nullable Map<String, Object> detail) {
        Instant at = detail == null ? null : instant(detail, AT);
        return detail == null || at == null
                ? null
                : new PlanChange(at, instant(detail, WAITED_FOR), instant(detail, NEXT), instant(detail, MOVED_TO));
    }

    private static @Nullable Instant instant(Map<String, Object> detail, String name) {
        return detail.get(name) instanceof String text ? Instant.parse(text) : null;
    }
}
