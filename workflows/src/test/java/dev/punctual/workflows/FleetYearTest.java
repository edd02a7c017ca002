package dev.punctual.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.audit.CompletenessJudge;
import dev.punctual.workflows.audit.CompletenessJudge.Window;
import dev.punctual.workflows.audit.Ledger;
import dev.punctual.workflows.audit.LedgerRow;
import dev.punctual.workflows.audit.Tally;
import dev.punctual.workflows.audit.TaskHistory;
import dev.punctual.workflows.audit.TaskHistory.Change;
import dev.punctual.workflows.audit.TaskHistory.Present;
import dev.punctual.workflows.audit.TaskHistory.Version;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.BusinessDayRoll;
import dev.punctual.workflows.schedule.CronDialect;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.GapPolicy;
import dev.punctual.workflows.schedule.IntervalMode;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.RRuleSchedule;
import dev.punctual.workflows.schedule.RepeatPolicy;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.schedule.calendar.WeeklyDays;
import dev.punctual.workflows.simulation.Simulation.Outage;
import dev.punctual.workflows.simulation.VirtualEvent;
import dev.punctual.workflows.simulation.VirtualTask;
import dev.punctual.workflows.simulation.VirtualTask.Beginning;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.OverlapPolicy;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A year of twenty tasks of all kinds in the engine's virtual time: the real workflow and the real planner, outages of
 * several kinds, some of them over changes of the clocks. The audit's judge, which knows neither, finds every instant.
 */
class FleetYearTest {
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2028-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private static final List<Outage> OUTAGES = List.of(
            // a restart of some seconds, within which an instant is late and not missed
            outage("2027-02-02T11:59:58Z", "2027-02-02T12:00:03Z"),
            // over the change of the clocks in New York, and in Berlin
            outage("2027-03-14T05:00:00Z", "2027-03-14T09:00:00Z"),
            outage("2027-03-27T22:00:00Z", "2027-03-28T03:00:00Z"),
            // a worker that comes and goes
            outage("2027-06-01T00:00:00Z", "2027-06-01T06:00:00Z"),
            outage("2027-06-01T06:00:30Z", "2027-06-01T11:00:00Z"),
            outage("2027-06-01T11:00:10Z", "2027-06-01T20:00:00Z"),
            // a Friday night
            outage("2027-07-09T18:00:00Z", "2027-07-10T06:00:00Z"),
            // two weeks
            outage("2027-08-02T00:00:00Z", "2027-08-16T09:30:00Z"),
            // over the end of daylight saving time in Berlin
            outage("2027-10-30T23:00:00Z", "2027-10-31T01:15:00Z"));

    private final TestWorkflowEnvironment engine = VirtualEngine.openAt(START);

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void everyInstantOfAYearIsAccountedFor() {
        Map<TaskId, TaskSpec> specs = specs();
        Fleet fleet = new Fleet(specs);
        Worker worker = engine.newWorker(TaskQueues.TASKS);
        worker.registerWorkflowImplementationTypes(TaskWorkflowImpl.class);
        worker.registerActivitiesImplementations(fleet);
        engine.start();
        for (TaskId task : specs.keySet()) {
            TaskWorkflow workflow = engine.getWorkflowClient()
                    .newWorkflowStub(
                            TaskWorkflow.class,
                            WorkflowOptions.newBuilder()
                                    .setWorkflowId(TaskWorkflow.idFor(task))
                                    .setTaskQueue(TaskQueues.TASKS)
                                    .build());
            WorkflowClient.start(workflow::run, Ticket.of(task, Duration.ZERO));
        }
        while (fleet.goesOn()) {
            engine.sleep(Duration.ofDays(30));
        }

        assertThat(specs).hasSize(20);
        Tally all = new Tally(100);
        for (Map.Entry<TaskId, TaskSpec> task : specs.entrySet()) {
            Tally tally = fleet.judge(task.getKey(), task.getValue());
            assertThat(tally.findings()).as("%s", task.getKey()).isEmpty();
            boolean followsRuns = task.getValue().schedule().followsRuns();
            assertThat(tally.count(followsRuns ? "beside.FOLLOWS_RUNS" : "expected"))
                    .as("instants of %s: %s", task.getKey(), tally.counts())
                    .isPositive();
            assertThat(tally.count("superseded")).isZero();
            fleet.judge(task.getKey(), task.getValue(), all);
        }
        assertThat(all.count("expected")).isGreaterThan(1_200);
        assertThat(all.count("skipped.CATCH_UP")).isPositive();
        assertThat(all.count("skipped.OVERLAP")).isPositive();
        assertThat(all.count("excluded")).isPositive();
        assertThat(all.count("late")).isPositive();
        assertThat(all.count("fired.CANCELLED"))
                .as("stopped in favour of the next")
                .isPositive();
    }

    private static Map<TaskId, TaskSpec> specs() {
        Map<TaskId, TaskSpec> specs = new LinkedHashMap<>();
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        ZoneId newYork = ZoneId.of("America/New_York");
        // half an hour of daylight saving time, and its seasons in the south
        ZoneId lordHowe = ZoneId.of("Australia/Lord_Howe");
        ZoneId kolkata = ZoneId.of("Asia/Kolkata");
        add(
                specs,
                "cron-berlin-gap",
                cron("30 2 * 3,8,10 *", berlin, GapPolicy.SKIP, RepeatPolicy.BOTH),
                CatchUpPolicy.ALL);
        add(
                specs,
                "cron-berlin-shifted",
                cron("30 2 * 3,10 *", berlin, GapPolicy.SHIFT_FORWARD, RepeatPolicy.LAST),
                CatchUpPolicy.LAST);
        add(
                specs,
                "cron-york",
                cron("15 2 * 3,11 *", newYork, GapPolicy.SHIFT_FORWARD, RepeatPolicy.FIRST),
                CatchUpPolicy.ALL);
        add(
                specs,
                "cron-howe",
                cron("10 2 * 4,8,10 *", lordHowe, GapPolicy.SKIP, RepeatPolicy.BOTH),
                CatchUpPolicy.NONE);
        add(specs, "cron-kolkata", cron("0 9 * * MON,THU", kolkata, null, null), CatchUpPolicy.LAST);
        add(specs, "cron-noon", cron("0 12 * * TUE", ZoneOffset.UTC, null, null), CatchUpPolicy.NONE);
        add(
                specs,
                "quartz",
                CronSchedule.of("0 0 6 ? * 2#1", CronDialect.QUARTZ, newYork, null, null),
                CatchUpPolicy.LAST);
        add(
                specs,
                "spring",
                CronSchedule.of("0 45 23 L * *", CronDialect.SPRING, berlin, null, null),
                CatchUpPolicy.ALL);
        add(specs, "interval", new IntervalSchedule(Duration.ofHours(61), START.plusSeconds(7)), CatchUpPolicy.ALL);
        add(specs, "interval-none", new IntervalSchedule(Duration.ofHours(90), START), CatchUpPolicy.NONE);
        add(
                specs,
                "delay",
                new IntervalSchedule(Duration.ofHours(90), START, IntervalMode.FIXED_DELAY),
                CatchUpPolicy.LAST);
        add(specs, "once", new OneTimeSchedule(Instant.parse("2027-08-10T10:00:00Z")), CatchUpPolicy.LAST);
        add(specs, "once-missed", new OneTimeSchedule(Instant.parse("2027-08-03T10:00:00Z")), CatchUpPolicy.NONE);
        add(
                specs,
                "rrule",
                RRuleSchedule.of(
                        "FREQ=MONTHLY;BYDAY=-1FR",
                        LocalDateTime.parse("2027-01-29T17:00:00"),
                        List.of(),
                        berlin,
                        null,
                        null),
                CatchUpPolicy.ALL);
        Schedule daily = cron("0 8 * * MON,WED,FRI,SAT", berlin, null, null);
        NamedCalendar weekend =
                new NamedCalendar("weekend", 1, new WeeklyDays(List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)));
        add(specs, "jitter", bounded(daily, Duration.ofHours(3), List.of(), null), CatchUpPolicy.ALL);
        add(specs, "weekdays", bounded(daily, null, List.of(weekend), null), CatchUpPolicy.LAST);
        add(
                specs,
                "payday",
                bounded(
                        cron("0 9 15 * *", berlin, null, null),
                        Duration.ofMinutes(5),
                        List.of(weekend),
                        BusinessDayRoll.PRECEDING),
                CatchUpPolicy.ALL);
        Schedule frequent = new IntervalSchedule(Duration.ofDays(5), START.plusSeconds(3_600));
        specs.put(new TaskId("default", "overlap-skip"), spec(frequent, OverlapPolicy.SKIP, CatchUpPolicy.ALL));
        specs.put(
                new TaskId("default", "overlap-buffer"), spec(frequent, OverlapPolicy.BUFFER_ONE, CatchUpPolicy.LAST));
        specs.put(
                new TaskId("default", "overlap-cancel"),
                spec(frequent, OverlapPolicy.CANCEL_RUNNING, CatchUpPolicy.LAST));
        return specs;
    }

    private static void add(Map<TaskId, TaskSpec> specs, String name, Schedule schedule, CatchUpPolicy policy) {
        specs.put(new TaskId("default", name), spec(schedule, OverlapPolicy.SKIP, policy));
    }

    private static TaskSpec spec(Schedule schedule, OverlapPolicy overlap, CatchUpPolicy policy) {
        return TaskSpec.builder(schedule, new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null))
                .overlapPolicy(overlap)
                .catchUp(new CatchUp(policy, DAY.multipliedBy(10)))
                .build();
    }

    private static CronSchedule cron(
            String expression, ZoneId zone, @Nullable GapPolicy gap, @Nullable RepeatPolicy repeat) {
        return CronSchedule.of(expression, CronDialect.UNIX, zone, gap, repeat);
    }

    private static BoundedSchedule bounded(
            Schedule rule, @Nullable Duration jitter, List<NamedCalendar> exclude, @Nullable BusinessDayRoll roll) {
        return BoundedSchedule.of(new BoundedSchedule(
                rule, ZoneId.of("Europe/Berlin"), START, null, null, jitter, 7, exclude, roll, null));
    }

    private static Outage outage(String from, String to) {
        return new Outage(Instant.parse(from), Instant.parse(to));
    }

    /** The book and the workers of all tasks, as activities. */
    private final class Fleet implements FireActivities {
        private final Map<TaskId, VirtualTask> tasks = new LinkedHashMap<>();
        private final Map<TaskId, List<VirtualEvent>> events = new LinkedHashMap<>();
        private final List<TaskId> ended = new ArrayList<>();
        private int calls;

        Fleet(Map<TaskId, TaskSpec> specs) {
            specs.forEach((task, spec) -> {
                List<VirtualEvent> lived = new ArrayList<>();
                NextFire next =
                        spec.schedule().firstFor(START).map(NextFire::at).orElse(null);
                // longer than the time between two fires, where they overlap
                Duration takes = task.id().startsWith("overlap") ? Duration.ofDays(7) : Duration.ofSeconds(20);
                events.put(task, lived);
                tasks.put(
                        task,
                        new VirtualTask(
                                task, spec, new Beginning(START, TaskState.ACTIVE, next, null), takes, lived::add));
            });
        }

        @Override
        public synchronized FireStep fire(Ticket ticket) {
            Instant now = Instant.ofEpochMilli(engine.currentTimeMillis());
            calls++;
            for (Outage outage : OUTAGES) {
                if (!now.isBefore(outage.from()) && now.isBefore(outage.to())) {
                    return wake(now, outage.to());
                }
            }
            VirtualTask task = Objects.requireNonNull(tasks.get(ticket.task()));
            Instant next = task.advance(now).orElse(END);
            if (next.isBefore(END) && now.isBefore(END)) {
                // each so often the engine rings although nothing is due
                return wake(
                        now,
                        calls % 25 == 0 ? now.plus(Duration.between(now, next).dividedBy(2)) : next);
            }
            ended.add(ticket.task());
            return new FireStep.Ended();
        }

        private static FireStep wake(Instant now, Instant at) {
            Duration sleep = Duration.ofMillis(Duration.between(now, at).toMillis() + 1);
            return new FireStep.Wake(at, sleep, Duration.ZERO);
        }

        @Override
        public void apply(ChangeRequest request) {
            throw new AssertionError("nobody changes it: " + request);
        }

        synchronized boolean goesOn() {
            return ended.size() < tasks.size();
        }

        Tally judge(TaskId task, TaskSpec spec) {
            Tally tally = new Tally(10);
            judge(task, spec, tally);
            return tally;
        }

        synchronized void judge(TaskId task, TaskSpec spec, Tally tally) {
            NextFire next = Objects.requireNonNull(tasks.get(task)).next();
            TaskHistory history = new TaskHistory(
                    task,
                    START,
                    List.of(new Version(1, START, spec.schedule())),
                    List.of(new Change(1, "create", null)),
                    new Present(TaskState.ACTIVE, next == null ? null : next.nominal()));
            CompletenessJudge.judge(
                    history,
                    new Window(START, END.minus(DAY), Duration.ofSeconds(1)),
                    ledger(rows(Objects.requireNonNull(events.get(task)))),
                    Integer.MAX_VALUE,
                    tally);
        }
    }

    /** The rows that the book would have; of a fire that was stopped the last word counts. */
    private static List<LedgerRow> rows(List<VirtualEvent> events) {
        Map<Instant, LedgerRow> rows = new LinkedHashMap<>();
        for (VirtualEvent event : events) {
            LedgerRow row = switch (event) {
                case VirtualEvent.Started started ->
                    LedgerRow.of(started.scheduledFor(), FireState.SUCCEEDED, started.lateness());
                case VirtualEvent.Skipped skipped ->
                    LedgerRow.skipped(
                            skipped.skip().from(),
                            skipped.skip().until(),
                            skipped.skip().count(),
                            skipped.skip().reason());
                case VirtualEvent.Stopped stopped ->
                    LedgerRow.of(stopped.scheduledFor(), FireState.CANCELLED, Duration.ZERO);
            };
            LedgerRow before = rows.put(event.scheduledFor(), row);
            assertThat(before == null || event instanceof VirtualEvent.Stopped)
                    .as("%s, after %s", event, before)
                    .isTrue();
            if (event instanceof VirtualEvent.Started started) {
                assertThat(OUTAGES)
                        .as("%s", started)
                        .noneMatch(outage -> !started.at().isBefore(outage.from())
                                && started.at().isBefore(outage.to()));
                assertThat(started.lateness().isNegative()).as("%s", started).isFalse();
            }
        }
        return rows.values().stream()
                .sorted(Comparator.comparing(LedgerRow::scheduledFor))
                .toList();
    }

    private static Ledger ledger(List<LedgerRow> rows) {
        return new Ledger() {
            @Override
            public Iterator<LedgerRow> fires(Instant from, Instant to) {
                return rows.stream()
                        .filter(row -> !row.scheduledFor().isBefore(from)
                                && row.scheduledFor().isBefore(to))
                        .iterator();
            }

            @Override
            public List<LedgerRow> rangesInto(Instant from) {
                return List.of();
            }
        };
    }
}
