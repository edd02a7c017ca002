package dev.punctual.peers;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** A fire as Temporal's documentation would have it: a workflow that runs an activity. Public, because the SDK makes it. */
@WorkflowInterface
public interface TemporalFire {

    /** Performs one fire; the instant has come when it is started. */
    @WorkflowMethod
    void fire(String task, String due);

    /** The activity: the payload. */
    @ActivityInterface
    interface Call {
        void call(String task, String due);
    }

    /** The workflow's code. */
    final class Impl implements TemporalFire {
        private final Call call = Workflow.newActivityStub(
                Call.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofSeconds(10))
                        .build());

        @Override
        public void fire(String task, String due) {
            call.call(task, due);
        }
    }
}
