package dev.punctual.bench.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that the checker goes by.
 *
 * @param requests the registration log
 * @param arrivals the payload's ledger
 * @param book the book after the run had settled
 * @param observations what the API said of fires during the run
 * @param windows when faults were at work
 * @param horizon up to which instant everything must be accounted for
 * @param process what is known of the processes
 */
public record Evidence(
        List<Request> requests,
        List<Arrival> arrivals,
        Book book,
        List<Observation> observations,
        List<Window> windows,
        Instant horizon,
        ProcessFacts process) {

    /** How long after a fault late work is still its consequence. */
    static final Duration RECOVERY = Duration.ofSeconds(15);

    /** What the API said of a fire. */
    public record Observation(Instant at, String fire, String task, String state, int attempt) {
        String line() {
            return "api: fire %s of %s was %s, attempt %d, at %s".formatted(fire, task, state, attempt, at);
        }
    }

    /**
     * What is known of the processes.
     *
     * @param startedAt when the last Punctual was started
     * @param metrics its counters of ended attempts by state; empty when they could not be read
     * @param suspicious lines of logs that name a deadlock
     * @param leaks places in which a planted secret was found
     */
    public record ProcessFacts(
            Instant startedAt, Map<String, Long> metrics, List<String> suspicious, List<String> leaks) {}

    /** The histories of all tasks that anybody asked for or the book knows, by id. */
    Map<String, TaskHistory> histories() {
        Map<String, List<Request>> byTask = new TreeMap<>();
        for (Request request : requests) {
            if (!request.verb().equals("preview")) {
                byTask.computeIfAbsent(request.task(), _ -> new ArrayList<>()).add(request);
            }
        }
        Map<String, TaskHistory> histories = new TreeMap<>();
        byTask.forEach((task, own) -> histories.put(task, TaskHistory.of(task, own, book)));
        return histories;
    }

    /** The fault that explains why something was late between two moments; null without one. */
    @Nullable
    Window excuse(Instant from, Instant until) {
        for (Window window : windows) {
            if (new Window(window.what(), window.from(), window.until().plus(RECOVERY)).meets(from, until)) {
                return window;
            }
        }
        return null;
    }
}
