package dev.punctual.api.task;

import dev.punctual.api.json.Fields;
import dev.punctual.api.json.Json;
import dev.punctual.workflows.task.Action;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TriggerAction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a task does. */
final class ActionReader {
    private static final String KINDS = "http, command, sql, activity, workflow, trigger or simulate";
    private static final Duration LONGEST_SIMULATION = Duration.ofMinutes(15);

    private ActionReader() {}

    /**
     * The action, or null when a mistake was noted.
     *
     * @param rules what the operator allows
     */
    static @Nullable Action read(Fields fields, ActionRules rules) {
        String type = fields.text("type", 100);
        return switch (type) {
            case null -> {
                if (!fields.has("type")) {
                    fields.missing("type", "choose " + KINDS);
                }
                yield null;
            }
            case "http" -> {
                Action action = HttpActionReader.read(fields, rules);
                fields.end();
                yield action;
            }
            case "command" -> {
                Action action = CommandActionReader.read(fields, rules);
                fields.end();
                yield action;
            }
            case "sql" -> {
                Action action = SqlActionReader.read(fields, rules);
                fields.end();
                yield action;
            }
            case "trigger" -> {
                Action action = trigger(fields);
                fields.end();
                yield action;
            }
            case "simulate" -> {
                Action action = simulate(fields);
                fields.end();
                yield action;
            }
            case "activity" -> {
                Action action = RemoteActionReader.activity(fields);
                fields.end();
                yield action;
            }
            case "workflow" -> {
                Action action = RemoteActionReader.workflow(fields);
                fields.end();
                yield action;
            }
            default -> {
                fields.refuse("type", "CHOICE", "type is '%s'; choose %s".formatted(type, KINDS));
                yield null;
            }
        };
    }

    private static @Nullable Action trigger(Fields fields) {
        String task = fields.text("task", 1_000);
        Object input = InputReader.read(fields);
        if (task == null) {
            if (!fields.has("task")) {
                fields.missing("task", "name the task of this namespace that is to be triggered");
            }
            return null;
        }
        if (!TaskId.isName(task)) {
            fields.refuse(
                    "task",
                    "ID",
                    "task is '%s'; use 1 to 63 lower-case letters, digits and inner hyphens".formatted(task));
            return null;
        }
        return new TriggerAction(task, input);
    }

    private static @Nullable Action simulate(Fields fields) {
        Double failureRate = fields.decimal("failureRate", 0, 1);
        JsonNode output = fields.any("output");
        JsonNode asked = fields.any("duration");
        Duration min = Duration.ZERO;
        Duration max = Duration.ZERO;
        if (asked != null && asked.isObject()) {
            Fields range = fields.object("duration");
            if (range == null) {
                return null;
            }
            min = range.duration("min", Duration.ZERO, LONGEST_SIMULATION);
            max = range.duration("max", Duration.ZERO, LONGEST_SIMULATION);
            range.end();
            for (String bound : new String[] {"min", "max"}) {
                if (!range.has(bound)) {
                    range.missing(bound, "send both min and max, or one duration as a string");
                }
            }
            if (min != null && max != null && min.compareTo(max) > 0) {
                range.refuse(
                        "max", "OUT_OF_RANGE", "max is %s, shorter than min %s; exchange them".formatted(max, min));
            }
        } else if (asked != null) {
            min = fields.duration("duration", Duration.ZERO, LONGEST_SIMULATION);
            max = min;
        }
        if (min == null || max == null) {
            return null;
        }
        return new SimulateAction(
                min, max, failureRate == null ? 0 : failureRate, output == null ? null : Json.plain(output));
    }
}
