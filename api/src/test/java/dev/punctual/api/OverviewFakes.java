package dev.punctual.api;

import dev.punctual.api.system.SystemFacts;
import dev.punctual.book.FireLedger.Upcoming;
import dev.punctual.book.FireOutput;
import dev.punctual.book.FireOverview;
import dev.punctual.book.TaskRecords;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.OutputLine;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the book would say of many fires and of changes: always the same. */
final class OverviewFakes {
    static final TaskSpec SPEC = TaskSpec.of(
            new IntervalSchedule(Duration.ofMinutes(30), Instant.parse("2026-11-20T10:30:00Z")),
            new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null));

    private OverviewFakes() {}

    static FireId fire(String task, Instant at) {
        return FireId.of(new TaskId("default", task), at, Trigger.SCHEDULE);
    }

    /** One point, one run a task, one cell a task, and one task that fires every half hour. */
    static final class Overview implements FireOverview {
        private static final Instant AT = Instant.parse("2026-11-20T09:30:00Z");

        @Override
        public List<Point> history(String namespace, Instant from, Instant to, Duration step) {
            return List.of(new Point(
                    from.plus(step),
                    Map.of(FireState.SUCCEEDED, 5L, FireState.TIMED_OUT, 1L),
                    Duration.ofNanos(1_500_000),
                    Duration.ofMillis(2),
                    Duration.ofMillis(3)));
        }

        @Override
        public Map<String, List<Brief>> recent(String namespace, List<String> tasks, int each) {
            Map<String, List<Brief>> all = new HashMap<>();
            tasks.forEach(task -> all.put(task, List.of(brief(task))));
            return all;
        }

        private static Brief brief(String task) {
            return new Brief(
                    fire(task, AT), FireState.SUCCEEDED, AT, Duration.ofNanos(1_234_567), Duration.ofMillis(20));
        }

        @Override
        public Map<String, GridRow> grid(String namespace, List<String> tasks, Span span) {
            Map<String, GridRow> all = new HashMap<>();
            tasks.forEach(task -> all.put(
                    task,
                    new GridRow(new TreeMap<>(Map.of(1, new Cell(1, FireState.FAILED, true, fire(task, AT)))), null)));
            return all;
        }

        @Override
        public List<Brief> runs(String namespace, String task, int limit) {
            return List.of(brief(task));
        }

        @Override
        public Map<String, Duration> usual(String namespace, Collection<String> tasks) {
            Map<String, Duration> all = new HashMap<>();
            tasks.forEach(task -> all.put(task, Duration.ofMillis(20)));
            return all;
        }

        @Override
        public List<Upcoming> active(String namespace, @Nullable String after, int limit) {
            Instant next = Instant.parse("2026-11-20T10:30:00Z");
            return after != null
                    ? List.of()
                    : List.of(
                            new Upcoming(next, new TaskId(namespace, "often"), SPEC),
                            new Upcoming(next, new TaskId(namespace, "too"), SPEC));
        }
    }

    /** Two versions, and one event. */
    static final class Records implements TaskRecords {
        @Override
        public List<Version> versions(TaskId task, @Nullable Integer before, int limit) {
            List<Version> all = List.of(
                    new Version(2, ApiTestApplication.NOW, "ann", SPEC),
                    new Version(1, ApiTestApplication.NOW.minusSeconds(60), null, SPEC));
            return all.stream()
                    .filter(version -> before == null || version.version() < before)
                    .limit(limit)
                    .toList();
        }

        @Override
        public Events audit(AuditQuery query) {
            Event event = new Event(7, ApiTestApplication.NOW, "one", 2, "ann", "pause", Map.of("fire", "f"));
            return query.before() == null
                    ? new Events(List.of(event), new Place(event.at(), event.id()))
                    : new Events(List.of(), null);
        }

        @Override
        public List<String> namespaces() {
            return List.of("billing", "default");
        }
    }

    /** Three lines of every fire. */
    static final class Output implements FireOutput {
        @Override
        public List<Numbered> lines(FireId fire, int from) {
            return IntStream.rangeClosed(Math.max(1, from), 3)
                    .mapToObj(number -> new Numbered(
                            number, new OutputLine(OutputLine.Stream.STDOUT, ApiTestApplication.NOW, "line " + number)))
                    .toList();
        }
    }

    /** A release that speaks to a Temporal. */
    static final class Facts implements SystemFacts {
        @Override
        public String version() {
            return "1.2.3";
        }

        @Override
        public Set<String> queues() {
            return Set.of("default");
        }

        @Override
        public Temporal temporal() {
            return new Temporal(true, "127.0.0.1:7233", "http://127.0.0.1:8233", "default");
        }
    }
}
