package dev.punctual.workflows.simulation;

import static org.apache.commons.lang3.ObjectUtils.min;

import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.Carrier;
import dev.punctual.workflows.fire.DueTask.LastRun;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.DueTask.OpenFire;
import dev.punctual.workflows.fire.DueTask.Resumed;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FirePlanner;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Route;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task with a book and a worker in memory: whatever {@link FirePlanner} decides is done at once, each action takes the same
 * time and succeeds. Time is what the caller says it is.
 */
public final class VirtualTask {
    private final TaskId id;
    private final TaskSpec spec;
    private final Duration takes;
    private final Instant since;
    private final Consumer<VirtualEvent> listener;
    private final List<Run> open = new ArrayList<>();
    private TaskState state;
    private @Nullable NextFire next;
    private @Nullable Instant pausedUntil;
    private @Nullable Resumed resumed;
    private @Nullable LastRun last;
    /** Until when the task's own worker is busy with it. */
    private @Nullable Instant busyUntil;

    /**
     * Where a task stands when its virtual time begins.
     *
     * @param since when that is
     * @param state of the task
     * @param next the schedule's next fire; null for none
     * @param pausedUntil when its pause ends; null unless it does
     */
    public record Beginning(
            Instant since,
            TaskState state,
            @Nullable NextFire next,
            @Nullable Instant pausedUntil) {}

    /** A fire that has not ended; without an end while it waits. */
    private record Run(
            OpenFire fire,
            @Nullable Instant startedAt,
            @Nullable Instant end) {}

    /**
     * @param takes how long each run takes
     * @param listener hears what becomes of each instant
     */
    public VirtualTask(TaskId id, TaskSpec spec, Beginning begin, Duration takes, Consumer<VirtualEvent> listener) {
        this.id = id;
        this.spec = spec;
        this.takes = takes;
        this.since = begin.since();
        this.listener = listener;
        this.state = begin.state();
        this.next = begin.next();
        this.pausedUntil = begin.pausedUntil();
    }

    /** The schedule's next fire; null for none. */
    public @Nullable NextFire next() {
        return next;
    }

    /**
     * Does all that is to be done by now.
     *
     * @param now not before the time of an earlier call
     * @return when there is something to do next, after now; empty when there never is
     */
    public Optional<Instant> advance(Instant now) {
        settle(now);
        while (true) {
            if (busyUntil != null) {
                return Optional.of(busyUntil);
            }
            switch (FirePlanner.next(due(), now)) {
                case Plan.Start start
                when start.at().isAfter(now) -> {
                    return Optional.of(min(start.at(), nextEnd()));
                }
                case Plan.Start start -> start(start, now);
                case Plan.PassOver passOver -> {
                    passOver.skips().forEach(skip -> skipped(skip, now));
                    passOver.buffered().forEach(this::waitInLine);
                    next = passOver.next();
                }
                case Plan.Stop stop -> stop(stop, now);
                case Plan.Resume ignored -> resume(now);
                case Plan.Rest rest -> {
                    Instant end = nextEnd();
                    return rest.until() == null ? Optional.ofNullable(end) : Optional.of(min(rest.until(), end));
                }
                case Plan.End ignored -> {
                    return Optional.ofNullable(nextEnd());
                }
                case Plan.HandOver handOver ->
                    throw new IllegalStateException("a virtual fire has its workflow at once: " + handOver);
            }
        }
    }

    private DueTask due() {
        return new DueTask(
                id,
                state,
                1,
                0,
                spec,
                next,
                pausedUntil,
                resumed,
                open.stream().map(Run::fire).toList(),
                last,
                since);
    }

    private void start(Plan.Start start, Instant now) {
        FirePlanner.excludedBefore(due(), start).forEach(skip -> skipped(skip, now));
        boolean inline = start.route() == Route.INLINE;
        open.removeIf(run -> run.fire().id().equals(start.fire()));
        listener.accept(new VirtualEvent.Started(start.scheduledFor(), now));
        Instant end = now.plus(takes);
        open.add(new Run(
                fire(
                        start.fire(),
                        start.scheduledFor(),
                        FireState.RUNNING,
                        inline ? Carrier.TASK : Carrier.OWN_WORKFLOW),
                now,
                end));
        last = new LastRun(start.scheduledFor(), now, null);
        next = start.next();
        busyUntil = inline ? end : null;
        settle(now);
    }

    /** Ends the runs that end by now, in the order of their ends. */
    private void settle(Instant now) {
        List<Run> ended = open.stream()
                .filter(run -> run.end() != null && !run.end().isAfter(now))
                .sorted(Comparator.comparing(run -> run.end() == null ? now : run.end()))
                .toList();
        for (Run run : ended) {
            open.remove(run);
            end(run.fire().scheduledFor(), run.end() == null ? now : run.end());
        }
        if (busyUntil != null && !busyUntil.isAfter(now)) {
            busyUntil = null;
        }
    }

    private void end(Instant scheduledFor, Instant at) {
        LastRun run = last;
        if (run != null && run.scheduledFor().equals(scheduledFor)) {
            last = new LastRun(run.scheduledFor(), run.claimedAt(), at);
        }
        if (spec.schedule().followsRuns() && state == TaskState.ACTIVE) {
            next = spec.schedule().nextAfter(at).map(NextFire::at).orElse(null);
        }
    }

    private void stop(Plan.Stop stop, Instant now) {
        List<Run> stopped = open.stream()
                .filter(run -> stop.fires().contains(run.fire().id()))
                .toList();
        for (Run run : stopped) {
            open.remove(run);
            listener.accept(new VirtualEvent.Stopped(run.fire().scheduledFor(), run.startedAt(), now));
            end(run.fire().scheduledFor(), now);
        }
    }

    private void resume(Instant now) {
        state = TaskState.ACTIVE;
        pausedUntil = null;
        resumed = new Resumed(now, spec.catchUp().policy());
        if (next != null) {
            Plan.PassOver missed = FirePlanner.resume(spec, since, next, spec.catchUp(), now);
            missed.skips().forEach(skip -> skipped(skip, now));
            next = missed.next();
        }
    }

    private void waitInLine(Instant instant) {
        open.add(new Run(
                fire(FireId.of(id, instant, Trigger.SCHEDULE), instant, FireState.PENDING, Carrier.TASK), null, null));
    }

    private static OpenFire fire(FireId fire, Instant scheduledFor, FireState state, Carrier carrier) {
        boolean runs = state == FireState.RUNNING;
        return new OpenFire(
                fire, scheduledFor, Trigger.SCHEDULE, state, runs ? 1 : 0, runs ? null : scheduledFor, carrier);
    }

    private void skipped(Skip skip, Instant now) {
        listener.accept(new VirtualEvent.Skipped(skip, now));
    }

    private @Nullable Instant nextEnd() {
        return open.stream()
                .map(Run::end)
                .filter(end -> end != null)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
