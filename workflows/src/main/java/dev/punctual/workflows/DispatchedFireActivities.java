package dev.punctual.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What the workflow of a dispatched fire asks of the workers of its queue. */
@ActivityInterface
public interface DispatchedFireActivities {
    /**
     * Claims, performs and records an attempt of the fire, if one is due. Heartbeats meanwhile, and stops the attempt when its
     * workflow is cancelled. May be repeated at any point: the claim lets no attempt start twice. What another worker is to
     * perform is only claimed; a repetition in the same run of the workflow finds that claim again. An attempt that is already
     * in progress it accompanies to its end.
     */
    @ActivityMethod
    AttemptStep attempt(FireTicket ticket);

    /**
     * The same at once, by the worker that carries the fire, if it has room; else makes none, and answers
     * {@link AttemptStep.ByQueue}. That is the answer for an attempt of more than some seconds, too: it goes on meanwhile.
     */
    @ActivityMethod
    AttemptStep attemptAtOnce(FireTicket ticket);

    /** Looks whether an attempt that was held back can be made by now; makes none. */
    @ActivityMethod
    AttemptStep look(FireTicket ticket);

    /** Records an attempt that another worker performed, and says what follows. May be repeated at any point. */
    @ActivityMethod
    AttemptStep record(RemoteReport report);
}
