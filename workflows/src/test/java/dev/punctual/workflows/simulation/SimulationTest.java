package dev.punctual.workflows.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.schedule.CronDialect;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.GapPolicy;
import dev.punctual.workflows.schedule.IntervalMode;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.RepeatPolicy;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.simulation.Simulation.Outage;
import dev.punctual.workflows.simulation.Simulation.Present;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.OverlapPolicy;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "02:00" started on time, "02:00>04:30" late at half past four, "-02:00 WHY" was skipped, "x02:00" was stopped. */
class SimulationTest {
    private static final TaskId TASK = new TaskId("default", "simulated");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Schedule HOURLY = new IntervalSchedule(Duration.ofHours(1), at("2027-01-01T00:00"));

    @ParameterizedTest(name = "{0} within {1}")
    @CsvSource({
        "ALL,  P1D,  '01:00 02:00>04:30 03:00>04:30 04:00>04:30 05:00'",
        "ALL,  PT2H, '01:00 -02:00 CATCH_UP 03:00>04:30 04:00>04:30 05:00'",
        "ALL,  PT1M, '01:00 -02:00 CATCH_UP -03:00 CATCH_UP -04:00 CATCH_UP 05:00'",
        "LAST, P1D,  '01:00 -02:00 CATCH_UP -03:00 CATCH_UP 04:00>04:30 05:00'",
        "LAST, PT1M, '01:00 -02:00 CATCH_UP -03:00 CATCH_UP -04:00 CATCH_UP 05:00'",
        "NONE, P1D,  '01:00 -02:00 CATCH_UP -03:00 CATCH_UP -04:00 CATCH_UP 05:00'",
    })
    void catchesUpAsThePolicySays(CatchUpPolicy policy, Duration window, String expected) {
        TaskSpec spec = spec(HOURLY, OverlapPolicy.SKIP, policy, window);
        assertThat(run(spec, "2027-06-01T00:30", "2027-06-01T06:00", Duration.ZERO, "01:30-04:30"))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({
        "SKIP,              PT0S,   '01:00 02:00 03:00 04:00 05:00'",
        "SKIP,              PT59M,  '01:00 02:00 03:00 04:00 05:00'",
        "SKIP,              PT90M,  '01:00 -02:00 OVERLAP 03:00 -04:00 OVERLAP 05:00'",
        "SKIP,              PT150M, '01:00 -02:00 OVERLAP -03:00 OVERLAP 04:00'",
        "BUFFER_ONE,        PT150M, '01:00 -03:00 OVERLAP 02:00>03:30'",
        "BUFFER_ALL,        PT90M,  '01:00 02:00>02:30 03:00>04:00 04:00>05:30'",
        "ALLOW_ALL,         PT150M, '01:00 02:00 03:00 04:00 05:00'",
        "CANCEL_RUNNING,    PT90M,  '01:00 x01:00 02:00 x02:00 03:00 x03:00 04:00 x04:00 05:00'",
        "TERMINATE_RUNNING, PT90M,  '01:00 x01:00 02:00 x02:00 03:00 x03:00 04:00 x04:00 05:00'",
    })
    void runsThatLastOverlapAsThePolicySays(OverlapPolicy policy, Duration takes, String expected) {
        TaskSpec spec = spec(HOURLY, policy, CatchUpPolicy.LAST, DAY);
        assertThat(run(spec, "2027-06-01T00:30", "2027-06-01T06:00", takes, null))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {4}")
    @CsvSource({
        // 02:30 in Berlin: does not exist on 2027-03-28, comes twice on 2027-10-31
        "SKIP,          FIRST, 2027-03-27T12:00, 22:00-28T03:00, '00:30'",
        "SHIFT_FORWARD, FIRST, 2027-03-27T12:00, 22:00-28T03:00, '01:00>03:00 00:30'",
        "SKIP,          BOTH,  2027-10-30T12:00, 23:00-31T00:45, '00:30>00:45 01:30 01:30'",
        "SKIP,          BOTH,  2027-10-30T12:00, 23:00-31T03:00, '-00:30 CATCH_UP 01:30>03:00 01:30'",
        "SKIP,          LAST,  2027-10-30T12:00, 23:00-31T00:45, '01:30 01:30'",
    })
    void anOutageOverAClockChange(GapPolicy gap, RepeatPolicy repeat, String from, String outage, String expected) {
        CronSchedule schedule =
                CronSchedule.of("30 2 * * *", CronDialect.UNIX, ZoneId.of("Europe/Berlin"), gap, repeat);
        TaskSpec spec = spec(schedule, OverlapPolicy.SKIP, CatchUpPolicy.LAST, DAY);
        String to = at(from).plus(Duration.ofHours(42)).toString().substring(0, 16);
        assertThat(run(spec, from, to, Duration.ofSeconds(1), outage)).isEqualTo(expected);
    }

    @Test
    void aFixedDelayFollowsItsRunsAlsoThroughAnOutage() {
        TaskSpec spec = TaskSpec.of(
                new IntervalSchedule(Duration.ofHours(1), at("2027-01-01T00:00"), IntervalMode.FIXED_DELAY), action());
        assertThat(run(spec, "2027-06-01T00:30", "2027-06-01T06:00", Duration.ofMinutes(30), "01:30-02:20"))
                .isEqualTo("00:30 02:00>02:20 03:50 05:20");
    }

    @Test
    void aPauseThatEndsResumesByItself() {
        TaskSpec spec = spec(HOURLY, OverlapPolicy.SKIP, CatchUpPolicy.LAST, DAY);
        Present paused =
                new Present(TASK, spec, TaskState.PAUSED, null, at("2027-06-01T03:15"), at("2027-06-01T00:00"));
        assertThat(run(paused, "2027-06-01T00:30", "2027-06-01T05:00", Duration.ZERO, null))
                .isEqualTo("-01:00 PAUSED -02:00 PAUSED 03:00>03:15 04:00");
    }

    @Test
    void aTaskThatIsNotInForceFiresNothing() {
        TaskSpec spec = spec(HOURLY, OverlapPolicy.SKIP, CatchUpPolicy.LAST, DAY);
        for (TaskState state : List.of(TaskState.PAUSED, TaskState.COMPLETED, TaskState.CANCELLED)) {
            Present task = new Present(TASK, spec, state, null, null, at("2027-06-01T00:00"));
            assertThat(run(task, "2027-06-01T00:30", "2027-06-01T05:00", Duration.ZERO, null))
                    .as("%s", state)
                    .isEmpty();
        }
    }

    @Test
    void beginsAtAFireThatAUserMoved() {
        TaskSpec spec = spec(HOURLY, OverlapPolicy.SKIP, CatchUpPolicy.LAST, DAY);
        Present moved = new Present(
                TASK,
                spec,
                TaskState.ACTIVE,
                new NextFire(at("2027-06-01T02:20"), at("2027-06-01T01:00")),
                null,
                at("2027-06-01T00:10"));
        assertThat(run(moved, "2027-06-01T00:30", "2027-06-01T04:30", Duration.ZERO, null))
                .isEqualTo("02:20 -02:00 USER 03:00 04:00");
    }

    @Test
    void aOneTimeTaskRunsOnceAndLateWithinItsWindow() {
        TaskSpec spec = spec(
                new OneTimeSchedule(at("2027-06-01T02:00")),
                OverlapPolicy.SKIP,
                CatchUpPolicy.LAST,
                Duration.ofHours(1));
        assertThat(run(spec, "2027-06-01T00:30", "2027-06-01T06:00", Duration.ZERO, "01:30-02:20"))
                .isEqualTo("02:00>02:20");
        assertThat(run(spec, "2027-06-01T00:30", "2027-06-01T06:00", Duration.ZERO, "01:30-03:20"))
                .isEqualTo("-02:00 CATCH_UP");
    }

    @Test
    void countsInstantsAsFarAsItIsAsked() {
        TaskSpec spec = spec(HOURLY, OverlapPolicy.SKIP, CatchUpPolicy.LAST, DAY);
        Present task = new Present(TASK, spec, TaskState.ACTIVE, null, null, at("2027-06-01T00:10"));
        Simulation simulation = new Simulation(at("2027-06-01T00:30"), at("2027-06-02T00:30"), List.of());
        assertThat(simulation.instants(task, 1_000)).isEqualTo(24);
        assertThat(simulation.instants(task, 7)).isEqualTo(7);
    }

    private static String run(TaskSpec spec, String from, String to, Duration takes, @Nullable String outage) {
        return run(
                new Present(TASK, spec, TaskState.ACTIVE, null, null, at(from).minusSeconds(60)),
                from,
                to,
                takes,
                outage);
    }

    /** @param outage from and to on the first day, as "01:30-04:30", or until another day, as "22:00-28T03:00" */
    private static String run(Present task, String from, String to, Duration takes, @Nullable String outage) {
        List<Outage> outages = new ArrayList<>();
        if (outage != null) {
            String[] ends = outage.split("-", 2);
            String until = ends[1].contains("T") ? from.substring(0, 8) + ends[1] : from.substring(0, 11) + ends[1];
            outages.add(new Outage(at(from.substring(0, 11) + ends[0]), at(until)));
        }
        StringBuilder text = new StringBuilder();
        new Simulation(at(from), at(to), outages)
                .run(
                        task,
                        takes,
                        event -> text.append(text.isEmpty() ? "" : " ").append(show(event)));
        return text.toString();
    }

    private static String show(VirtualEvent event) {
        return switch (event) {
            case VirtualEvent.Started started ->
                started.lateness().isZero()
                        ? time(started.scheduledFor())
                        : time(started.scheduledFor()) + ">" + time(started.at());
            case VirtualEvent.Skipped skipped -> "-" + time(skipped.scheduledFor()) + " " + skipped.reason();
            case VirtualEvent.Stopped stopped -> "x" + time(stopped.scheduledFor());
        };
    }

    private static String time(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalTime().toString();
    }

    private static Instant at(String local) {
        return Instant.parse(local + ":00Z");
    }

    private static SimulateAction action() {
        return new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null);
    }

    private static TaskSpec spec(Schedule schedule, OverlapPolicy overlap, CatchUpPolicy policy, Duration window) {
        return TaskSpec.builder(schedule, action())
                .overlapPolicy(overlap)
                .catchUp(new CatchUp(policy, window))
                .build();
    }
}
