package dev.punctual.workflows.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has any Temporal worker run an activity.
 *
 * @param taskQueue where the worker listens
 * @param activityType the activity's name
 * @param input its arguments
 * @param heartbeatTimeout the longest silence of the running activity; null for no limit but the task's timeout
 */
public record ActivityAction(
        String taskQueue,
        String activityType,
        List<@Nullable Object> input,
        @Nullable Duration heartbeatTimeout) implements RemoteAction {

    // written out, because a compact one tells other modules nothing of the nulls in the input
    public ActivityAction(
            String taskQueue, String activityType, List<@Nullable Object> input, @Nullable Duration heartbeatTimeout) {
        this.taskQueue = taskQueue;
        this.activityType = activityType;
        // not List.copyOf, which takes no null
        this.input = Collections.unmodifiableList(new ArrayList<>(input));
        this.heartbeatTimeout = heartbeatTimeout;
    }

    @Override
    public String type() {
        return "activity";
    }

    @Override
    public String remoteType() {
        return activityType;
    }
}
