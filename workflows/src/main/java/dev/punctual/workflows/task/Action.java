package dev.punctual.workflows.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What a task does at its instants. Each kind is one record here, and one handler among the activities if
 * Punctual's own worker performs it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HttpAction.class, name = "http"),
    @JsonSubTypes.Type(value = CommandAction.class, name = "command"),
    @JsonSubTypes.Type(value = SqlAction.class, name = "sql"),
    @JsonSubTypes.Type(value = ActivityAction.class, name = "activity"),
    @JsonSubTypes.Type(value = WorkflowAction.class, name = "workflow"),
    @JsonSubTypes.Type(value = TriggerAction.class, name = "trigger"),
    @JsonSubTypes.Type(value = SimulateAction.class, name = "simulate")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Action
        permits HttpAction, CommandAction, SqlAction, RemoteAction, TriggerAction, SimulateAction {
    /** The kind's name, as in JSON. */
    String type();

    /** Whether another program than Punctual's worker performs it.
     */
    default boolean isRemote() {
        return false;
    }

    /** One short line for people; never holds headers, bodies or the query of an address. */
    String describe();
}
