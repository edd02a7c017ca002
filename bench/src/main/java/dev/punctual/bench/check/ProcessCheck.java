package dev.punctual.bench.check;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * I18: no planted secret stands in a log, a history, an answer or the book. I19: no deadlock in the database. I20: the counters
 * of the last process agree with the book, within what a fault can have cut off between the commit and the count.
 */
final class ProcessCheck implements Check {

    private static boolean isAfter(@Nullable Instant one, Instant other) {
        return one != null && one.isAfter(other);
    }

    @Override
    public void judge(Evidence evidence, Findings findings) {
        Evidence.ProcessFacts facts = evidence.process();
        for (String leak : facts.leaks()) {
            findings.add("I18", "", null, "a planted secret was found", List.of(leak));
        }
        if (evidence.book().deadlocks() > 0 || !facts.suspicious().isEmpty()) {
            findings.add(
                    "I19",
                    "",
                    null,
                    "%d deadlocks counted".formatted(evidence.book().deadlocks()),
                    facts.suspicious());
        }
        Long counted = facts.metrics().get("SUCCEEDED");
        if (counted == null) {
            return;
        }
        List<Book.FireRow> ended = evidence.book().fires().stream()
                .filter(fire -> fire.state().equals("SUCCEEDED") && isAfter(fire.finishedAt(), facts.startedAt()))
                .toList();
        long faults = evidence.windows().stream()
                .filter(window -> window.until().isAfter(facts.startedAt()))
                .count();
        long allowed = faults == 0 ? 2 : 2 + ended.size() / 20;
        if (Math.abs(counted - ended.size()) > allowed) {
            findings.add(
                    "I20",
                    "",
                    null,
                    "the counter says %d succeeded since %s, the book %d"
                            .formatted(counted, facts.startedAt(), ended.size()),
                    List.of());
        }
    }
}
