package dev.punctual.workflows.fire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.punctual.workflows.fire.DueTask.Carrier;
import dev.punctual.workflows.fire.DueTask.LastRun;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.Concurrency;
import dev.punctual.workflows.task.OverlapPolicy;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each overlap policy does; a task that is due each minute, instants named by seconds after nine o'clock. */
class OverlapTest {
    private static final TaskId TASK = new TaskId("default", "report");
    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    private static final Schedule MINUTELY = new IntervalSchedule(Duration.ofMinutes(1), NINE);

    private TaskSpec spec = TaskSpec.of(MINUTELY, new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null));
    private NextFire next = NextFire.at(at(60));
    private List<OpenFire> open = new ArrayList<>();
    private @Nullable LastRun last;

    @ParameterizedTest
    @EnumSource(
            value = OverlapPolicy.class,
            names = {"SKIP", "BUFFER_ONE", "BUFFER_ALL", "CANCEL_RUNNING", "TERMINATE_RUNNING"})
    void nothingIsDecidedBeforeTheInstant(OverlapPolicy policy) {
        spec = spec.toBuilder().overlapPolicy(policy).build();
        open.add(dispatched(0, FireState.RUNNING, Carrier.OWN_WORKFLOW));

        assertThat(plan(50)).isEqualTo(new Plan.Rest(at(60)));
    }

    @Test
    void skipPassesOverWhatComesWhileADispatchedFireWaitsOrRuns() {
        for (FireState state : List.of(FireState.PENDING, FireState.RUNNING, FireState.RETRYING)) {
            open = List.of(dispatched(0, state, Carrier.OWN_WORKFLOW));
            assertThat(plan(60))
                    .isEqualTo(new Plan.PassOver(
                            List.of(new Skip(
                                    at(60), at(60), 1, SkipReason.OVERLAP, "the fire before it had not ended")),
                            NextFire.at(at(120))));
        }
    }

    @Test
    void allowAllStartsBesideWhatRuns() {
        spec = spec.toBuilder().overlapPolicy(OverlapPolicy.ALLOW_ALL).build();
        open.add(dispatched(-60, FireState.RUNNING, Carrier.OWN_WORKFLOW));
        open.add(dispatched(0, FireState.RETRYING, Carrier.OWN_WORKFLOW));

        assertThat(plan(58)).isEqualTo(start(60, 120, Route.DISPATCHED));
        assertThat(plan(60)).isEqualTo(start(60, 120, Route.DISPATCHED));
    }

    @Test
    void bufferOneHasTheFirstWaitAndPassesOverTheRest() {
        spec = spec.toBuilder().overlapPolicy(OverlapPolicy.BUFFER_ONE).build();
        open.add(dispatched(0, FireState.RUNNING, Carrier.OWN_WORKFLOW));
        Plan.PassOver line = (Plan.PassOver) plan(130);
        assertThat(line.buffered()).containsExactly(at(60));
        assertThat(line.skips())
                .extracting(Skip::from, Skip::reason)
                .containsExactly(tuple(at(120), SkipReason.OVERLAP));
        assertThat(line.next()).isEqualTo(NextFire.at(at(180)));

        open.add(buffered(60));
        next = NextFire.at(at(180));
        Plan.PassOver full = (Plan.PassOver) plan(180);
        assertThat(full.buffered()).isEmpty();
        assertThat(full.skips()).extracting(Skip::from).containsExactly(at(180));
    }

    @Test
    void bufferAllHasThemAllWaitInOrder() {
        spec = spec.toBuilder().overlapPolicy(OverlapPolicy.BUFFER_ALL).build();
        open.add(dispatched(0, FireState.RUNNING, Carrier.OWN_WORKFLOW));
        Plan.PassOver line = (Plan.PassOver) plan(190);
        assertThat(line.buffered()).containsExactly(at(60), at(120), at(180));
        assertThat(line.skips()).isEmpty();

        // while one runs, those in line wait; once none does, the first of them starts, not a later instant
        open.addAll(List.of(buffered(60), buffered(120)));
        next = NextFire.at(at(240));
        assertThat(plan(200)).isEqualTo(new Plan.Rest(at(240)));
        open.removeFirst();
        assertThat(plan(200))
                .isEqualTo(new Plan.Start(
                        id(60), at(60), Trigger.SCHEDULE, 1, at(60), NextFire.at(at(240)), Route.INLINE));
        // what comes meanwhile joins the line before the line moves on
        assertThat(((Plan.PassOver) plan(241)).buffered()).containsExactly(at(240));
    }

    @Test
    void theLineHasAnEnd() {
        spec = spec.toBuilder().overlapPolicy(OverlapPolicy.BUFFER_ALL).build();
        open.add(dispatched(0, FireState.RUNNING, Carrier.OWN_WORKFLOW));

        Plan.PassOver line = (Plan.PassOver) plan(60 * (OverlapPolicy.MOST_BUFFERED + 2));

        assertThat(line.buffered()).hasSize(OverlapPolicy.MOST_BUFFERED);
        assertThat(line.skips()).hasSize(2).allMatch(skip -> skip.reason() == SkipReason.OVERLAP);
    }

    @Test
    void whatCameDuringAnInlineRunIsBufferedHoweverOldItIs() {
        spec = spec.toBuilder().overlapPolicy(OverlapPolicy.BUFFER_ALL).build().toBuilder()
                .catchUp(new CatchUp(CatchUpPolicy.NONE, Duration.ofSeconds(1)))
                .build();
        last = new LastRun(at(0), at(0), at(170));

        Plan.PassOver line = (Plan.PassOver) plan(171);

        assertThat(line.buffered()).containsExactly(at(60), at(120));
        assertThat(line.next()).isEqualTo(NextFire.at(at(180)));
    }

    @Test
    void cancelRunningAsksWhatRunsToStopOnceAndThenWaitsForIt() {
        spec = spec.toBuilder().overlapPolicy(OverlapPolicy.CANCEL_RUNNING).build();
        open.add(dispatched(0, FireState.RUNNING, Carrier.OWN_WORKFLOW));
        assertThat(plan(60)).isEqualTo(new Plan.Stop(List.of(id(0)), false));

        open = List.of(dispatched(0, FireState.RUNNING, Carrier.STOPPING));
        assertThat(plan(61)).isEqualTo(new Plan.Rest(at(61).plus(FirePlanner.RUNNING_ELSEWHERE)));

        open = List.of();
        last = new LastRun(at(0), at(0), at(62));
        assertThat(plan(62)).isEqualTo(start(60, 120, Route.DISPATCHED));
    }

    @Test
    void ofSeveralThatCameWhileOneStoppedOnlyTheLatestStarts() {
        spec = spec.toBuilder().overlapPolicy(OverlapPolicy.CANCEL_RUNNING).build().toBuilder()
                .catchUp(new CatchUp(CatchUpPolicy.ALL, Duration.ofHours(1)))
                .build();
        last = new LastRun(at(0), at(0), at(130));

        assertThat(((Plan.PassOver) plan(131)).skips()).extracting(Skip::from).containsExactly(at(60));
    }

    @Test
    void terminateRunningEndsWhatRunsAtOnce() {
        spec = spec.toBuilder().overlapPolicy(OverlapPolicy.TERMINATE_RUNNING).build();
        open.add(dispatched(-60, FireState.RETRYING, Carrier.OWN_WORKFLOW));
        open.add(dispatched(0, FireState.RUNNING, Carrier.OWN_WORKFLOW));

        assertThat(plan(60)).isEqualTo(new Plan.Stop(List.of(id(-60), id(0)), true));
    }

    @Test
    void aDispatchedFireWithoutAWorkflowGetsOneFirst() {
        open.add(dispatched(0, FireState.PENDING, Carrier.TO_HAND_OVER));

        assertThat(plan(30)).isEqualTo(new Plan.HandOver(List.of(id(0))));
        assertThat(plan(61)).isEqualTo(new Plan.HandOver(List.of(id(0))));
    }

    @Test
    void whatWaitsForASlotIsTreatedAsWhatWaitsInItsQueue() {
        open.add(dispatched(0, FireState.PENDING, Carrier.IN_LINE));
        assertThat(plan(50)).as("nobody hands it over").isEqualTo(new Plan.Rest(at(60)));
        assertThat(((Plan.PassOver) plan(60)).skips())
                .extracting(Skip::from, Skip::reason)
                .containsExactly(tuple(at(60), SkipReason.OVERLAP));
        spec = spec.toBuilder().overlapPolicy(OverlapPolicy.BUFFER_ALL).build();
        assertThat(((Plan.PassOver) plan(60)).buffered()).containsExactly(at(60));
        for (OverlapPolicy policy : List.of(OverlapPolicy.CANCEL_RUNNING, OverlapPolicy.TERMINATE_RUNNING)) {
            spec = spec.toBuilder().overlapPolicy(policy).build();
            assertThat(plan(60)).isEqualTo(new Plan.Stop(List.of(id(0)), policy == OverlapPolicy.TERMINATE_RUNNING));
        }
        spec = spec.toBuilder().overlapPolicy(OverlapPolicy.ALLOW_ALL).build();
        assertThat(plan(60)).isEqualTo(start(60, 120, Route.DISPATCHED));
    }

    @Test
    void aTaskWithAConcurrencyKeyIsDispatched() {
        assertThat(Route.of(
                        spec.toBuilder().concurrency(new Concurrency("k", 1)).build()))
                .isEqualTo(Route.DISPATCHED);
    }

    @ParameterizedTest
    @EnumSource(OverlapPolicy.class)
    void onlyWhatNeedsAWorkflowOfItsOwnIsDispatched(OverlapPolicy policy) {
        boolean beside = policy == OverlapPolicy.ALLOW_ALL || policy.stopsRunning();
        assertThat(Route.of(spec.toBuilder().overlapPolicy(policy).build()))
                .isEqualTo(beside ? Route.DISPATCHED : Route.INLINE);
    }

    @Test
    void whatIsLongIsDispatched() {
        assertThat(Route.of(spec.toBuilder().timeout(Route.LONGEST_INLINE).build()))
                .isEqualTo(Route.INLINE);
        assertThat(Route.of(spec.toBuilder()
                        .timeout(Route.LONGEST_INLINE.plusMillis(1))
                        .build()))
                .isEqualTo(Route.DISPATCHED);
    }

    private Plan plan(double now) {
        return FirePlanner.next(
                new DueTask(TASK, TaskState.ACTIVE, 1, 0, spec, next, null, null, open, last, null), at(now));
    }

    private static Plan.Start start(int second, int then, Route route) {
        return new Plan.Start(id(second), at(second), Trigger.SCHEDULE, 1, at(second), NextFire.at(at(then)), route);
    }

    private static OpenFire dispatched(int second, FireState state, Carrier carrier) {
        return new OpenFire(
                id(second),
                at(second),
                Trigger.SCHEDULE,
                state,
                1,
                state == FireState.RUNNING ? null : at(second),
                carrier);
    }

    private static OpenFire buffered(int second) {
        return new OpenFire(id(second), at(second), Trigger.SCHEDULE, FireState.PENDING, 0, at(second), Carrier.TASK);
    }

    private static FireId id(int second) {
        return FireId.of(TASK, at(second), Trigger.SCHEDULE);
    }

    private static Instant at(double second) {
        return NINE.plusMillis(Math.round(second * 1_000));
    }
}
