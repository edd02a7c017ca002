package dev.punctual.api.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.punctual.workflows.task.Action;
import dev.punctual.workflows.task.ActivityAction;
import dev.punctual.workflows.task.CommandAction;
import dev.punctual.workflows.task.HttpAction;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.SqlAction;
import dev.punctual.workflows.task.TriggerAction;
import dev.punctual.workflows.task.WorkflowAction;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An action in JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ActionView.Http.class, name = "http"),
    @JsonSubTypes.Type(value = ActionView.Command.class, name = "command"),
    @JsonSubTypes.Type(value = ActionView.Sql.class, name = "sql"),
    @JsonSubTypes.Type(value = ActionView.Activity.class, name = "activity"),
    @JsonSubTypes.Type(value = ActionView.Workflow.class, name = "workflow"),
    @JsonSubTypes.Type(value = ActionView.Trigger.class, name = "trigger"),
    @JsonSubTypes.Type(value = ActionView.Simulate.class, name = "simulate")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Action",
        description = "What a task does",
        oneOf = {
            ActionView.Http.class,
            ActionView.Command.class,
            ActionView.Sql.class,
            ActionView.Activity.class,
            ActionView.Workflow.class,
            ActionView.Trigger.class,
            ActionView.Simulate.class
        })
public sealed interface ActionView {

    /** The action as it is shown. */
    static ActionView of(Action action) {
        return switch (action) {
            case HttpAction http ->
                new Http(
                        http.method(),
                        http.url(),
                        new TreeMap<>(http.headers()),
                        http.body(),
                        http.expectStatus(),
                        http.followRedirects(),
                        http.signingSecret());
            case CommandAction command ->
                new Command(
                        command.argv(),
                        new TreeMap<>(command.env()),
                        command.workingDirectory(),
                        LimitsView.of(command.limits()));
            case SqlAction sql -> new Sql(sql.dataSource(), sql.statement(), sql.parameters());
            case ActivityAction activity ->
                new Activity(
                        activity.taskQueue(), activity.activityType(), activity.input(), activity.heartbeatTimeout());
            case WorkflowAction workflow ->
                new Workflow(workflow.taskQueue(), workflow.workflowType(), workflow.input());
            case TriggerAction trigger -> new Trigger(trigger.task(), trigger.input());
            case SimulateAction simulate ->
                new Simulate(
                        simulate.minDuration().equals(simulate.maxDuration())
                                ? simulate.minDuration()
                                : new Range(simulate.minDuration(), simulate.maxDuration()),
                        simulate.failureRate(),
                        simulate.output());
        };
    }

    /** An HTTP call. */
    @Schema(name = "HttpAction")
    record Http(
            @Schema(example = "POST") String method,
            @Schema(example = "https://example.com/hook") String url,
            SortedMap<String, String> headers,

            @Schema(description = "A text, sent as it is, or any JSON value") @Nullable
            Object body,

            @Schema(example = "[\"2xx\"]") List<String> expectStatus,
            boolean followRedirects,

            @Schema(
                    description =
                            "The name of the operator's secret that the call is signed with, as Standard Webhooks says")
            @Nullable
            String signingSecret)
            implements ActionView {}

    /** A program on the worker's machine. */
    @Schema(name = "CommandAction")
    record Command(
            @Schema(
                    example = "[\"/usr/local/bin/report\", \"{{scheduledFor}}\"]",
                    description = "A program's absolute path and its arguments; no shell reads them")
            List<String> argv,

            SortedMap<String, String> env,
            @Nullable String workingDirectory,
            @Nullable LimitsView limits)
            implements ActionView {}

    /** What a command may use. */
    @Schema(name = "CommandLimits")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LimitsView(
            @Schema(example = "PT10S", description = "Processor time") @Nullable
            Duration cpu,

            @Schema(example = "256MiB") @Nullable String memory) {
        private static final long MIB = 1_024 * 1_024;

        static @Nullable LimitsView of(CommandAction.Limits limits) {
            Long bytes = limits.memoryBytes();
            return limits.equals(CommandAction.Limits.NONE)
                    ? null
                    : new LimitsView(limits.cpu(), bytes == null ? null : bytes / MIB + "MiB");
        }
    }

    /** A SQL statement. */
    @Schema(name = "SqlAction")
    record Sql(
            @Schema(description = "The name of one of the operator's data sources")
            String dataSource,

            @Schema(example = "delete from session where expires_at < ?::timestamptz")
            String statement,

            @Schema(description = "Strings, numbers, booleans and nulls, one for each ?")
            List<@Nullable Object> parameters)
            implements ActionView {}

    /** An activity of another program's Temporal worker. */
    @Schema(name = "ActivityAction")
    record Activity(
            @Schema(example = "reports", description = "The Temporal task queue that the worker listens on")
            String taskQueue,

            @Schema(example = "render") String activityType,

            @Schema(description = "Any JSON values, one for each argument")
            List<@Nullable Object> input,

            @Schema(example = "PT10S", description = "The longest silence of the running activity") @Nullable
            Duration heartbeatTimeout)
            implements ActionView {}

    /** A workflow of another program's Temporal worker. */
    @Schema(name = "WorkflowAction")
    record Workflow(
            @Schema(example = "reports", description = "The Temporal task queue that the worker listens on")
            String taskQueue,

            @Schema(example = "Digest") String workflowType,

            @Schema(description = "Any JSON values, one for each argument")
            List<@Nullable Object> input)
            implements ActionView {}

    /** A fire of another task. */
    @Schema(name = "TriggerAction")
    record Trigger(
            @Schema(example = "clean-up", description = "The id of another task of the same namespace")
            String task,

            @Schema(description = "What its action is given: any JSON of up to 16 KiB") @Nullable
            Object input)
            implements ActionView {}

    /** A mock execution. */
    @Schema(name = "SimulateAction")
    record Simulate(
            @Schema(description = "A duration, or {min, max}", example = "PT0.05S")
            Object duration,

            @Schema(minimum = "0", maximum = "1") double failureRate,

            @Schema(description = "Any JSON value, recorded as the outcome") @Nullable
            Object output)
            implements ActionView {}

    /** A duration spread evenly between two. */
    @Schema(name = "DurationRange")
    record Range(Duration min, Duration max) {}
}
