package dev.punctual.bench.check;

import dev.punctual.bench.check.Book.FireRow;
import dev.punctual.bench.check.Evidence.Observation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** I12: each fire is in a state that its times fit, and a final state that the API once told is still the same. */
final class StateCheck implements Check {
    private static final String ID = "I12";
    private static final Set<String> FINAL = Set.of("SUCCEEDED", "FAILED", "TIMED_OUT", "CANCELLED", "SKIPPED", "LOST");
    private static final Set<String> OPEN = Set.of("PENDING", "RUNNING", "RETRYING");

    @Override
    public void judge(Evidence evidence, Findings findings) {
        Map<String, FireRow> rows = new HashMap<>();
        for (FireRow row : evidence.book().fires()) {
            rows.put(row.id(), row);
            String wrong = wrong(row);
            if (wrong != null) {
                findings.add(row, ID, wrong);
            }
        }
        Map<String, Observation> ends = new HashMap<>();
        for (Observation seen : evidence.observations()) {
            FireRow row = rows.get(seen.fire());
            if (row == null) {
                findings.add(
                        ID, seen.task(), null, "the API told of a fire that is not in the book", List.of(seen.line()));
            } else if (FINAL.contains(seen.state())) {
                Observation first = ends.putIfAbsent(seen.fire(), seen);
                if (!row.state().equals(seen.state()) || (!row.isSkipped() && row.attempt() != seen.attempt())) {
                    findings.add(row, ID, "a final state changed", (first == null ? seen : first).line());
                }
            } else if (ends.containsKey(seen.fire())) {
                findings.add(
                        row,
                        ID,
                        "a fire that had ended was open again",
                        ends.get(seen.fire()).line(),
                        seen.line());
            }
        }
    }

    private static @Nullable String wrong(FireRow row) {
        if (!FINAL.contains(row.state()) && !OPEN.contains(row.state())) {
            return "there is no such state";
        }
        if (FINAL.contains(row.state()) != row.isFinal()) {
            return "its state and its end disagree";
        }
        if (row.isSkipped() && (row.reason() == null || row.claimedAt() != null)) {
            return "SKIPPED without a reason, or claimed";
        }
        boolean ran = row.state().equals("SUCCEEDED")
                || row.state().equals("FAILED")
                || row.state().equals("LOST");
        if (ran && row.claimedAt() == null) {
            return "it ended without a claim";
        }
        if (isBefore(row.claimedAt(), row.scheduledFor())
                || isBefore(row.startedAt(), row.claimedAt())
                || isBefore(row.finishedAt(), row.lastClaim())) {
            return "its times are out of order";
        }
        return null;
    }

    private static boolean isBefore(@Nullable Instant one, @Nullable Instant other) {
        return one != null && other != null && one.isBefore(other);
    }
}
