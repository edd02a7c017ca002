package dev.punctual.api.task;

import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Fields;
import dev.punctual.api.schedule.CalendarLookup;
import dev.punctual.api.schedule.ScheduleReader;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.Action;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.ActivityAction;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.Concurrency;
import dev.punctual.workflows.task.Delivery;
import dev.punctual.workflows.task.FollowUps;
import dev.punctual.workflows.task.OverlapPolicy;
import dev.punctual.workflows.task.RetryPolicy;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a task and notes all that is wrong with it. */
final class TaskReader {
    /** What the server alone says; ignored in a request, so that what was read can be changed and sent back. */
    static final List<String> OUTPUT_ONLY = List.of(
            "state",
            "version",
            "nextFireAt",
            "lastFire",
            "engine",
            "pause",
            "createTime",
            "updateTime",
            "tzdataVersion",
            "recent");

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration SHORTEST_RETENTION = Duration.ofHours(1);
    static final Duration LONGEST_TIMEOUT = Duration.ofDays(7);
    private static final int MOST_LABELS = 50;
    private static final Pattern LABEL_KEY = Pattern.compile("[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?");

    private final Instant now;
    private final @Nullable TaskSpec current;
    private final CalendarLookup calendars;
    private final ActionRules rules;

    /**
     * @param now what relative and missing instants count from
     * @param current what is replaced; null for a new task
     * @param calendars those that a schedule may exclude
     * @param rules what the operator allows
     */
    TaskReader(Instant now, @Nullable TaskSpec current, CalendarLookup calendars, ActionRules rules) {
        this.now = now;
        this.current = current;
        this.calendars = calendars;
        this.rules = rules;
    }

    /**
     * What was read.
     *
     * @param id the task's id; null when none was sent
     * @param spec the definition
     */
    record Read(@Nullable String id, TaskSpec spec) {}

    /**
     * The task, or null when a mistake was noted.
     *
     * @param unnamed the task's name when the body names none
     */
    @Nullable
    Read read(JsonNode body, String pointer, Errors errors, TaskId unnamed) {
        Errors own = new Errors();
        Fields fields = Fields.of(body, pointer, own);
        if (!body.isObject()) {
            own.addTo(errors);
            return null;
        }
        String id = id(fields);
        String displayName = fields.text("displayName", 200);
        String description = fields.text("description", 2_000);
        Map<String, String> labels = labels(fields);
        Schedule schedule = schedule(fields, id == null ? unnamed : new TaskId(unnamed.namespace(), id));
        String name = id == null ? unnamed.id() : id;
        Action action = action(fields, name);
        FollowUps followUps = new FollowUpReader(rules, name).read(fields);
        RetryPolicy retry = PolicyReader.retry(fields);
        Duration timeout = fields.duration("timeout", SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
        OverlapPolicy overlapPolicy = fields.choice("overlapPolicy", OverlapPolicy.class);
        CatchUp catchUp = PolicyReader.catchUp(fields);
        Delivery delivery = fields.choice("delivery", Delivery.class);
        Integer priority = fields.integer("priority", 1, 5);
        String fairnessKey = fairnessKey(fields);
        Double fairnessWeight = fairnessWeight(fields, fairnessKey);
        String queue = queue(fields);
        Duration retention = fields.duration("retention", SHORTEST_RETENTION, rules.longestRetention());
        Concurrency concurrency = PolicyReader.concurrency(fields);
        fields.ignore(OUTPUT_ONLY);
        fields.end();
        if (schedule instanceof OneTimeSchedule once
                && (current == null || !current.schedule().equals(schedule))) {
            refuseLongPast(fields, once, catchUp);
        }
        Duration longest = timeout == null ? TaskSpec.DEFAULT_TIMEOUT : timeout;
        refuseLongSilence(fields.object("action"), action, longest);
        if (followUps != null) {
            refuseLongSilence(fields.object("onFailure"), followUps.onFailure(), longest);
            refuseLongSilence(fields.object("onSuccess"), followUps.onSuccess(), longest);
            Fields onLate = fields.object("onLate");
            if (onLate != null && followUps.onLate() != null) {
                refuseLongSilence(onLate.object("action"), followUps.onLate().action(), longest);
            }
        }
        own.addTo(errors);
        if (!own.isEmpty() || schedule == null || action == null) {
            return null;
        }
        return new Read(
                id,
                TaskSpec.builder(schedule, action)
                        .displayName(displayName)
                        .description(description)
                        .labels(labels)
                        .retry(retry)
                        .timeout(timeout == null ? TaskSpec.DEFAULT_TIMEOUT : timeout)
                        .overlapPolicy(overlapPolicy == null ? OverlapPolicy.SKIP : overlapPolicy)
                        .catchUp(catchUp)
                        .delivery(delivery == null ? Delivery.AT_LEAST_ONCE : delivery)
                        .priority(priority == null ? TaskSpec.DEFAULT_PRIORITY : priority)
                        .fairnessKey(fairnessKey)
                        .fairnessWeight(fairnessWeight)
                        .queue(queue)
                        .followUps(followUps)
                        .retention(retention)
                        .concurrency(concurrency)
                        .build());
    }

    private static @Nullable String id(Fields fields) {
        String id = fields.text("id", 1_000);
        if (id != null && !TaskId.isName(id)) {
            fields.refuse(
                    "id", "ID", "id is '%s'; use 1 to 63 lower-case letters, digits and inner hyphens".formatted(id));
            return null;
        }
        return id;
    }

    private static Map<String, String> labels(Fields fields) {
        Map<String, String> labels = fields.texts("labels", MOST_LABELS, 200);
        Fields members = fields.object("labels");
        if (members != null) {
            for (String key : labels.keySet()) {
                if (!LABEL_KEY.matcher(key).matches()) {
                    members.refuse(
                            key,
                            "LABEL_KEY",
                            "'%s' is not a label's key; use 1 to 63 of a-z, 0-9 and inner . _ / -".formatted(key));
                }
            }
        }
        return labels;
    }

    private @Nullable Schedule schedule(Fields fields, TaskId name) {
        Fields schedule = fields.object("schedule");
        if (schedule == null) {
            if (!fields.has("schedule")) {
                fields.missing("schedule", "send {\"type\": \"once\"} for one fire now");
            }
            return null;
        }
        return new ScheduleReader(now, current == null ? null : current.schedule(), name.toString(), calendars)
                .read(schedule);
    }

    private @Nullable Action action(Fields fields, String name) {
        Fields action = fields.object("action");
        if (action == null) {
            if (!fields.has("action")) {
                fields.missing(
                        "action", "send an action of type http, command, sql, activity, workflow, trigger or simulate");
            }
            return null;
        }
        Action read = ActionReader.read(action, rules);
        FollowUpReader.refuseItself(action, read, name);
        return read;
    }

    private static @Nullable String fairnessKey(Fields fields) {
        String key = fields.text("fairnessKey", 1_000);
        if (key == null) {
            return null;
        }
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > 64) {
            fields.refuse(
                    "fairnessKey", "OUT_OF_RANGE", "fairnessKey has %d bytes in UTF-8; use 1 to 64".formatted(bytes));
        }
        return key;
    }

    private static @Nullable Double fairnessWeight(Fields fields, @Nullable String fairnessKey) {
        Double weight = fields.decimal("fairnessWeight", 0.001, 1_000);
        if (weight != null && fairnessKey == null) {
            fields.refuse(
                    "fairnessWeight",
                    "NEEDS_KEY",
                    "fairnessWeight is %s, but there is no fairnessKey whose share it could weigh; name one, or leave it out"
                            .formatted(weight));
        }
        return weight;
    }

    private String queue(Fields fields) {
        String queue = fields.text("queue", 1_000);
        if (queue != null && !rules.queues().contains(queue)) {
            fields.refuse(
                    "queue",
                    "UNKNOWN_QUEUE",
                    "there is no queue '%s'; choose one of %s, or have the operator add it to punctual.queues"
                            .formatted(queue, rules.queues().stream().sorted().toList()));
        }
        return queue == null ? TaskSpec.DEFAULT_QUEUE : queue;
    }

    private static void refuseLongSilence(@Nullable Fields fields, @Nullable Action action, Duration timeout) {
        Duration silence = action instanceof ActivityAction activity ? activity.heartbeatTimeout() : null;
        if (fields != null && silence != null && silence.compareTo(timeout) > 0) {
            fields.refuse(
                    "heartbeatTimeout",
                    "OUT_OF_RANGE",
                    "heartbeatTimeout is %s, longer than the task's timeout of %s; shorten it, or raise timeout"
                            .formatted(silence, timeout));
        }
    }

    private void refuseLongPast(Fields fields, OneTimeSchedule once, CatchUp catchUp) {
        Instant earliest = now.minus(catchUp.window());
        Fields schedule = once.at().isBefore(earliest) ? fields.object("schedule") : null;
        if (schedule != null) {
            schedule.refuse(
                    "at",
                    "TOO_LATE",
                    "at is %s, longer ago than the catch-up window %s, so it would never run; choose a later instant, leave at out for now, or widen catchUp.window"
                            .formatted(once.at(), catchUp.window()));
        }
    }
}
