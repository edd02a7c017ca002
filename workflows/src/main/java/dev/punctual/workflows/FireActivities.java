package dev.punctual.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a task's workflow asks of the outside. Both run as local activities. */
@ActivityInterface
public interface FireActivities {
    /**
     * Asks the book what the task needs, holds until the instant, claims, performs and records. Returns at once when nothing
     * is due soon. May be repeated at any point: the claim lets nothing start twice.
     */
    @ActivityMethod
    FireStep fire(Ticket ticket);

    /** Carries out what a user asked of the workflow. May be repeated. */
    @ActivityMethod
    void apply(ChangeRequest request);

    /**
     * A change for one task.
     *
     * @param ticket the task
     * @param change what is asked
     * @param seed names this wish: the same however often it is carried out; null from a worker of an older release
     */
    record ChangeRequest(
            Ticket ticket, TaskChange change, @Nullable UUID seed) {}
}
