package dev.punctual.workflows.fire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.DueTask.Carrier;
import dev.punctual.workflows.fire.DueTask.LastRun;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.DueTask.Resumed;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.IntervalMode;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.schedule.calendar.WeeklyDays;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A task that is due each minute; instants are named by seconds after nine o'clock. */
class FirePlannerTest {
    private static final TaskId TASK = new TaskId("default", "report");
    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    private static final Schedule MINUTELY = new IntervalSchedule(Duration.ofMinutes(1), NINE);

    private TaskSpec spec = TaskSpec.of(MINUTELY, new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null));
    private TaskState state = TaskState.ACTIVE;
    private @Nullable NextFire next = NextFire.at(at(0));
    private @Nullable Instant pausedUntil;
    private @Nullable Resumed resumed;
    private List<OpenFire> open = List.of();
    private @Nullable LastRun last;

    @ParameterizedTest
    @EnumSource(CatchUpPolicy.class)
    void startsAnInstantThatComesOrHasJustCome(CatchUpPolicy policy) {
        catchUp(policy, Duration.ofHours(1));

        for (double now : new double[] {-3, 0, 0.005, 9}) {
            assertThat(plan(now)).isEqualTo(scheduled(0, 60));
        }
    }

    @Test
    void runsOneMissedInstantWithinTheWindow() {
        catchUp(CatchUpPolicy.LAST, Duration.ofSeconds(30));

        assertThat(plan(30)).isEqualTo(scheduled(0, 60));
        assertPassesOver(plan(31), 60, skip(0, SkipReason.CATCH_UP));
    }

    @Test
    void ofManyMissedInstantsLastRunsTheLatest() {
        catchUp(CatchUpPolicy.LAST, Duration.ofHours(1));

        assertPassesOver(plan(150), 120, skip(0, SkipReason.CATCH_UP), skip(60, SkipReason.CATCH_UP));
    }

    @Test
    void ofManyMissedInstantsAllRunsThoseWithinTheWindowOldestFirst() {
        catchUp(CatchUpPolicy.ALL, Duration.ofSeconds(100));

        assertPassesOver(plan(170), 120, skip(0, SkipReason.CATCH_UP), skip(60, SkipReason.CATCH_UP));
        assertThat(plan(99)).isEqualTo(scheduled(0, 60));
    }

    @Test
    void noneRunsNoMissedInstantButALateOne() {
        catchUp(CatchUpPolicy.NONE, Duration.ofHours(1));

        assertPassesOver(plan(10.001), 60, skip(0, SkipReason.CATCH_UP));
        assertPassesOver(plan(125), 120, skip(0, SkipReason.CATCH_UP), skip(60, SkipReason.CATCH_UP));
    }

    @Test
    void aLongOutageIsOneRowAndTheHundredNewest() {
        catchUp(CatchUpPolicy.NONE, Duration.ofHours(1));

        Plan.PassOver passOver = (Plan.PassOver) plan(60 * 1_000 + 30);

        assertThat(passOver.skips()).hasSize(101);
        assertThat(passOver.skips().getFirst().from()).isEqualTo(at(0));
        assertThat(passOver.skips().getFirst().count()).isEqualTo(901);
        assertThat(passOver.skips().getFirst().until()).isEqualTo(at(60 * 900));
        assertThat(passOver.skips().get(1).from()).isEqualTo(at(60 * 901));
        assertThat(passOver.skips().stream().mapToLong(Skip::count).sum()).isEqualTo(1_001);
        assertThat(passOver.next()).isEqualTo(NextFire.at(at(60 * 1_001)));
    }

    @ParameterizedTest
    @EnumSource(
            value = FireState.class,
            names = {"RUNNING", "RETRYING"})
    void skipsAnInstantWhileTheFireBeforeItHasNotEnded(FireState open) {
        next = NextFire.at(at(60));
        this.open = List.of(openFire(0, Trigger.SCHEDULE, open, 1, open == FireState.RUNNING ? null : at(300)));

        assertPassesOver(plan(60), 120, skip(60, SkipReason.OVERLAP));
        assertPassesOver(plan(121), 180, skip(60, SkipReason.OVERLAP), skip(120, SkipReason.OVERLAP));
    }

    @Test
    void whetherAnInstantOverlapsIsNotDecidedBeforeIt() {
        next = NextFire.at(at(60));
        open = List.of(openFire(0, Trigger.SCHEDULE, FireState.RETRYING, 1, at(300)));
        assertThat(plan(57)).isEqualTo(new Plan.Rest(at(60)));

        open = List.of(openFire(0, Trigger.SCHEDULE, FireState.RUNNING, 1, null));
        assertThat(plan(57)).isEqualTo(new Plan.Rest(at(60)));
        assertThat(plan(20)).isEqualTo(new Plan.Rest(at(35)));
    }

    @Test
    void aRetryDueBeforeTheNextInstantStartsFirst() {
        next = NextFire.at(at(60));
        open = List.of(openFire(0, Trigger.SCHEDULE, FireState.RETRYING, 1, at(20)));

        assertThat(plan(5)).isEqualTo(start(0, Trigger.SCHEDULE, 2, 20, 60));
    }

    @Test
    void instantsDuringTheLastRunOverlapped() {
        next = NextFire.at(at(60));
        last = new LastRun(at(0), at(0.001), at(150));

        assertPassesOver(plan(150), 180, skip(60, SkipReason.OVERLAP), skip(120, SkipReason.OVERLAP));
    }

    @ParameterizedTest
    @EnumSource(
            value = CatchUpPolicy.class,
            names = {"LAST", "ALL"})
    void anInstantBetweenPlanAndClaimStillRunsAndWhatOverlappedIsDecidedAfterIt(CatchUpPolicy policy) {
        catchUp(policy, Duration.ofHours(1));
        next = NextFire.at(at(60));
        last = new LastRun(at(0), at(60.001), at(130));

        assertThat(plan(130)).isEqualTo(scheduled(60, 120));
    }

    @Test
    void skipsAreNamedInOrderWhenALaterOneTakesThePlaceOfAKeptOne() {
        next = NextFire.at(at(60));
        last = new LastRun(at(0), at(60.001), at(130));

        assertPassesOver(plan(181), 180, skip(60, SkipReason.CATCH_UP), skip(120, SkipReason.OVERLAP));
    }

    @Test
    void aFireMovedEarlierStartsThenAndTheScheduleGoesOn() {
        next = new NextFire(at(30), at(60));

        assertThat(plan(10)).isEqualTo(scheduled(30, 120));
    }

    @Test
    void instantsThatAFireWasMovedPastAreTheUsersSkips() {
        next = new NextFire(at(150), at(0));
        assertThat(plan(140)).isEqualTo(scheduled(150, 60));

        next = NextFire.at(at(60));
        last = new LastRun(at(150), at(150), at(151));
        assertPassesOver(plan(151), 180, skip(60, SkipReason.USER), skip(120, SkipReason.USER));
    }

    @Test
    void aMovedFireThatWasMissedKeepsItsPlace() {
        catchUp(CatchUpPolicy.LAST, Duration.ofHours(1));
        next = new NextFire(at(150), at(0));

        assertThat(plan(170)).isEqualTo(scheduled(150, 60));
        assertPassesOver(
                plan(200), 180, skip(150, SkipReason.CATCH_UP), skip(60, SkipReason.USER), skip(120, SkipReason.USER));
    }

    @Test
    void aPausedTaskRestsUntilThePauseIsOver() {
        state = TaskState.PAUSED;
        assertThat(plan(500)).isEqualTo(new Plan.Rest(null));

        pausedUntil = at(600);
        assertThat(plan(599)).isEqualTo(new Plan.Rest(at(600)));
        assertThat(plan(600)).isEqualTo(new Plan.Resume());
    }

    @Test
    void aManualFireRunsWhilePausedButARetryRests() {
        state = TaskState.PAUSED;
        open = List.of(
                openFire(1, Trigger.SCHEDULE, FireState.RETRYING, 1, at(2)),
                openFire(7, Trigger.MANUAL, FireState.PENDING, 0, at(7)));

        assertThat(plan(8)).isEqualTo(start(7, Trigger.MANUAL, 1, 7, 0));
    }

    @Test
    void whatIsDueNowGoesBeforeWhatAUserHasRunAgain() {
        open = List.of(openFire(-600, Trigger.BACKFILL, FireState.PENDING, 0, at(-30)));

        assertThat(plan(-1)).isEqualTo(start(-600, Trigger.BACKFILL, 1, -30, 0));
        assertThat(plan(0)).isEqualTo(scheduled(0, 60));
    }

    @ParameterizedTest
    @CsvSource({
        "SCHEDULE, 1, 10, false",
        "SCHEDULE, 1, 10.001, true",
        "BACKFILL, 1, 3600, true",
        "SCHEDULE, 2, 3600, false",
        "MANUAL, 1, 3600, false",
        "DEPENDENCY, 1, 3600, false",
        "ON_LATE, 1, 3600, false"
    })
    void aFirstAttemptLongAfterItsInstantCatchesUp(Trigger trigger, int attempt, double late, boolean catchesUp) {
        assertThat(start(0, trigger, attempt, 0, 60).catchesUp(at(late))).isEqualTo(catchesUp);
    }

    @Test
    void aManualFireHeldBackByARunElsewhereIsLookedAtAgain() {
        state = TaskState.PAUSED;
        open = List.of(
                openFire(1, Trigger.SCHEDULE, FireState.RUNNING, 1, null),
                openFire(7, Trigger.MANUAL, FireState.PENDING, 0, at(7)));
        assertThat(plan(8)).isEqualTo(new Plan.Rest(at(23)));

        pausedUntil = at(10);
        assertThat(plan(8)).isEqualTo(new Plan.Rest(at(10)));
    }

    @Test
    void aCompletedTaskStillRunsWhatIsAskedForWithItsRetries() {
        state = TaskState.COMPLETED;
        next = null;
        assertThat(plan(8)).isEqualTo(new Plan.End());

        open = List.of(openFire(7, Trigger.MANUAL, FireState.PENDING, 0, at(7)));
        assertThat(plan(8)).isEqualTo(start(7, Trigger.MANUAL, 1, 7, null));

        open = List.of(openFire(7, Trigger.MANUAL, FireState.RETRYING, 1, at(9)));
        assertThat(plan(8)).isEqualTo(start(7, Trigger.MANUAL, 2, 9, null));

        open = List.of(openFire(7, Trigger.MANUAL, FireState.RUNNING, 1, null));
        assertThat(plan(8)).isEqualTo(new Plan.Rest(at(23)));
    }

    @Test
    void aCancelledTaskIsAtItsEnd() {
        state = TaskState.CANCELLED;
        open = List.of(openFire(7, Trigger.MANUAL, FireState.PENDING, 0, at(7)));

        assertThat(plan(8)).isEqualTo(new Plan.End());
    }

    @Test
    void aOneTimeTaskFiresOnceAndEnds() {
        spec = spec.toBuilder().schedule(new OneTimeSchedule(at(0))).build();
        assertThat(plan(-5)).isEqualTo(start(0, Trigger.SCHEDULE, 1, 0, null));
        assertPassesOver(plan(3_601), null, skip(0, SkipReason.CATCH_UP));

        next = null;
        assertThat(plan(1)).isEqualTo(new Plan.End());
        open = List.of(openFire(0, Trigger.SCHEDULE, FireState.RUNNING, 1, null));
        assertThat(plan(1)).isEqualTo(new Plan.Rest(at(16)));
    }

    @Test
    void aResumeWithItsOwnPolicyRulesTheInstantsOfThePauseAlone() {
        catchUp(CatchUpPolicy.LAST, Duration.ofHours(1));
        resumed = new Resumed(at(130), CatchUpPolicy.ALL);
        assertThat(plan(250)).isEqualTo(scheduled(0, 60));
        next = NextFire.at(at(180));
        assertPassesOver(plan(250), 240, skip(180, SkipReason.CATCH_UP));

        catchUp(CatchUpPolicy.ALL, Duration.ofHours(1));
        resumed = new Resumed(at(130), CatchUpPolicy.LAST);
        next = NextFire.at(at(60));
        assertPassesOver(plan(250), 120, skip(60, SkipReason.CATCH_UP));
        next = NextFire.at(at(120));
        assertThat(plan(250)).isEqualTo(scheduled(120, 180));
    }

    @Test
    void aResumeSortsTheInstantsOfThePause() {
        CatchUp none = new CatchUp(CatchUpPolicy.NONE, Duration.ofHours(1));
        assertPassesOver(resume(none, 65), 120, skip(0, SkipReason.PAUSED), skip(60, SkipReason.PAUSED));
        assertPassesOver(resume(CatchUp.DEFAULT, 65), 60, skip(0, SkipReason.PAUSED));
        assertPassesOver(resume(new CatchUp(CatchUpPolicy.ALL, Duration.ofHours(1)), 65), 0);
        assertPassesOver(resume(none, -5), 0);
    }

    @Test
    void afterADelayTheClaimNamesNoNextFireAndASkipCountsFromNow() {
        spec = spec.toBuilder()
                .schedule(new IntervalSchedule(Duration.ofMinutes(1), NINE, IntervalMode.FIXED_DELAY))
                .build();
        assertThat(plan(5)).isEqualTo(start(0, Trigger.SCHEDULE, 1, 0, null));

        catchUp(CatchUpPolicy.NONE, Duration.ofHours(1));
        assertPassesOver(plan(30), 90, skip(0, SkipReason.CATCH_UP));
        open = List.of(openFire(-10, Trigger.MANUAL, FireState.RUNNING, 1, null));
        assertPassesOver(plan(7), 67, skip(0, SkipReason.OVERLAP));
        assertPassesOver(
                resume(new CatchUp(CatchUpPolicy.NONE, Duration.ofHours(1)), 500), 560, skip(0, SkipReason.PAUSED));
    }

    @Test
    void plansWhatTheEndOfARunCouldNot() {
        spec = spec.toBuilder()
                .schedule(new IntervalSchedule(Duration.ofMinutes(1), NINE, IntervalMode.FIXED_DELAY))
                .build();
        next = null;
        last = new LastRun(at(0), at(0), at(20));
        assertPassesOver(plan(25), 80);

        last = new LastRun(at(0), at(0), null);
        open = List.of(openFire(0, Trigger.SCHEDULE, FireState.RETRYING, 1, at(40)));
        assertThat(plan(25)).isEqualTo(start(0, Trigger.SCHEDULE, 2, 40, null));
        open = List.of(openFire(0, Trigger.SCHEDULE, FireState.RUNNING, 1, null));
        assertThat(plan(25)).isEqualTo(new Plan.Rest(at(40)));
    }

    @Test
    void recordsWhatACalendarDroppedBeforeTheFireThatFollows() {
        // a Sunday
        IntervalSchedule daily = new IntervalSchedule(Duration.ofDays(1), NINE.minus(Duration.ofDays(9)));
        spec = spec.toBuilder()
                .schedule(BoundedSchedule.of(new BoundedSchedule(
                        daily,
                        ZoneOffset.UTC,
                        NINE.minus(Duration.ofDays(30)),
                        null,
                        null,
                        null,
                        0,
                        List.of(new NamedCalendar(
                                "weekends", 1, new WeeklyDays(List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)))),
                        null,
                        null)))
                .build();
        int day = 86_400;
        next = NextFire.at(at(day));
        Plan.Start start = (Plan.Start) plan(day);
        DueTask task = new DueTask(TASK, state, 1, 0, spec, next, null, null, List.of(), null, null);
        assertThat(FirePlanner.excludedBefore(task, start))
                .containsExactly(
                        new Skip(at(-day), at(-day), 1, SkipReason.CALENDAR, "excluded by calendar weekends"),
                        new Skip(at(0), at(0), 1, SkipReason.CALENDAR, "excluded by calendar weekends"));
        // what is passed over takes with it what was dropped before it
        catchUp(CatchUpPolicy.LAST, Duration.ofHours(1));
        assertPassesOver(
                plan(8 * day + 10),
                8 * day,
                skip(-day, SkipReason.CALENDAR),
                skip(0, SkipReason.CALENDAR),
                skip(day, SkipReason.CATCH_UP),
                skip(2 * day, SkipReason.CATCH_UP),
                skip(3 * day, SkipReason.CATCH_UP),
                skip(4 * day, SkipReason.CATCH_UP),
                skip(5 * day, SkipReason.CATCH_UP));
    }

    private Plan resume(CatchUp catchUp, double now) {
        return FirePlanner.resume(spec, null, NextFire.at(at(0)), catchUp, at(now));
    }

    private void catchUp(CatchUpPolicy policy, Duration window) {
        spec = spec.toBuilder().catchUp(new CatchUp(policy, window)).build();
    }

    private Plan plan(double now) {
        return FirePlanner.next(
                new DueTask(TASK, state, 1, 0, spec, next, pausedUntil, resumed, open, last, null), at(now));
    }

    private static Plan.Start scheduled(double second, int then) {
        return start(second, Trigger.SCHEDULE, 1, second, then);
    }

    private static Plan.Start start(
            double second, Trigger trigger, int attempt, double startAt, @Nullable Integer then) {
        return new Plan.Start(
                FireId.of(TASK, at(second), trigger),
                at(second),
                trigger,
                attempt,
                at(startAt),
                then == null ? null : NextFire.at(at(then)),
                Route.INLINE);
    }

    private static OpenFire openFire(
            double second, Trigger trigger, FireState state, int attempt, @Nullable Instant dueAt) {
        return new OpenFire(
                FireId.of(TASK, at(second), trigger), at(second), trigger, state, attempt, dueAt, Carrier.TASK);
    }

    private record Skipped(Instant from, SkipReason reason) {}

    private static Skipped skip(double second, SkipReason reason) {
        return new Skipped(at(second), reason);
    }

    private static void assertPassesOver(Plan plan, @Nullable Integer next, Skipped... skips) {
        assertThat(plan).isInstanceOfSatisfying(Plan.PassOver.class, passOver -> {
            assertThat(passOver.skips().stream().map(skip -> new Skipped(skip.from(), skip.reason())))
                    .containsExactly(skips);
            assertThat(passOver.next()).isEqualTo(next == null ? null : NextFire.at(at(next)));
        });
    }

    private static Instant at(double second) {
        return NINE.plusMillis(Math.round(second * 1_000));
    }
}
