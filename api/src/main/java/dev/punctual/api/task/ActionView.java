package dev.punctual.api.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.punctual.workflows.task.Action;
import dev.punctual.workflows.task.HttpAction;
import dev.punctual.workflows.task.SimulateAction;
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
    @JsonSubTypes.Type(value = ActionView.Simulate.class, name = "simulate")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Action",
        description = "What a task does",
        oneOf = {ActionView.Http.class, ActionView.Simulate.class})
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
                        http.followRedirects());
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
            boolean followRedirects)
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
