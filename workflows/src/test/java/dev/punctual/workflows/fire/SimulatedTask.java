package dev.punctual.workflows.fire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.DueTask.Carrier;
import dev.punctual.workflows.fire.DueTask.LastRun;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.DueTask.Resumed;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task with a book and a worker in memory, to which chance brings late claims, outages, pauses, moves and failures. */
final class SimulatedTask {
    private static final TaskId TASK = new TaskId("default", "simulated");
    private static final List<CatchUpPolicy> POLICIES = List.of(CatchUpPolicy.values());
    private static final Duration CLAIM_AT_MOST = Duration.ofSeconds(3);

    private final TaskSpec spec;
    private final Random random;
    private final Map<Instant, String> ledger = new HashMap<>();
    private final Map<Instant, Instant> moved = new HashMap<>();
    private Instant now;
    private TaskState state = TaskState.ACTIVE;
    private NextFire next;
    private @Nullable Resumed resumed;
    private @Nullable OpenFire open;
    private @Nullable LastRun last;
    private int passedOverInARow;

    SimulatedTask(TaskSpec spec, Random random) {
        this.spec = spec;
        this.random = random;
        Instant anchor = ((IntervalSchedule) spec.schedule()).anchor();
        this.now = anchor.minusSeconds(5);
        this.next = NextFire.at(anchor);
    }

    void step() {
        if (isDisturbed()) {
            passedOverInARow = 0;
        }
        Plan plan = FirePlanner.next(
                new DueTask(
                        TASK,
                        state,
                        1,
                        0,
                        spec,
                        next,
                        null,
                        resumed,
                        open == null ? List.of() : List.of(open),
                        last,
                        null),
                now);
        passedOverInARow = plan instanceof Plan.PassOver ? passedOverInARow + 1 : 0;
        assertThat(passedOverInARow).as("plans that only pass over").isLessThan(4);
        switch (plan) {
            case Plan.Start start -> start(start);
            case Plan.PassOver passOver -> {
                passOver.skips().forEach(this::skip);
                next = Objects.requireNonNull(passOver.next());
            }
            case Plan.Rest rest -> {
                if (rest.until() == null) {
                    pass(400);
                    resume(POLICIES.get(random.nextInt(POLICIES.size())));
                } else {
                    assertThat(rest.until()).isAfter(now);
                    now = rest.until();
                }
            }
            case Plan.Resume ignored -> throw new AssertionError("no pause has an end");
            case Plan.End ignored -> throw new AssertionError("the schedule has no end");
            case Plan.HandOver ignored -> throw new AssertionError("all of it is inline");
            case Plan.Stop ignored -> throw new AssertionError("nothing runs beside another");
        }
    }

    private boolean isDisturbed() {
        int chance = random.nextInt(12);
        if (chance == 0) {
            pass(600);
        } else if (chance == 1) {
            state = TaskState.PAUSED;
        } else if (chance == 2 && state == TaskState.ACTIVE) {
            // never an instant of the schedule, which are whole seconds
            Instant at = now.plusSeconds(random.nextInt(300)).plusNanos(1_000L * (1 + random.nextInt(400_000)));
            next = new NextFire(at, next.nominal());
            moved.put(next.nominal(), at);
        }
        return chance <= 2;
    }

    private void start(Plan.Start start) {
        Instant planned = now;
        if (start.at().isAfter(now)) {
            now = start.at();
            planned = now;
        }
        now = now.plusMillis(random.nextLong(CLAIM_AT_MOST.toMillis()));
        if (start.attempt() == 1) {
            assertThat(open).as("an open fire at the start of %s", start).isNull();
            record(start.scheduledFor(), "STARTED");
            assertAllowed(start.scheduledFor(), planned);
            last = new LastRun(start.scheduledFor(), now, null);
        }
        next = Objects.requireNonNull(start.next());
        LastRun run = Objects.requireNonNull(last);
        pass(random.nextInt(3) == 0 ? 200 : 2);
        Outcome outcome = random.nextInt(4) == 0
                ? new Outcome.Failed(new FireError("TEST", "by chance"), null, true)
                : new Outcome.Succeeded(null);
        switch (FirePlanner.after(spec, start.attempt(), run.claimedAt(), outcome, now)) {
            case Verdict.Final ignored -> {
                open = null;
                last = new LastRun(run.scheduledFor(), run.claimedAt(), now);
            }
            case Verdict.Retry retry ->
                open = new OpenFire(
                        start.fire(),
                        start.scheduledFor(),
                        start.trigger(),
                        FireState.RETRYING,
                        start.attempt(),
                        retry.at(),
                        Carrier.TASK);
        }
    }

    private void assertAllowed(Instant instant, Instant planned) {
        Duration age = Duration.between(instant, planned);
        Resumed pause = resumed;
        CatchUpPolicy policy = pause != null && !instant.isAfter(pause.at())
                ? pause.policy()
                : spec.catchUp().policy();
        Duration oldest = policy == CatchUpPolicy.NONE
                ? MissedInstants.LATE_NOT_MISSED
                : spec.catchUp().window();
        assertThat(age).as("age of %s under %s", instant, policy).isBetween(Duration.ZERO, oldest);
    }

    private void resume(CatchUpPolicy policy) {
        Plan.PassOver missed = FirePlanner.resume(
                spec, null, next, new CatchUp(policy, spec.catchUp().window()), now);
        missed.skips().forEach(this::skip);
        next = Objects.requireNonNull(missed.next());
        resumed = new Resumed(now, policy);
        state = TaskState.ACTIVE;
    }

    private void skip(Skip skip) {
        List<Instant> covered = new ArrayList<>(List.of(skip.from()));
        // a moved fire stands for its own instant, not for the one that follows where it was moved to
        Instant nominal = moved.entrySet().stream()
                .filter(move -> move.getValue().equals(skip.from()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(skip.from());
        while (covered.getLast().isBefore(skip.until())) {
            nominal = spec.schedule().nextAfter(nominal).orElseThrow();
            covered.add(moved.getOrDefault(nominal, nominal));
        }
        assertThat(covered).as("%s", skip).hasSize((int) skip.count());
        assertThat(covered.getLast()).isEqualTo(skip.until()).isBeforeOrEqualTo(now);
        covered.forEach(instant -> record(instant, skip.reason().name()));
    }

    private void record(Instant instant, String fate) {
        String earlier = ledger.put(instant, fate);
        assertThat(earlier).as("what %s was before %s", instant, fate).isNull();
    }

    /** Every instant of the schedule before the next fire's own has one fate, under the time it was moved to. */
    void assertNothingLost() {
        List<Instant> expected = new ArrayList<>();
        Instant instant = ((IntervalSchedule) spec.schedule()).anchor();
        while (instant.isBefore(next.nominal())) {
            expected.add(moved.getOrDefault(instant, instant));
            instant = spec.schedule().nextAfter(instant).orElseThrow();
        }
        assertThat(ledger).hasSize(expected.size());
        assertThat(ledger.keySet()).isEqualTo(Set.copyOf(expected));
    }

    private void pass(int seconds) {
        now = now.plusMillis(random.nextLong(1_000L * seconds));
    }
}
