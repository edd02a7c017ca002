package dev.punctual.workflows.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done by a Temporal worker that is not Punctual's, in any language. */
public sealed interface RemoteAction extends Action permits ActivityAction, WorkflowAction {
    /** Where that worker listens. */
    String taskQueue();

    /** The name by which it knows what to do. */
    String remoteType();

    /** The arguments as JSON values; their texts may hold placeholders such as {@code {{fireId}}}. */
    List<@Nullable Object> input();

    @Override
    default boolean isRemote() {
        return true;
    }

    @Override
    default String describe() {
        return "%s %s on %s".formatted(type(), remoteType(), taskQueue());
    }
}
