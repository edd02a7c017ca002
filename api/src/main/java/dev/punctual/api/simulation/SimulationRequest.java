package dev.punctual.api.simulation;

import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Fields;
import dev.punctual.api.web.JsonBody;
import dev.punctual.book.TaskBook.TaskQuery;
import dev.punctual.workflows.simulation.Simulation;
import dev.punctual.workflows.simulation.Simulation.Outage;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is to be simulated. */
@Schema(name = "SimulationRequest")
record SimulationRequest(
        @Schema(description = "When virtual time begins") Instant from,

        @Schema(description = "When it ends, at most 400 days later")
        Instant to,

        @Schema(description = "Times at which nothing starts; at most 100") @Nullable
        List<OutageView> outages,

        @Schema(description = "Ids of tasks, at most 1,000; or a filter") @Nullable
        List<String> tasks,

        @Schema(description = "Which tasks, at most 1,000; {} means all. Or ids in tasks") @Nullable
        FilterView filter,

        @Schema(
                description = "How long each run takes; the median of the task's last runs when it is left out",
                type = "string",
                format = "duration")
        @Nullable
        Duration duration,

        @Schema(
                description = "How many events of each task are listed",
                minimum = "0",
                maximum = "1000",
                defaultValue = "20")
        @Nullable
        Integer limit) {
    static final int MOST_TASKS = 1_000;

    private static final int MOST_OUTAGES = 100;
    private static final int EVENTS = 20;
    private static final int MOST_EVENTS = 1_000;
    private static final Duration LONGEST = Duration.ofDays(400);
    private static final Duration LONGEST_RUN = Duration.ofDays(31);

    /** A time at which nothing starts. */
    @Schema(name = "SimulatedOutage")
    record OutageView(Instant from, Instant to) {}

    /** Which tasks. */
    @Schema(name = "SimulationFilter")
    record FilterView(
            @Nullable TaskState state,

            @Schema(description = "key=value") @Nullable String label,

            @Schema(description = "part of the id or the display name") @Nullable
            String q,

            @Nullable String actionType) {}

    /**
     * A request that is valid.
     *
     * @param tasks by their names; null when a query finds them
     * @param query null when they are named
     * @param duration null for each task's own
     */
    record Read(
            Simulation simulation,
            @Nullable List<TaskId> tasks,
            @Nullable TaskQuery query,
            @Nullable Duration duration,
            int limit) {}

    static Read read(JsonBody body, String namespace) {
        Errors errors = new Errors();
        Fields fields = Fields.of(body.required(), "", errors);
        Instant from = fields.instant("from");
        Instant to = fields.instant("to");
        List<Outage> outages = outages(fields);
        Duration duration = fields.duration("duration", Duration.ZERO, LONGEST_RUN);
        Integer limit = fields.integer("limit", 0, MOST_EVENTS);
        List<String> named = fields.list("tasks", MOST_TASKS);
        Fields filter = fields.object("filter");
        if (fields.has("tasks") == fields.has("filter")) {
            fields.refuse(
                    "TARGETS",
                    "%s; send tasks, a list of ids, or a filter such as {\"label\": \"team=billing\"}, where {} means all"
                            .formatted(
                                    fields.has("tasks")
                                            ? "both tasks and filter are given"
                                            : "neither tasks nor filter is given"));
        }
        TaskQuery query = filter == null ? null : query(filter, namespace);
        fields.end();
        checkSpan(fields, from, to);
        List<TaskId> ids = filter == null && named != null ? ids(fields, named, namespace) : null;
        errors.throwIfAny();
        if (from == null || to == null) {
            throw new IllegalStateException("no span, and no mistake was noted");
        }
        return new Read(new Simulation(from, to, outages), ids, query, duration, limit == null ? EVENTS : limit);
    }

    private static void checkSpan(Fields fields, @Nullable Instant from, @Nullable Instant to) {
        if (!fields.has("from")) {
            fields.missing("from", "send the instant at which virtual time begins");
        }
        if (!fields.has("to")) {
            fields.missing("to", "send the instant at which virtual time ends");
        }
        if (from == null || to == null) {
            return;
        }
        if (!from.isBefore(to)) {
            fields.refuse("to", "OUT_OF_RANGE", "to is %s; send an instant after %s".formatted(to, from));
        } else if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            fields.refuse(
                    "to",
                    "OUT_OF_RANGE",
                    "from %s to %s is longer than %d days; simulate a part of it"
                            .formatted(from, to, LONGEST.toDays()));
        }
    }

    private static List<Outage> outages(Fields fields) {
        List<Outage> outages = new ArrayList<>();
        List<JsonNode> items = fields.items("outages", MOST_OUTAGES);
        for (int i = 0; items != null && i < items.size(); i++) {
            Fields item = fields.item("outages", i, items.get(i));
            if (item == null) {
                continue;
            }
            Instant from = item.instant("from");
            Instant to = item.instant("to");
            item.end();
            if (from != null && to != null && from.isBefore(to)) {
                outages.add(new Outage(from, to));
            } else if (!item.has("from") || !item.has("to")) {
                fields.refuseItem("outages", i, "REQUIRED", "outages/%d lacks from or to; send both".formatted(i));
            } else if (from != null && to != null) {
                fields.refuseItem(
                        "outages",
                        i,
                        "OUT_OF_RANGE",
                        "outages/%d ends at %s, not after its begin %s".formatted(i, to, from));
            }
        }
        return outages;
    }

    private static List<TaskId> ids(Fields fields, List<String> named, String namespace) {
        Set<TaskId> ids = new LinkedHashSet<>();
        for (int i = 0; i < named.size(); i++) {
            if (!TaskId.isName(named.get(i))) {
                fields.refuseItem("tasks", i, "ID", "tasks/%d is not a task's id".formatted(i));
            } else if (!ids.add(new TaskId(namespace, named.get(i)))) {
                fields.refuseItem(
                        "tasks", i, "REPEATED", "tasks/%d is '%s', which is there already".formatted(i, named.get(i)));
            }
        }
        return List.copyOf(ids);
    }

    private static TaskQuery query(Fields filter, String namespace) {
        TaskState state = filter.choice("state", TaskState.class);
        SortedMap<String, String> labels = new TreeMap<>();
        String label = filter.text("label", 200);
        if (label != null) {
            String[] parts = label.split("[=:]", 2);
            if (parts.length < 2 || parts[0].isEmpty()) {
                filter.refuse("label", "LABEL", "label is '%s'; write key=value".formatted(label));
            } else {
                labels.put(parts[0], parts[1]);
            }
        }
        String text = filter.text("q", 1_000);
        String actionType = filter.text("actionType", 100);
        filter.end();
        // one more than is allowed tells that there are too many
        return new TaskQuery(
                namespace, state == null ? null : state.name(), labels, text, actionType, null, MOST_TASKS + 1);
    }
}
