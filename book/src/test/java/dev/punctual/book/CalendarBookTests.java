package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.schedule.calendar.BusinessHours;
import dev.punctual.workflows.schedule.calendar.Calendar;
import dev.punctual.workflows.schedule.calendar.CalendarDefinition;
import dev.punctual.workflows.schedule.calendar.Holiday;
import dev.punctual.workflows.schedule.calendar.Holidays;
import dev.punctual.workflows.schedule.calendar.InvalidPartException;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.schedule.calendar.WeeklyDays;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Calendars, and the tasks that go by them. */
class CalendarBookTests {
    private static final TestBook book = TestBook.open();
    private static final CalendarBook calendars = book.calendars();

    @AfterAll
    static void close() {
        book.close();
    }

    @Test
    void keepsEveryKindAsItWasDefined() {
        put("kinds-days", weekly(DayOfWeek.SUNDAY));
        CalendarDefinition definition = new CalendarDefinition.Difference(
                new CalendarDefinition.Union(List.of(
                        new CalendarDefinition.Named("kinds-days"),
                        new CalendarDefinition.Whole(new Holidays(List.of(new Holiday(
                                "Christmas",
                                LocalDate.parse("2026-12-25"),
                                LocalDate.parse("2026-12-26"),
                                "FREQ=YEARLY",
                                List.of(LocalDate.parse("2027-12-25")))))))),
                new CalendarDefinition.Whole(new BusinessHours(
                        List.of(new BusinessHours.Open(DayOfWeek.MONDAY, LocalTime.of(9, 30), LocalTime.MIDNIGHT)))));
        StoredCalendar stored = put("kinds", definition);
        assertThat(stored.version()).isEqualTo(1);
        assertThat(calendars.find(id("kinds"))).contains(stored);
        assertThat(stored.definition()).isEqualTo(definition);
        assertThat(stored.value().entries()).isEqualTo(3);
        assertThat(calendars.list(TaskId.DEFAULT_NAMESPACE, "kinds", 1))
                .extracting(each -> each.id().name())
                .containsExactly("kinds-days");
        assertThat(calendars.find(new CalendarId("other", "kinds"))).isEmpty();
    }

    @Test
    void aNewDefinitionIsANewVersionAndTheSameOneIsNone() {
        StoredCalendar first = put("versions", weekly(DayOfWeek.SUNDAY));
        assertThat(put("versions", weekly(DayOfWeek.SUNDAY))).isEqualTo(first);
        StoredCalendar second = put("versions", weekly(DayOfWeek.MONDAY));
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.revision()).isGreaterThan(first.revision());
        assertThatThrownBy(() -> calendars.put(
                        id("versions"),
                        weekly(DayOfWeek.FRIDAY),
                        current -> {
                            assertThat(current).contains(second);
                            throw new IllegalStateException("refused");
                        },
                        "ann"))
                .hasMessage("refused");
        assertThat(calendars.find(id("versions"))).contains(second);
    }

    @Test
    void whatIsMadeOfACalendarChangesWithItAndKeepsItsVersion() {
        put("part", weekly(DayOfWeek.SUNDAY));
        StoredCalendar whole =
                put("whole", new CalendarDefinition.Union(List.of(new CalendarDefinition.Named("part"))));
        assertThat(calendars.plan(id("part"), weekly(DayOfWeek.MONDAY))).containsOnlyKeys("part", "whole");
        assertThat(calendars.find(id("whole"))).contains(whole);
        put("part", weekly(DayOfWeek.MONDAY));
        StoredCalendar changed = calendars.find(id("whole")).orElseThrow();
        assertThat(changed.version()).isEqualTo(1);
        assertThat(changed.revision()).isGreaterThan(whole.revision());
        assertThat(changed.value().excludesDay(LocalDate.parse("2026-11-23"))).isTrue();
        assertThatThrownBy(() -> put("part", new CalendarDefinition.Named("whole")))
                .isInstanceOf(InvalidPartException.class);
        assertThatThrownBy(() -> calendars.delete(id("part"), current -> {}))
                .isInstanceOf(CalendarRefusal.InUse.class)
                .hasMessageContaining("the calendars whole");
    }

    @Test
    void aTaskIsFoundByItsCalendarsAndGivenTheNewOne() {
        put("days", weekly());
        NamedCalendar old = named("days");
        TaskId task = book.create("user", daily(old)).id();
        Instant next = Objects.requireNonNull(book.task(task).nextFireAt());
        assertThat(calendars.usage(id("days"))).isEqualTo(new CalendarBook.Usage(1, 0));
        assertThat(calendars.behind(null, 10)).isEmpty();

        put("days", weekly(next.atZone(ZoneOffset.UTC).getDayOfWeek()));
        assertThat(calendars.usage(id("days"))).isEqualTo(new CalendarBook.Usage(1, 1));
        assertThat(calendars.behind(TaskId.DEFAULT_NAMESPACE, 10)).containsExactly(task);
        assertThat(calendars.behind("other", 10)).isEmpty();
        int heard = book.committed().size();
        assertThat(calendars.replan(List.of(task))).isEqualTo(1);

        Task replanned = book.task(task);
        assertThat(replanned.version()).isEqualTo(2);
        assertThat(replanned.nextFireAt()).isEqualTo(next.plus(Duration.ofDays(1)));
        assertThat(replanned.inSync()).isFalse();
        assertThat(held(replanned)).containsExactly(named("days"));
        assertThat(book.committed().subList(heard, book.committed().size())).contains(replanned);
        assertThat(book.due(task).spec()).isEqualTo(replanned.spec());
        assertThat(audit(task)).isEqualTo("calendar:days replan ann days");
        assertThat(calendars.behind(null, 10)).isEmpty();
        assertThat(calendars.replan(List.of(task))).isZero();
        assertThat(calendars.tasksUsing(TaskId.DEFAULT_NAMESPACE, List.of("days"), 10))
                .containsExactly(replanned);
    }

    @Test
    void aTaskIsReplannedByACalendarThatItsOwnIsMadeOf() {
        put("inner", weekly(DayOfWeek.SUNDAY));
        put("outer", new CalendarDefinition.Union(List.of(new CalendarDefinition.Named("inner"))));
        TaskId task = book.create("outer-user", daily(named("outer"))).id();
        put("inner", weekly(DayOfWeek.MONDAY));
        assertThat(calendars.usage(id("inner"))).isEqualTo(new CalendarBook.Usage(1, 1));
        assertThat(calendars.replanBehind(null, () -> true)).isEqualTo(1);
        assertThat(held(book.task(task))).containsExactly(named("outer"));
        assertThat(audit(task)).isEqualTo("calendar:outer replan ann inner");
    }

    @Test
    void pausedTasksAreReplannedAndEndedOnesAreNot() {
        put("states", weekly(DayOfWeek.SUNDAY));
        TaskId paused = book.create("states-paused", daily(named("states"))).id();
        TaskId ended = book.create("states-ended", daily(named("states"))).id();
        book.tasks().pause(paused, "holiday", null, null, "ann");
        book.tasks().cancel(ended, null, "ann");
        put("states", weekly(DayOfWeek.MONDAY));
        assertThat(calendars.behind(null, 10)).containsExactly(paused);
        assertThat(calendars.replanBehind(null, () -> true)).isEqualTo(1);
        assertThat(book.task(paused).state()).isEqualTo(TaskState.PAUSED);
        assertThat(book.task(paused).pause()).isEqualTo(new Task.Pause("holiday", null));
        assertThat(held(book.task(paused))).containsExactly(named("states"));
        assertThat(book.task(ended).version()).isEqualTo(2);
        assertThat(calendars.usage(id("states"))).isEqualTo(new CalendarBook.Usage(1, 0));
    }

    @Test
    void aTaskOfWhichTheCalendarLeavesNothingIsPausedAndNotEnded() {
        put("closing", weekly(DayOfWeek.SUNDAY));
        TaskId task = book.create("closed", daily(named("closing"))).id();
        put("closing", weekly(DayOfWeek.values()));
        calendars.replanBehind(null, () -> true);
        Task closed = book.task(task);
        assertThat(closed.state()).isEqualTo(TaskState.PAUSED);
        assertThat(Objects.requireNonNull(closed.pause()).reason()).startsWith("calendar 'closing' leaves no fire");
        put("closing", weekly(DayOfWeek.SUNDAY));
        calendars.replanBehind(null, () -> true);
        assertThat(book.tasks().resume(task, null, null, "ann").nextFireAt()).isNotNull();
    }

    @Test
    void aTaskRegisteredWithAnOldCalendarIsBehindFromTheStart() {
        put("late", weekly(DayOfWeek.SUNDAY));
        NamedCalendar old = named("late");
        put("late", weekly(DayOfWeek.MONDAY));
        TaskId created = book.create("late-created", daily(old)).id();
        TaskId replaced = book.create("late-replaced", book.everyMinute()).id();
        book.tasks().replace(replaced, TestBook.spec(daily(old)), null, "ann");
        assertThat(calendars.behind(null, 10)).containsExactly(created, replaced);
        assertThat(calendars.replanBehind(null, () -> true)).isEqualTo(2);
        assertThat(held(book.task(created))).containsExactly(named("late"));
        assertThat(held(book.task(replaced))).containsExactly(named("late"));
    }

    @Test
    void aTaskThatNoLongerUsesACalendarIsNotTouchedByIt() {
        put("dropped", weekly(DayOfWeek.SUNDAY));
        TaskId task = book.create("dropping", daily(named("dropped"))).id();
        assertThatThrownBy(() -> calendars.delete(id("dropped"), current -> {}))
                .isInstanceOf(CalendarRefusal.InUse.class)
                .hasMessageContaining("1 task (dropping)");
        book.tasks().replace(task, TestBook.spec(book.everyMinute()), null, "ann");
        put("dropped", weekly(DayOfWeek.MONDAY));
        assertThat(calendars.behind(null, 10)).isEmpty();
        calendars.delete(id("dropped"), current -> {});
        assertThat(calendars.find(id("dropped"))).isEmpty();
        assertThatThrownBy(() -> calendars.delete(id("dropped"), current -> {}))
                .isInstanceOf(CalendarRefusal.NotFound.class);
    }

    @Test
    void aCalendarDeletedMeanwhileIsRefusedAndTheOthersOfTheBatchAreRegistered() {
        put("gone", weekly(DayOfWeek.SUNDAY));
        NamedCalendar gone = named("gone");
        calendars.delete(id("gone"), current -> {});
        List<TaskBook.Created> created = book.tasks()
                .createAll(
                        List.of(
                                new TaskBook.NewTask(TestBook.id("gone-user"), TestBook.spec(daily(gone))),
                                new TaskBook.NewTask(TestBook.id("gone-other"), TestBook.spec(book.everyMinute()))),
                        "ann");
        assertThat(created.getFirst())
                .isInstanceOfSatisfying(
                        TaskBook.Created.Refused.class,
                        refused -> assertThat(refused.refusal()).hasMessageContaining("there is no calendar 'gone'"));
        assertThat(created.getLast()).isInstanceOf(TaskBook.Created.Done.class);
        assertThat(book.tasks().find(TestBook.id("gone-user"))).isEmpty();
        assertThatThrownBy(
                        () -> book.tasks().replace(TestBook.id("gone-other"), TestBook.spec(daily(gone)), null, "ann"))
                .isInstanceOf(TaskRefusal.Invalid.class);
    }

    @Test
    void aDeletionWaitsForTheTaskThatIsBeingRegistered() throws Exception {
        put("raced", weekly(DayOfWeek.SUNDAY));
        NamedCalendar raced = named("raced");
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<RuntimeException>> deletion = book.transactions().execute(status -> {
                // on this thread, so in this transaction
                book.tasks()
                        .createAll(
                                List.of(new TaskBook.NewTask(TestBook.id("racer"), TestBook.spec(daily(raced)))),
                                "ann");
                Future<Optional<RuntimeException>> waiting = executor.submit(() -> {
                    try {
                        calendars.delete(id("raced"), current -> {});
                        return Optional.empty();
                    } catch (CalendarRefusal.InUse refused) {
                        return Optional.of(refused);
                    }
                });
                book.awaitLockWait();
                return waiting;
            });
            assertThat(deletion.get()).isPresent();
        }
    }

    @Test
    void manyAreReplannedByTwoProcessesAtOnceEachOfThemOnce() throws Exception {
        put("many", weekly(DayOfWeek.SUNDAY));
        List<TaskBook.NewTask> tasks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            tasks.add(new TaskBook.NewTask(TestBook.id("many-" + i), TestBook.spec(daily(named("many")))));
        }
        book.tasks().createAll(tasks, "ann");
        put("many", weekly(DayOfWeek.MONDAY));
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> one = executor.submit(() -> calendars.replanBehind(null, () -> true));
            Future<Integer> other = executor.submit(() -> book.calendars().replanBehind(null, () -> true));
            int replanned = one.get() + other.get();
            replanned += calendars.replanBehind(null, () -> true);
            assertThat(replanned).isEqualTo(1_000);
        }
        assertThat(calendars.usage(id("many"))).isEqualTo(new CalendarBook.Usage(1_000, 0));
        assertThat(book.jdbc()
                        .sql("select count(*) from task where id like 'many-%' and version <> 2")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private static StoredCalendar put(String name, CalendarDefinition definition) {
        return calendars.put(id(name), definition, current -> {}, "ann").calendar();
    }

    private static NamedCalendar named(String name) {
        return calendars.find(id(name)).orElseThrow().named();
    }

    private static CalendarId id(String name) {
        return new CalendarId(TaskId.DEFAULT_NAMESPACE, name);
    }

    private static CalendarDefinition weekly(DayOfWeek... days) {
        Calendar calendar = new WeeklyDays(List.of(days));
        return new CalendarDefinition.Whole(calendar);
    }

    private static Schedule daily(NamedCalendar calendar) {
        Instant start = book.now().plusSeconds(3_600);
        return BoundedSchedule.of(new BoundedSchedule(
                new IntervalSchedule(Duration.ofDays(1), start),
                ZoneOffset.UTC,
                start,
                null,
                null,
                null,
                0,
                List.of(calendar),
                null,
                null));
    }

    private static List<NamedCalendar> held(Task task) {
        return ((BoundedSchedule) task.spec().schedule()).exclude();
    }

    /** The latest audit event of the task: who, what, and through the change of which calendar. */
    private static String audit(TaskId task) {
        return book.jdbc().sql("""
                        select actor || ' ' || verb || ' ' || (detail->'calendars'->0->>'by') || ' '
                            || (detail->'calendars'->0->>'through')
                        from audit_event where task = :task order by id desc limit 1
                        """).param("task", task.id()).query(String.class).single();
    }
}
