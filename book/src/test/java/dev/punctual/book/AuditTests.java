package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.CompletenessAudit.Place;
import dev.punctual.book.CompletenessAudit.Question;
import dev.punctual.workflows.audit.CompletenessJudge.Window;
import dev.punctual.workflows.audit.Finding;
import dev.punctual.workflows.audit.Tally;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.IntervalMode;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.schedule.calendar.CalendarDefinition;
import dev.punctual.workflows.schedule.calendar.Holiday;
import dev.punctual.workflows.schedule.calendar.Holidays;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that were registered half an hour ago, whose instants the book's own classes dealt with, audited. */
class AuditTests {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestBook book = TestBook.open();
    private final Instant now = book.now();
    private final Instant begin = now.minus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.MINUTES);
    private final JdbcAuditBook audits = new JdbcAuditBook(
            book.jdbc(), book.clock(), new Retention.Limits(Duration.ofDays(90), Duration.ofDays(400)));

    @AfterEach
    void close() {
        book.close();
    }

    @Test
    void eachInstantOfAPauseAndOfACatchUpIsExplainedAndADeletedRowIsNot() {
        TaskId id = aged("paused", everyMinute());
        run(id, 5);
        book.tasks().pause(id, null, null, null, "ann");
        assertThat(audit("paused").count("pending.PAUSED")).isGreaterThan(20);
        book.tasks().resume(id, CatchUpPolicy.NONE, null, "ann");

        Tally tally = audit("paused");

        assertThat(tally.count("unexplained")).isZero();
        assertThat(tally.count("unexpected")).isZero();
        assertThat(tally.count("fired.SUCCEEDED")).isEqualTo(5);
        assertThat(tally.count("late")).isEqualTo(5);
        assertThat(tally.count("skipped.PAUSED")).isGreaterThan(20);
        assertThat(tally.count("expected"))
                .isEqualTo(tally.count("fired.SUCCEEDED")
                        + tally.count("skipped.PAUSED")
                        + tally.count("pending.OVERDUE"));

        Fire gone = book.firesOf(id).get(2);
        delete(gone);
        assertThat(audit("paused").findings())
                .containsExactly(new Finding(id, gone.scheduledFor(), Finding.Kind.UNEXPLAINED));
    }

    @Test
    void aMovedFireStandsForItsInstant() {
        TaskId id = aged("moved", everyMinute());
        run(id, 3);
        Instant at = book.now().plusMillis(300);
        book.tasks().reschedule(id, at.plusSeconds(3_000), null, "ann");
        book.tasks().reschedule(id, at, null, "ann");
        // its instants up to the move are the user's doing
        run(id, 1);
        Tally tally = audit("moved");
        assertThat(tally.findings()).isEmpty();
        assertThat(book.firesOf(id).stream().filter(fire -> fire.state() == FireState.SUCCEEDED))
                .as("also the one that was moved")
                .hasSize(4);
        assertThat(tally.count("pending.OVERDUE")).as("passed by the move").isPositive();
    }

    @Test
    void anotherScheduleTakesTheInstantsThatWereNotActedOn() {
        TaskId id = aged("replaced", everyMinute());
        run(id, 4);
        book.tasks().replace(id, TestBook.spec(new IntervalSchedule(Duration.ofHours(1), begin)), null, "ann");

        Tally tally = audit("replaced");

        assertThat(tally.findings()).isEmpty();
        assertThat(tally.count("superseded")).isGreaterThan(20);
        delete(book.firesOf(id).get(3));
        assertThat(audit("replaced").count("unexplained")).isEqualTo(1);
    }

    @Test
    void aCancelledTaskExpectsNothingMoreAndADefinitionBringsItBack() {
        TaskId id = aged("cancelled", everyMinute());
        run(id, 4);
        book.tasks().cancel(id, null, "ann");
        assertThat(audit("cancelled").findings()).isEmpty();
        book.tasks().replace(id, everyMinuteSpec(everyMinute()), null, "ann");

        Tally tally = audit("cancelled");

        assertThat(tally.findings()).isEmpty();
        assertThat(tally.count("superseded")).isGreaterThan(20);
    }

    @Test
    void aCalendarThatChangesLeavesNoInstantUnexplained() {
        Holidays none = new Holidays(List.of());
        book.calendars()
                .put(new CalendarId("default", "closed"), new CalendarDefinition.Whole(none), current -> {}, "ann");
        int revision = book.jdbc()
                .sql("select revision from calendar")
                .query(Integer.class)
                .single();
        BoundedSchedule schedule = BoundedSchedule.of(new BoundedSchedule(
                everyMinute(),
                ZoneOffset.UTC,
                begin,
                null,
                null,
                null,
                1,
                List.of(new NamedCalendar("closed", revision, none)),
                null,
                null));
        TaskId id = aged("calendar", schedule);
        run(id, 3);
        book.calendars()
                .put(
                        new CalendarId("default", "closed"),
                        new CalendarDefinition.Whole(new Holidays(List.of(new Holiday(
                                null, LocalDate.of(2001, 1, 1), LocalDate.of(2001, 1, 1), null, List.of())))),
                        current -> {},
                        "ann");
        book.calendars().replanBehind(null, () -> true);
        assertThat(book.task(id).version()).isEqualTo(2);
        run(id, 3);

        Tally tally = audit("calendar");

        assertThat(tally.findings()).isEmpty();
        assertThat(tally.count("fired.SUCCEEDED")).isEqualTo(6);
        assertThat(tally.count("pending.OVERDUE")).isPositive();
    }

    @Test
    void saysWhatItDidNotJudge() {
        TaskId delayed = aged("delayed", new IntervalSchedule(MINUTE, begin.plus(MINUTE), IntervalMode.FIXED_DELAY));
        TaskId old = aged("old", everyMinute());
        book.tasks().pause(old, null, null, null, "ann");
        book.jdbc()
                .sql("delete from audit_event where task = 'old' and verb = 'pause'")
                .update();

        Tally tally = new Tally(10);
        assertThat(new CompletenessAudit(audits).run(question(null, null), () -> true, tally))
                .isNull();

        assertThat(tally.count("notJudged.FOLLOWS_RUNS")).isEqualTo(1);
        assertThat(tally.count("notJudged.CHANGES_UNKNOWN")).isEqualTo(1);
        assertThat(tally.count("expected")).isZero();
        assertThat(delayed.id()).isEqualTo("delayed");
    }

    @Test
    void doesNotJudgeWhatRetentionMayHaveRemoved() {
        aged(
                "short",
                everyMinuteSpec(everyMinute()).toBuilder()
                        .retention(Duration.ofMinutes(11))
                        .build());
        Tally tally = audit("short");
        assertThat(tally.count("notJudged.RETENTION")).isEqualTo(1);
        assertThat(tally.count("expected")).isBetween(8L, 11L);
    }

    @Test
    void goesOnWhereItStopped() {
        for (int i = 0; i < 450; i++) {
            book.create("many-" + i, new IntervalSchedule(Duration.ofDays(1), begin.minusSeconds(i)));
        }
        book.jdbc()
                .sql("update task set created_at = created_at - interval '2 days'")
                .update();
        book.jdbc()
                .sql("update task_version set created_at = created_at - interval '2 days'")
                .update();
        book.jdbc().sql("update audit_event set at = at - interval '2 days'").update();
        book.jdbc()
                .sql("update task set next_nominal_at = next_nominal_at - interval '1 day'")
                .update();
        Tally whole = new Tally(0);
        assertThat(new CompletenessAudit(audits).run(question(null, null), () -> true, whole))
                .isNull();
        Tally parts = new Tally(0);
        int answers = 0;
        Place place = null;
        do {
            place = new CompletenessAudit(audits).run(question(null, place), () -> false, parts);
            answers++;
        } while (place != null);
        assertThat(answers).isEqualTo(3);
        assertThat(parts.counts()).isEqualTo(whole.counts());
        assertThat(whole.count("tasks")).isEqualTo(450);
    }

    private Tally audit(String task) {
        Tally tally = new Tally(10);
        assertThat(new CompletenessAudit(audits).run(question(task, null), () -> true, tally))
                .isNull();
        assertThat(tally.count("tasks")).isEqualTo(1);
        return tally;
    }

    private Question question(@Nullable String task, @Nullable Place after) {
        return new Question(
                "default", task, new Window(now.minus(Duration.ofHours(1)), book.now(), Duration.ofSeconds(1)), after);
    }

    private IntervalSchedule everyMinute() {
        return new IntervalSchedule(MINUTE, begin.plus(MINUTE));
    }

    private TaskSpec everyMinuteSpec(Schedule schedule) {
        return TestBook.spec(schedule).toBuilder()
                .catchUp(new CatchUp(CatchUpPolicy.ALL, Duration.ofDays(1)))
                .build();
    }

    private TaskId aged(String name, Schedule schedule) {
        return aged(name, everyMinuteSpec(schedule));
    }

    /** A task as if it had been registered then, and nothing had happened since. */
    private TaskId aged(String name, TaskSpec spec) {
        TaskId id = book.create(name, spec).id();
        for (String statement : List.of(
                "update task set created_at = :at where id = :id",
                "update task_version set created_at = :at where id = :id",
                "update audit_event set at = :at where task = :id")) {
            book.jdbc()
                    .sql(statement)
                    .param("at", Columns.parameter(begin))
                    .param("id", name)
                    .update();
        }
        book.turnBack(id, begin.plus(MINUTE));
        return id;
    }

    /** Has the next fires run, oldest first. */
    private void run(TaskId id, int fires) {
        for (int i = 0; i < fires; i++) {
            Awaitility.await()
                    .until(() ->
                            !Objects.requireNonNull(book.task(id).nextFireAt()).isAfter(book.now()));
            book.fires().finish(book.finish(book.claim(id), new Outcome.Succeeded(null)));
        }
    }

    private void delete(Fire fire) {
        assertThat(book.jdbc()
                        .sql("delete from fire where scheduled_for = :at and id = :id")
                        .param("at", Columns.parameter(fire.scheduledFor()))
                        .param("id", fire.id().value())
                        .update())
                .isEqualTo(1);
    }
}
