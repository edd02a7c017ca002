package dev.punctual.bench.check;

import dev.punctual.bench.check.Book.FireRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * I11: the book and the payload's ledger agree. What the book calls succeeded, the payload has answered; what the payload saw,
 * the book has claimed; what the payload answered well, the book does not call failed.
 */
final class AgreementCheck implements Check {
    private static final String ID = "I11";

    @Override
    public void judge(Evidence evidence, Findings findings) {
        Map<String, List<Arrival>> byFire = new HashMap<>();
        evidence.arrivals()
                .forEach(arrival -> byFire.computeIfAbsent(arrival.fire(), _ -> new ArrayList<>())
                        .add(arrival));
        Map<String, FireRow> rows = new HashMap<>();
        evidence.book().fires().forEach(row -> rows.put(row.id(), row));
        Map<String, TaskHistory> histories = evidence.histories();
        for (FireRow row : rows.values()) {
            TaskHistory history = histories.get(row.task());
            boolean calls = history != null
                    && !history.definitions().isEmpty()
                    && history.definitions().stream().allMatch(Definition::callsThePayload);
            if (calls && row.state().equals("SUCCEEDED")) {
                List<Arrival> own = byFire.getOrDefault(row.id(), List.of());
                boolean answered =
                        own.stream().anyMatch(arrival -> arrival.attempt() == row.attempt() && arrival.succeeded());
                if (!answered) {
                    findings.add(
                            row,
                            ID,
                            "the book says that it succeeded; the payload does not",
                            own.stream().map(Arrival::line).toArray(String[]::new));
                }
            }
        }
        for (Arrival arrival : evidence.arrivals()) {
            FireRow row = rows.get(arrival.fire());
            if (arrival.entered().isAfter(evidence.book().takenAt())) {
                continue;
            }
            if (row == null || row.isSkipped() || row.attempt() < arrival.attempt() || row.claimedAt() == null) {
                findings.add(
                        ID,
                        arrival.task(),
                        arrival.scheduledFor(),
                        "a payload ran of which the book knows nothing",
                        List.of(arrival.line(), row == null ? "book: no such fire" : row.line()));
            } else if (arrival.succeeded() && "FAILED".equals(evidence.book().outcome(row, arrival.attempt()))) {
                findings.add(row, ID, "the payload was answered as done; the book calls it failed", arrival.line());
            }
        }
    }
}
