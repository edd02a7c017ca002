package dev.punctual.bench.check;

import dev.punctual.bench.check.Book.AttemptRow;
import dev.punctual.bench.check.Book.FireRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * I13: no more attempts than the policy allows, none left out, each after the wait that the policy demands, and no giving up
 * while attempts are left. The wait begins with the end of the action, which the payload's ledger has; the book's own time of
 * the end is that of the record, which a database that is away puts off. It can't see errors that no retry is made for, but
 * those the payload answers with are all such that are tried again; nor waits after actions that the ledger has no end of.
 */
final class RetryCheck implements Check {
    private static final String ID = "I13";

    /** A worker's clock follows the database's within this. */
    private static final Duration TOLERANCE = Duration.ofMillis(100);

    private static final Set<String> TRIED_AGAIN =
            Set.of("HTTP_STATUS", "HTTP_NO_RESPONSE", "HTTP_BROKEN", "SIMULATED");

    @Override
    public void judge(Evidence evidence, Findings findings) {
        Map<String, TaskHistory> histories = evidence.histories();
        Map<String, TreeMap<Integer, AttemptRow>> attempts = new HashMap<>();
        evidence.book()
                .attempts()
                .forEach(row -> attempts.computeIfAbsent(row.fire(), _ -> new TreeMap<>())
                        .put(row.number(), row));
        Map<String, List<Arrival>> arrivals =
                evidence.arrivals().stream().collect(Collectors.groupingBy(Arrival::fire));
        for (FireRow fire : evidence.book().fires()) {
            TaskHistory history = histories.get(fire.task());
            if (history != null && !history.definitions().isEmpty() && fire.attempt() > 0) {
                judge(
                        history,
                        fire,
                        attempts.getOrDefault(fire.id(), new TreeMap<>()),
                        ends(arrivals.getOrDefault(fire.id(), List.of())),
                        findings);
            }
        }
    }

    /** When the payload's part of each attempt was over. */
    private static Map<Integer, Instant> ends(List<Arrival> arrivals) {
        Map<Integer, Instant> ends = new HashMap<>();
        for (Arrival arrival : arrivals) {
            if (arrival.ended() != null) {
                ends.put(arrival.attempt(), arrival.ended());
            }
        }
        return ends;
    }

    private static void judge(
            TaskHistory history,
            FireRow fire,
            Map<Integer, AttemptRow> attempts,
            Map<Integer, Instant> ends,
            Findings findings) {
        List<String> lines =
                new ArrayList<>(attempts.values().stream().map(AttemptRow::line).toList());
        String[] evidence = lines.toArray(String[]::new);
        int most = history.definitions().stream()
                .mapToInt(Definition::maxAttempts)
                .max()
                .orElse(1);
        if (fire.attempt() > most) {
            findings.add(fire, ID, "%d attempts, at most %d allowed".formatted(fire.attempt(), most), evidence);
        }
        boolean sure = history.definitions().stream()
                        .map(definition -> definition.json().path("retry"))
                        .distinct()
                        .count()
                == 1;
        for (int number = 1; number < fire.attempt(); number++) {
            AttemptRow before = attempts.get(number);
            if (before == null) {
                findings.add(fire, ID, "attempt %d is not in the book".formatted(number), evidence);
                continue;
            }
            AttemptRow after = attempts.get(number + 1);
            Instant next = after == null ? fire.lastClaim() : after.claimedAt();
            Duration wait = history.definitions().getFirst().waitAfter(number);
            boolean lost = before.state().equals("LOST");
            Instant end = ends.get(number);
            if (sure
                    && !lost
                    && next != null
                    && end != null
                    && next.isBefore(end.plus(wait).minus(TOLERANCE))) {
                findings.add(
                        fire,
                        ID,
                        "attempt %d came %s after the end of the one before, and the wait is %s"
                                .formatted(number + 1, Duration.between(end, next), wait),
                        evidence);
            }
        }
        String error = fire.error() == null ? "" : fire.error().split(" ", 2)[0];
        boolean gaveUp = fire.state().equals("FAILED") && TRIED_AGAIN.contains(error);
        int least = history.definitions().stream()
                .mapToInt(Definition::maxAttempts)
                .min()
                .orElse(1);
        if (gaveUp && fire.attempt() < least && !isRuledOut(fire)) {
            findings.add(fire, ID, "given up after %d of %d attempts".formatted(fire.attempt(), least), evidence);
        }
    }

    /** Statuses that say that asking again is of no use. */
    private static boolean isRuledOut(FireRow fire) {
        return fire.error() != null && fire.error().matches("(?s)HTTP_STATUS .*\\b(3|4)\\d\\d\\b.*");
    }
}
