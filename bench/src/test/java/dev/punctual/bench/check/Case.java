package dev.punctual.bench.check;

import dev.punctual.bench.check.Book.AttemptRow;
import dev.punctual.bench.check.Book.Event;
import dev.punctual.bench.check.Book.FireRow;
import dev.punctual.bench.check.Book.TaskRow;
import dev.punctual.bench.check.Book.VersionRow;
import dev.punctual.bench.check.Evidence.Observation;
import dev.punctual.bench.check.Evidence.ProcessFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Evidence made by hand. Times are seconds since {@link #T}; the horizon is at 60. */
final class Case {
    static final Instant T = Instant.parse("2026-11-21T12:00:00Z");

    final List<Request> requests = new ArrayList<>();
    final List<Arrival> arrivals = new ArrayList<>();
    final List<TaskRow> tasks = new ArrayList<>();
    final List<VersionRow> versions = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final List<FireRow> fires = new ArrayList<>();
    final List<AttemptRow> attempts = new ArrayList<>();
    final List<Observation> observations = new ArrayList<>();
    final List<Window> windows = new ArrayList<>();
    final Map<String, Long> metrics = new HashMap<>();
    final List<String> leaks = new ArrayList<>();
    long deadlocks;
    double horizon = 60;

    static Instant at(double seconds) {
        return T.plusNanos(Math.round(seconds * 1e9));
    }

    /** An interval task of which a user was told at 0.1 that it is registered. */
    Case every(String task, int seconds, String... more) {
        String fields = more.length == 0 ? "" : "," + String.join(",", more);
        return create(
                task,
                "{\"schedule\":{\"type\":\"interval\",\"every\":\"PT%dS\",\"anchor\":\"%s\"},\"action\":{\"type\":\"http\"}%s}"
                        .formatted(seconds, at(10), fields));
    }

    Case create(String task, String body) {
        asked(task, "create", task + "/0", 0, 201, 1, body);
        versions.add(new VersionRow(task, 1, Map.of("op", task + "/0")));
        tasks.add(new TaskRow(task, "ACTIVE", 1, at(horizon + 5)));
        return event(task, 1, "create", 0.05);
    }

    /** A change that a user was told of a tenth of a second after it was sent. */
    Case change(String task, String verb, double at, int version, String body) {
        asked(task, verb, task + "/" + version, at, 200, version, body);
        if (verb.equals("replace")) {
            versions.add(new VersionRow(task, version, Map.of("op", task + "/" + version)));
        }
        tasks.replaceAll(row -> row.id().equals(task)
                ? new TaskRow(task, verb.equals("cancel") ? "CANCELLED" : row.state(), version, row.nextFireAt())
                : row);
        return event(task, version, verb, at + 0.05);
    }

    Case asked(String task, String verb, String wish, double at, int status, @Nullable Integer version, String body) {
        requests.add(request(task, verb, wish, at, status, version, null, body, "{}"));
        return this;
    }

    Request request(
            String task,
            String verb,
            String wish,
            double at,
            int status,
            @Nullable Integer version,
            @Nullable Integer ifMatch,
            String body,
            String answer) {
        return new Request(
                requests.size() + 1,
                task,
                verb,
                wish,
                !verb.equals("replace"),
                ifMatch,
                JsonMapper.shared().readTree(body),
                at(at),
                at(at),
                status == 0 ? null : at(at + 0.1),
                status,
                version,
                JsonMapper.shared().readTree(answer));
    }

    Case event(String task, int version, String verb, double at) {
        events.add(new Event(events.size() + 1L, at(at), task, version, verb, null, null));
        return this;
    }

    /** The task waited for this instant when the last change came. */
    Case waitedFor(double instant) {
        Event last = events.removeLast();
        events.add(new Event(last.id(), last.at(), last.task(), last.version(), last.verb(), last.fire(), at(instant)));
        return this;
    }

    /** Fires that succeeded on time, with what their payloads saw. */
    Case ran(String task, double... instants) {
        return ranBy(1, task, instants);
    }

    /** The same, by a version of the task. */
    Case ranBy(int version, String task, double... instants) {
        for (double instant : instants) {
            fire(task, instant, "SUCCEEDED", version, instant + 0.001, instant + 0.1);
            arrival(task, instant, 1, instant + 0.002, instant + 0.05, "200");
        }
        return this;
    }

    /** Fires every so many seconds from the tenth on until the horizon. */
    Case ranEvery(String task, int seconds) {
        for (double instant = 10; instant <= horizon; instant += seconds) {
            ran(task, instant);
        }
        return this;
    }

    Case fire(String task, double instant, String state, int version, double claimed, double finished) {
        fires.add(new FireRow(
                id(task, instant),
                task,
                at(instant),
                "SCHEDULE",
                state,
                null,
                null,
                version,
                1,
                at(claimed),
                null,
                at(claimed),
                at(finished),
                null));
        return this;
    }

    Case skipped(String task, double instant, String reason, int version) {
        fires.add(new FireRow(
                id(task, instant),
                task,
                at(instant),
                "SCHEDULE",
                "SKIPPED",
                reason,
                null,
                version,
                0,
                null,
                null,
                null,
                at(instant + 1),
                null));
        return this;
    }

    Case arrival(String task, double instant, int attempt, double entered, double ended, String end) {
        arrivals.add(new Arrival(
                arrivals.size() + 1, task, at(instant), attempt, id(task, instant), at(entered), at(ended), end));
        return this;
    }

    /** The last fire had an attempt before. */
    Case again(String state, double claimed, double finished, double next, double end) {
        FireRow last = fires.removeLast();
        attempts.add(new AttemptRow(last.id(), 1, state, at(claimed), at(finished)));
        fires.add(new FireRow(
                last.id(),
                last.task(),
                last.scheduledFor(),
                last.trigger(),
                last.state(),
                null,
                null,
                last.version(),
                2,
                last.claimedAt(),
                at(next),
                at(next),
                at(end),
                null));
        return this;
    }

    static String id(String task, double instant) {
        return task + "@" + instant;
    }

    Evidence evidence() {
        return new Evidence(
                requests,
                arrivals,
                new Book(at(horizon + 2), deadlocks, tasks, versions, events, fires, attempts),
                observations,
                windows,
                at(horizon),
                new ProcessFacts(at(-10), metrics, List.of(), leaks));
    }

    /** The invariants that the whole checker finds violated, each once. */
    List<String> violated() {
        return Checker.judge(evidence()).stream()
                .map(Violation::invariant)
                .distinct()
                .toList();
    }
}
