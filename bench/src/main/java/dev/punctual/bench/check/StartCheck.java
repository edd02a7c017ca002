package dev.punctual.bench.check;

import dev.punctual.bench.check.Book.FireRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * I2: no payload starts before its instant, by the payload's own clock. I3: no attempt starts twice, no attempt follows one
 * that succeeded, and with AT_MOST_ONCE none follows one whose outcome is unknown.
 */
final class StartCheck implements Check {

    @Override
    public void judge(Evidence evidence, Findings findings) {
        Map<String, List<Arrival>> byFire = new TreeMap<>();
        evidence.arrivals()
                .forEach(arrival -> byFire.computeIfAbsent(arrival.fire(), _ -> new ArrayList<>())
                        .add(arrival));
        Map<String, TaskHistory> histories = evidence.histories();
        Map<String, FireRow> rows = new HashMap<>();
        evidence.book().fires().forEach(row -> rows.put(row.id(), row));
        byFire.forEach((fire, arrivals) -> {
            early(arrivals, findings);
            twice(arrivals, findings);
            afterSuccess(arrivals, rows.get(fire), evidence.book(), findings);
            FireRow row = rows.get(fire);
            TaskHistory history = histories.get(arrivals.getFirst().task());
            Definition definition = row == null || history == null ? null : history.definition(row.version());
            if (row != null && definition != null && definition.atMostOnce()) {
                afterLoss(arrivals, row, evidence.book(), findings);
            }
        });
    }

    private static void early(List<Arrival> arrivals, Findings findings) {
        for (Arrival arrival : arrivals) {
            if (arrival.entered().isBefore(arrival.scheduledFor())) {
                findings.add(
                        "I2",
                        arrival.task(),
                        arrival.scheduledFor(),
                        "the payload started before its instant",
                        List.of(arrival.line()));
            }
        }
    }

    private static void twice(List<Arrival> arrivals, Findings findings) {
        Map<Integer, Arrival> seen = new HashMap<>();
        for (Arrival arrival : arrivals) {
            Arrival before = seen.putIfAbsent(arrival.attempt(), arrival);
            if (before != null) {
                findings.add(
                        "I3",
                        arrival.task(),
                        arrival.scheduledFor(),
                        "one attempt started twice",
                        List.of(before.line(), arrival.line()));
            }
        }
    }

    private static void afterSuccess(List<Arrival> arrivals, @Nullable FireRow row, Book book, Findings findings) {
        for (Arrival done : arrivals) {
            if (!done.succeeded()) {
                continue;
            }
            for (Arrival later : arrivals) {
                String outcome = row == null ? null : book.outcome(row, done.attempt());
                boolean unknown = "LOST".equals(outcome) || "TIMED_OUT".equals(outcome) || "CANCELLED".equals(outcome);
                if (later.attempt() > done.attempt() && !unknown) {
                    findings.add(
                            "I3",
                            later.task(),
                            later.scheduledFor(),
                            "an attempt started after one that had succeeded, which the book says was " + outcome,
                            List.of(done.line(), later.line(), row == null ? "no fire in the book" : row.line()));
                }
            }
        }
    }

    private static void afterLoss(List<Arrival> arrivals, FireRow row, Book book, Findings findings) {
        for (Arrival arrival : arrivals) {
            for (int earlier = 1; earlier < arrival.attempt(); earlier++) {
                if ("LOST".equals(book.outcome(row, earlier))) {
                    findings.add(
                            "I3",
                            arrival.task(),
                            arrival.scheduledFor(),
                            "AT_MOST_ONCE, and attempt %d started although attempt %d was lost"
                                    .formatted(arrival.attempt(), earlier),
                            List.of(arrival.line(), row.line()));
                }
            }
        }
    }
}
