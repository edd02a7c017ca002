package dev.punctual.bench.check;

import dev.punctual.bench.check.Book.FireRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * I4: at most one run of a task at a time unless its policy allows more, and of all tasks with one concurrency key no more than
 * its limit, by the payload's own times. A run whose caller had gone, or that the book counts as lost, timed out or cancelled,
 * may be overtaken: nobody can know that it goes on.
 */
final class ConcurrencyCheck implements Check {
    private static final String ID = "I4";
    private static final Set<String> ABANDONED = Set.of("LOST", "TIMED_OUT", "CANCELLED");

    /** Between the answer and the moment at which the payload's ledger has noted that it was given. */
    private static final Duration TOLERANCE = Duration.ofMillis(20);

    @Override
    public void judge(Evidence evidence, Findings findings) {
        Map<String, FireRow> rows = new HashMap<>();
        evidence.book().fires().forEach(row -> rows.put(row.id(), row));
        Map<String, TaskHistory> histories = evidence.histories();
        Map<String, List<Arrival>> byTask = new TreeMap<>();
        Map<String, List<Arrival>> byKey = new TreeMap<>();
        Map<String, Integer> limits = new HashMap<>();
        for (Arrival arrival : evidence.arrivals()) {
            FireRow row = rows.get(arrival.fire());
            TaskHistory history = histories.get(arrival.task());
            Definition definition = row == null || history == null ? null : history.definition(row.version());
            if (row == null || history == null || definition == null || isAbandoned(evidence.book(), row, arrival)) {
                continue;
            }
            if (history.definitions().stream().noneMatch(Definition::allowsOverlap)) {
                byTask.computeIfAbsent(arrival.task(), _ -> new ArrayList<>()).add(arrival);
            }
            String key = definition.concurrencyKey();
            if (key != null) {
                byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(arrival);
                limits.merge(key, definition.concurrencyLimit(), Math::max);
            }
        }
        byTask.forEach((task, runs) -> judge(runs, 1, "two runs of the task at a time", findings));
        byKey.forEach((key, runs) -> judge(
                runs, limits.getOrDefault(key, 1), "more runs than the limit of the key '" + key + "'", findings));
    }

    private static boolean isAbandoned(Book book, FireRow row, Arrival arrival) {
        String outcome = book.outcome(row, arrival.attempt());
        return "cut".equals(arrival.end()) || outcome == null || ABANDONED.contains(outcome);
    }

    private static void judge(List<Arrival> runs, int limit, String text, Findings findings) {
        List<Arrival> sorted = new ArrayList<>(runs);
        sorted.sort(Comparator.comparing(Arrival::entered));
        List<Arrival> open = new ArrayList<>();
        for (Arrival run : sorted) {
            open.removeIf(other -> !end(other).minus(TOLERANCE).isAfter(run.entered()));
            open.add(run);
            if (open.size() > limit) {
                findings.add(
                        ID,
                        run.task(),
                        run.scheduledFor(),
                        text,
                        open.stream().map(Arrival::line).toList());
            }
        }
    }

    private static Instant end(Arrival arrival) {
        return arrival.ended() == null ? Instant.MAX : arrival.ended();
    }
}
