package dev.punctual.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.LastRun;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A book and a worker in memory, for one task whose runs take no time: it does what the planner decides. */
final class PlannedFireActivities implements FireActivities {
    private final TaskId task;
    private final TaskSpec spec;
    private final LongSupplier clock;
    private final List<Run> runs = new ArrayList<>();
    private final List<Skip> skips = new ArrayList<>();
    private @Nullable NextFire next;
    private @Nullable LastRun last;

    /** A fire that ran. */
    record Run(Instant scheduledFor, Instant at) {}

    /** @param clock milliseconds of the engine's time */
    PlannedFireActivities(TaskId task, TaskSpec spec, Instant since, LongSupplier clock) {
        this.task = task;
        this.spec = spec;
        this.clock = clock;
        this.next = spec.schedule().nextAfter(since).map(NextFire::at).orElse(null);
    }

    @Override
    public synchronized FireStep fire(Ticket ticket) {
        while (true) {
            Instant now = Instant.ofEpochMilli(clock.getAsLong());
            DueTask due = new DueTask(task, TaskState.ACTIVE, 1, 0, spec, next, null, null, List.of(), last, null);
            switch (FirePlanner.next(due, now)) {
                case Plan.End ignored -> {
                    return new FireStep.Ended();
                }
                case Plan.Start start
                when start.at().isAfter(now) -> {
                    return new FireStep.Wake(start.at(), Duration.between(now, start.at()), Duration.ZERO);
                }
                case Plan.Start start -> {
                    runs.add(new Run(start.scheduledFor(), now));
                    last = new LastRun(start.scheduledFor(), now, now);
                    next = start.next();
                }
                case Plan.PassOver passOver -> {
                    assertThat(passOver.buffered()).isEmpty();
                    skips.addAll(passOver.skips());
                    next = passOver.next();
                }
                case Plan.Rest rest -> throw new AssertionError("nothing holds it back: " + rest);
                case Plan.Resume resume -> throw new AssertionError("nobody paused it: " + resume);
                case Plan.HandOver handOver -> throw new AssertionError("it runs inline: " + handOver);
                case Plan.Stop stop -> throw new AssertionError("nothing runs beside it: " + stop);
            }
        }
    }

    @Override
    public void apply(ChangeRequest request) {
        throw new AssertionError("nobody changes it: " + request);
    }

    synchronized List<Run> runs() {
        return List.copyOf(runs);
    }

    synchronized List<Skip> skips() {
        return List.copyOf(skips);
    }
}
