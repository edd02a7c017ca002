package dev.punctual.bench.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Something that a user wants once, with all requests that ask for it: repetitions after a failure, and duplicates.
 *
 * @param requests in the order of sending, at least one
 */
record Wish(List<Request> requests) {

    /** What is known of a wish. */
    enum Fate {
        /** The server said that it was carried out. */
        ACKNOWLEDGED,
        /** The server said that it was not. */
        REFUSED,
        /** Nobody knows: it was carried out, or it was not. */
        UNKNOWN
    }

    static List<Wish> of(List<Request> requests) {
        Map<String, List<Request>> byWish = new LinkedHashMap<>();
        requests.stream()
                .sorted(Comparator.comparing(Request::sent))
                .forEach(request -> byWish.computeIfAbsent(request.wish(), _ -> new ArrayList<>())
                        .add(request));
        return byWish.values().stream().map(Wish::new).toList();
    }

    private Request first() {
        return requests.getFirst();
    }

    String name() {
        return first().wish();
    }

    String task() {
        return first().task();
    }

    String verb() {
        return first().verb();
    }

    @Nullable
    JsonNode body() {
        return first().body();
    }

    /** The earliest moment at which it can have been carried out. */
    Instant sent() {
        return first().sent();
    }

    Fate fate() {
        if (acknowledged() != null) {
            return Fate.ACKNOWLEDGED;
        }
        // "it exists" may speak of what an unanswered request before has made
        boolean allRefused = requests.stream().allMatch(Request::isRefused);
        return allRefused ? Fate.REFUSED : Fate.UNKNOWN;
    }

    /** The first answer that said that it was carried out; null without one. */
    @Nullable
    Request acknowledged() {
        Request first = null;
        for (Request request : requests) {
            Instant at = request.answered();
            if (request.isAcknowledged()
                    && at != null
                    && (first == null || first.answered() == null || at.isBefore(first.answered()))) {
                first = request;
            }
        }
        return first;
    }

    /** The version that the answer named; null when there was none. */
    @Nullable
    Integer version() {
        Request request = acknowledged();
        return request == null ? null : request.version();
    }

    List<String> lines() {
        return requests.stream().map(Request::line).toList();
    }
}
