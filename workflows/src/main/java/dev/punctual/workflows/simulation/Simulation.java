package dev.punctual.workflows.simulation;

import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.simulation.VirtualTask.Beginning;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets virtual time pass, during which nothing starts at some times. Pure. Missed fires start as soon as the outage is over:
 * how quickly a worker lets them through is not part of it.
 *
 * @param from when it begins
 * @param to when it ends
 * @param outages times at which nothing starts; what runs then ends as if nothing had happened
 */
public record Simulation(Instant from, Instant to, List<Outage> outages) {
    public Simulation {
        outages = outages.stream().sorted(Comparator.comparing(Outage::from)).toList();
    }

    /** A time at which nothing starts: from the one instant on and before the other. */
    public record Outage(Instant from, Instant to) {
        boolean holds(Instant now) {
            return !now.isBefore(from) && now.isBefore(to);
        }
    }

    /**
     * A task as it is at present.
     *
     * @param state where its life stands
     * @param next its next fire; null for none
     * @param pausedUntil when its pause ends; null unless it does
     * @param now the present
     */
    public record Present(
            TaskId id,
            TaskSpec spec,
            TaskState state,
            @Nullable NextFire next,
            @Nullable Instant pausedUntil,
            Instant now) {}

    /**
     * Where the task stands at the beginning: at its present next fire, when that is yet to come by then; else at the first
     * instant of its schedule, as if all before had been dealt with.
     */
    public Beginning beginning(Present task) {
        NextFire next = task.next();
        boolean ended = task.state() == TaskState.COMPLETED || task.state() == TaskState.CANCELLED;
        if (next == null || from.isBefore(task.now()) || next.at().isBefore(from)) {
            next = ended
                    ? null
                    : first(task.spec().schedule()).map(NextFire::at).orElse(null);
        }
        return new Beginning(from, task.state(), next, task.pausedUntil());
    }

    private Optional<Instant> first(Schedule schedule) {
        return schedule.followsRuns() ? schedule.firstFor(from) : schedule.nextAfter(from.minus(1, ChronoUnit.MICROS));
    }

    /**
     * How many instants a task has, counted as far as {@code most}; of a schedule that follows runs as many as there can be.
     */
    public long instants(Present task, long most) {
        NextFire next = beginning(task).next();
        Schedule schedule = task.spec().schedule();
        long count = 0;
        Optional<Instant> at = Optional.ofNullable(next).map(NextFire::at);
        while (at.isPresent() && at.get().isBefore(to) && count < most) {
            count++;
            at = schedule.nextAfter(at.get());
        }
        return count;
    }

    /**
     * Runs one task.
     *
     * @param takes how long each of its runs takes
     * @param listener hears what becomes of each instant, in the order in which that comes about
     */
    public void run(Present task, Duration takes, Consumer<VirtualEvent> listener) {
        VirtualTask virtual = new VirtualTask(task.id(), task.spec(), beginning(task), takes, listener);
        Instant now = afterOutages(from);
        while (now.isBefore(to)) {
            Optional<Instant> next = virtual.advance(now);
            if (next.isEmpty()) {
                return;
            }
            if (!next.get().isAfter(now)) {
                throw new IllegalStateException(
                        "%s: at %s the next look is at %s".formatted(task.id(), now, next.get()));
            }
            now = afterOutages(next.get());
        }
    }

    /** This instant, or when the outage is over. */
    Instant afterOutages(Instant now) {
        Instant at = now;
        for (Outage outage : outages) {
            at = outage.holds(at) ? outage.to() : at;
        }
        return at;
    }
}
