package dev.punctual.book;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the engine has been told, and what it owes. */
public interface EngineBook {
    /**
     * Tasks of whose present version the engine has not been told, the soonest due first; one without a next fire counts as
     * due since its change. They are not answered again for {@code patience}, so that several processes share the work.
     *
     * @param age only changes that are at least so old: younger ones are on their way
     */
    List<Task> behind(Duration age, Duration patience, int limit);

    /** Notes that the engine was told of these tasks in these versions. */
    void markTold(Collection<Task> tasks);

    /** How many tasks the engine has not been told of. */
    long countBehind();

    /**
     * Active tasks whose instant passed unclaimed for at least {@code overdue}, oldest first, without those that run. They are
     * not answered again for {@code patience}, and the later it is the longer, up to six times that: a restart costs a task
     * its place in the engine's queue.
     */
    List<TaskId> overdue(Duration overdue, Duration patience, int limit);

    /**
     * The instant of the so-manieth oldest of the schedules' instants that were missed and are not claimed, among tasks that do
     * not run.
     *
     * @param number from 1 on
     * @return null when there are fewer
     */
    @Nullable
    Instant missed(int number);

    /** Notes that a worker attends to these tasks, although their instants have passed: they are not answered as overdue now. */
    void attended(Collection<TaskId> tasks);

    /** The open fires of these tasks that the engine was given workflows for. */
    List<Carried> carried(Collection<TaskId> tasks);

    /**
     * Fires whose workflow should long have said something, if it lives: their attempt has been due for {@code age}, or
     * another program's worker has performed it for so long; and those that were not handed over for some seconds. Each is answered again only after {@code age}.
     */
    List<Carried> silent(Duration age, int limit);

    /** How many tasks are overdue by at least so much. */
    long countOverdue(Duration overdue);

    /** How many active tasks are due in each of the seconds that begin at these instants. */
    Map<Instant, Long> dueInSeconds(Collection<Instant> seconds);

    /**
     * Remembers which engine the tasks' workflows live in.
     *
     * @param identity changes when the engine lost its memory
     * @return whether it is another one than before; every task then counts as not told
     */
    boolean isNewEngine(String identity);

    /** A fire with a workflow of its own. */
    record Carried(TaskId task, FireId fire) {}
}
