package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.calendar.CalendarDefinition;
import dev.punctual.workflows.schedule.calendar.Holiday;
import dev.punctual.workflows.schedule.calendar.Holidays;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Instants that a calendar dropped. */
class ExcludedTests {
    private static final TestBook book = TestBook.open();

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void whatACalendarDropsIsRecordedOnceAndTheFireAfterItStays() {
        Instant due = book.now().minusSeconds(30);
        TaskId id = book.create("dropped", aDayWithout(due)).id();
        book.turnBack(id, due);
        DueTask task = book.due(id);
        List<Skip> excluded = FirePlanner.excludedBefore(task, book.start(task));
        assertThat(excluded).isNotEmpty();

        book.fires().recordExcluded(task, excluded);
        book.fires().recordExcluded(task, excluded);
        assertThat(book.due(id).next()).isEqualTo(task.next());
        book.claim(id);

        List<Fire> fires = book.firesOf(id);
        assertThat(fires).hasSize(excluded.size() + 1);
        assertThat(fires.getFirst().scheduledFor())
                .isEqualTo(excluded.getFirst().from());
        assertThat(fires.getFirst().state()).isEqualTo(FireState.SKIPPED);
        assertThat(fires.getFirst().reason()).isEqualTo(SkipReason.CALENDAR);
        assertThat(fires.getFirst().detail()).isEqualTo("excluded by calendar yesterday");
        assertThat(fires.getLast().scheduledFor()).isEqualTo(due);
    }

    @Test
    void nothingIsRecordedForATaskThatChangedMeanwhile() {
        Instant due = book.now().minusSeconds(30);
        TaskId id = book.create("changed", aDayWithout(due)).id();
        book.turnBack(id, due);
        DueTask task = book.due(id);
        List<Skip> excluded = FirePlanner.excludedBefore(task, book.start(task));
        book.tasks().cancel(id, null, "ann");
        book.fires().recordExcluded(task, excluded);
        assertThat(book.firesOf(id)).isEmpty();
    }

    /** Every day, but not on the one before this instant. */
    private static BoundedSchedule aDayWithout(Instant due) {
        LocalDate yesterday = LocalDate.ofInstant(due, ZoneOffset.UTC).minusDays(1);
        CalendarDefinition day =
                new CalendarDefinition.Whole(new Holidays(List.of(Holiday.on("yesterday", yesterday))));
        NamedCalendar calendar = book.calendars()
                .put(new CalendarId(TaskId.DEFAULT_NAMESPACE, "yesterday"), day, current -> {}, "ann")
                .calendar()
                .named();
        return BoundedSchedule.of(new BoundedSchedule(
                new IntervalSchedule(Duration.ofDays(1), due.minus(Duration.ofDays(3))),
                ZoneOffset.UTC,
                due.minus(Duration.ofDays(3)),
                null,
                null,
                null,
                0,
                List.of(calendar),
                null,
                null));
    }
}
