package dev.punctual.workflows;

import static org.apache.commons.lang3.ObjectUtils.max;
import static org.apache.commons.lang3.ObjectUtils.min;

import dev.punctual.workflows.task.TaskId;
import java.time.Duration;

/**
 * How early the engine wakes a task before its instant, so that the engine's queues are paid before it. A few seconds, spread
 * by the task's name; where many tasks share a second, their wake-ups are spread over as long as the engine needs for them. What is
 * urgent is woken earlier still: a busy engine may be late by seconds, and serves nobody first.
 */
public final class Lead {
    /** The shortest lead: what a wake-up costs on a busy engine. */
    static final Duration SHORTEST = Duration.ofSeconds(1);

    /** How far the leads of tasks that share nothing are spread. */
    static final Duration SPREAD = Duration.ofSeconds(2);

    /** So much earlier an urgent task is woken. */
    static final Duration URGENT = Duration.ofSeconds(10);

    /** The engine caps the workflow-task timeout at 120 s, and a hold must end within one. */
    static final Duration LONGEST = Duration.ofSeconds(100);

    /** No workflow task times out sooner, or a busy engine would repeat work; recovery is the watches' concern. */
    static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(10);

    /** The engine silently cuts longer ones to this. */
    static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);

    private final double wakesPerSecond;

    /** @param wakesPerSecond how many tasks the engine can wake in a second beside its other work */
    public Lead(double wakesPerSecond) {
        this.wakesPerSecond = wakesPerSecond;
    }

    /**
     * The lead of a task that is woken at random among those that share its second.
     *
     * @param urgent whether its priority is higher than usual
     * @param herd how many are due in that second
     */
    public Duration among(TaskId task, boolean urgent, long herd) {
        return min(LONGEST, basic(task, urgent).plus(seconds(share(task, 1) * herd / wakesPerSecond)));
    }

    /**
     * The lead of a task when its place among those that share its second is known: places are woken one after the other.
     *
     * @param urgent whether its priority is higher than usual
     * @param place how many tasks of that second have been given a lead before
     */
    public Duration atPlace(TaskId task, boolean urgent, long place) {
        return min(LONGEST, basic(task, urgent).plus(seconds(place / wakesPerSecond)));
    }

    /**
     * How long a task is to be able to hold, from which follows its workflow-task timeout. After an instant that many share the
     * engine hears of their fires one after the other: who has no more time than its lead reports too late, and has its work repeated.
     *
     * @param lead how early the task is woken
     * @param herd how many share its second
     */
    public Duration hold(Duration lead, long herd) {
        return herd > wakesPerSecond ? max(lead, Ticket.LONGEST_STAY) : lead;
    }

    /** The workflow-task timeout under which a hold of this length needs no heartbeat of the workflow task. */
    public static Duration workflowTaskTimeout(Duration hold) {
        // the SDK heartbeats at 80 % of the timeout
        Duration needed = hold.multipliedBy(5).dividedBy(4).plusSeconds(5);
        return max(SHORTEST_TIMEOUT, min(needed, LONGEST_TIMEOUT));
    }

    /** The longest hold that needs no heartbeat under this timeout: the inverse of {@link #workflowTaskTimeout}. */
    static Duration holdWithin(Duration workflowTaskTimeout) {
        return workflowTaskTimeout.minusSeconds(5).multipliedBy(4).dividedBy(5);
    }

    private static Duration basic(TaskId task, boolean urgent) {
        return SHORTEST.plusNanos((long) (share(task, 0) * SPREAD.toNanos())).plus(urgent ? URGENT : Duration.ZERO);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    /** An evenly spread number from 0 to 1 that belongs to the task. */
    private static double share(TaskId task, int salt) {
        int hash = task.hashCode() * 31 + salt;
        // the finalizer of MurmurHash3 (Austin Appleby, public domain) spreads neighbouring hash codes
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        hash *= 0xc2b2ae35;
        hash ^= hash >>> 16;
        return (hash >>> 1) / (double) Integer.MAX_VALUE;
    }
}
