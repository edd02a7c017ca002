package dev.punctual.api;

import dev.punctual.book.TimeZoneBook;
import dev.punctual.workflows.schedule.CronDialect;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two pages of one task each, "a" and "b", of which "a" moves until it was planned anew. */
final class InMemoryTimeZoneBook implements TimeZoneBook {
    private boolean replanned;

    void clear() {
        replanned = false;
    }

    @Override
    public Page compare(String namespace, @Nullable String after, int limit) {
        if (after != null) {
            return new Page(1, List.of(), null);
        }
        Shift shift = new Shift(
                new TaskId(namespace, "a"),
                TaskState.ACTIVE,
                CronSchedule.of("0 2 * * *", CronDialect.UNIX, ZoneId.of("Europe/Berlin"), null, null),
                "2019a",
                Instant.parse("2026-12-01T02:00:00Z"),
                Instant.parse("2026-12-01T01:00:00Z"));
        return new Page(1, replanned ? List.of() : List.of(shift), "a");
    }

    @Override
    public Page replan(String namespace, @Nullable String after, int limit, String actor) {
        Page page = compare(namespace, after, limit);
        replanned = true;
        return page;
    }
}
