package dev.punctual.api.simulation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.simulation.VirtualEvent;
import dev.punctual.workflows.task.TaskState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What would become of some tasks. */
@Schema(name = "Simulation")
record SimulationView(
        Instant from,
        Instant to,

        @Schema(description = "Fires of all tasks that would start at their instants")
        long onTime,

        @Schema(description = "Fires of all tasks that would start later")
        long late,

        @Schema(description = "Instants of all tasks that would not be acted on, by reason")
        Map<SkipReason, Long> skipped,

        @Schema(description = "In the order of their ids, or as they were named")
        List<TaskView> tasks,

        @Schema(example = "2025b") String tzdataVersion) {

    /** What would become of a task. */
    @Schema(name = "SimulatedTask")
    record TaskView(
            String task,

            @Schema(description = "Of the task at present: only ACTIVE tasks fire, and PAUSED ones whose pause ends")
            TaskState state,

            @Schema(description = "How long each run takes") Duration duration,
            long onTime,
            long late,

            @Schema(description = "Fires that would be stopped in favour of the next")
            long stopped,

            Map<SkipReason, Long> skipped,

            @Schema(description = "The first of what happens, in its order")
            List<EventView> events,

            @Schema(description = "Whether more happens than is listed")
            boolean more) {}

    /** What happens. */
    enum What {
        /** A fire starts at its instant. */
        ON_TIME,
        /** A fire starts later: it is caught up, or waited for another one. */
        LATE,
        /** An instant is not acted on. */
        SKIPPED,
        /** A fire is stopped in favour of the next. */
        STOPPED
    }

    /** What happens at some time. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SimulatedEvent")
    record EventView(
            What what,
            Instant scheduledFor,
            Instant at,

            @Schema(description = "Of a fire that starts late: by how much") @Nullable
            Duration lateBy,

            @Schema(description = "Why it is skipped") @Nullable
            SkipReason reason,

            @Schema(description = "How many skipped instants this stands for; left out for one") @Nullable
            Long covers,

            @Schema(description = "The last of them") @Nullable
            Instant coversUntil) {
        static EventView of(VirtualEvent event) {
            return switch (event) {
                case VirtualEvent.Started started ->
                    new EventView(
                            started.lateness().isZero() ? What.ON_TIME : What.LATE,
                            started.scheduledFor(),
                            started.at(),
                            started.lateness().isZero() ? null : started.lateness(),
                            null,
                            null,
                            null);
                case VirtualEvent.Skipped skipped ->
                    new EventView(
                            What.SKIPPED,
                            skipped.scheduledFor(),
                            skipped.at(),
                            null,
                            skipped.reason(),
                            skipped.skip().count() == 1
                                    ? null
                                    : (Long) skipped.skip().count(),
                            skipped.skip().count() == 1 ? null : skipped.skip().until());
                case VirtualEvent.Stopped stopped ->
                    new EventView(What.STOPPED, stopped.scheduledFor(), stopped.at(), null, null, null, null);
            };
        }
    }

    /** Counts what happens to one task, and lists the first of it. */
    static final class Counter {
        private final int limit;
        private final List<EventView> events = new ArrayList<>();
        private final Map<SkipReason, Long> skipped = new TreeMap<>();
        private long onTime;
        private long late;
        private long stopped;
        private boolean more;

        Counter(int limit) {
            this.limit = limit;
        }

        void add(VirtualEvent event) {
            switch (event) {
                case VirtualEvent.Started started -> {
                    if (started.lateness().isZero()) {
                        onTime++;
                    } else {
                        late++;
                    }
                }
                case VirtualEvent.Skipped skip ->
                    skipped.merge(skip.reason(), skip.skip().count(), Long::sum);
                case VirtualEvent.Stopped ignored -> stopped++;
            }
            if (events.size() < limit) {
                events.add(EventView.of(event));
            } else {
                more = true;
            }
        }

        TaskView view(String task, TaskState state, Duration takes) {
            return new TaskView(task, state, takes, onTime, late, stopped, skipped, events, more);
        }
    }

    static SimulationView of(Instant from, Instant to, List<TaskView> tasks) {
        Map<SkipReason, Long> skipped = new TreeMap<>();
        tasks.forEach(task -> task.skipped().forEach((reason, count) -> skipped.merge(reason, count, Long::sum)));
        return new SimulationView(
                from,
                to,
                tasks.stream().mapToLong(TaskView::onTime).sum(),
                tasks.stream().mapToLong(TaskView::late).sum(),
                skipped,
                tasks,
                TimeZoneData.version());
    }
}
