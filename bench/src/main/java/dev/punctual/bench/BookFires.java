package dev.punctual.bench;

import dev.punctual.bench.measure.Entry;
import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What the book says of the fires of a run, read through the API.
 *
 * @param entries the starts it knows of
 * @param lateness its own figures, of the fires from the window on
 * @param states how many fires are in each state, with the reason where there is one
 */
record BookFires(List<Entry> entries, Latencies lateness, Map<String, Integer> states) {
    private static final List<String> NOT_FINAL = List.of("RUNNING", "RETRYING");

    /**
     * Reads all fires that are due in a span of time.
     *
     * @param prefix of the ids of the run's tasks
     * @param from the first instant that is read
     * @param windowStart the first instant whose lateness and state count
     * @param to the first instant that is no longer read
     */
    static BookFires read(Api api, String prefix, long from, long windowStart, long to) {
        BookFires book = new BookFires(new ArrayList<>(), new Latencies(), new TreeMap<>());
        String path = "/v1/fires?from=%s&to=%s".formatted(Micros.toInstant(from), Micros.toInstant(to));
        api.list(path, fire -> book.add(fire, prefix, windowStart, to));
        return book;
    }

    private void add(JsonNode fire, String prefix, long windowStart, long to) {
        String task = fire.path("task").asString("");
        if (!task.startsWith(prefix)) {
            return;
        }
        long due = Micros.of(Instant.parse(fire.path("scheduledFor").asString()));
        if (fire.path("startedAt").isString()) {
            entries.add(new Entry(
                    task,
                    due,
                    fire.path("attempt").asInt(1),
                    Micros.of(Instant.parse(fire.path("startedAt").asString())),
                    fire.path("id").asString("")));
        }
        if (due >= windowStart && due < to) {
            String state = fire.path("state").asString("?");
            String reason = fire.path("reason").asString("");
            states.merge(reason.isEmpty() ? state : "%s (%s)".formatted(state, reason), 1, Integer::sum);
            if (fire.path("latenessMillis").isNumber()) {
                lateness.add(Math.round(fire.path("latenessMillis").asDouble() * Micros.MILLI));
            }
        }
    }

    /** How many have a final state, whichever it is. */
    int settled() {
        return states.entrySet().stream()
                .filter(state -> !NOT_FINAL.contains(state.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
