package dev.punctual.bench.check;

import dev.punctual.bench.check.Book.FireRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * I6: what was acknowledged is in the book, with the task, its definition and its event; what was not is there wholly or not
 * at all. I7: one wish is carried out once, however often its request was repeated. I10: of changes that insist on one
 * version at most one is carried out.
 */
final class WishCheck implements Check {

    @Override
    public void judge(Evidence evidence, Findings findings) {
        Book book = evidence.book();
        evidence.histories().forEach((task, history) -> {
            for (Wish wish : history.unclaimed()) {
                findings.add("I6", task, null, "acknowledged, but the book's audit log does not have it", wish.lines());
            }
            for (Book.Event event : history.unasked()) {
                List<String> lines = new ArrayList<>(List.of(event.line()));
                history.wishes().stream()
                        .filter(wish -> wish.verb().equals(event.verb()))
                        .forEach(wish -> lines.addAll(wish.lines()));
                findings.add("I7", task, null, "carried out once more than it was asked for", lines);
            }
            whole(book, history, findings);
            sameAnswer(history, findings);
            triggers(book, history, findings);
            lostUpdates(history, findings);
        });
    }

    private static void whole(Book book, TaskHistory history, Findings findings) {
        boolean row = book.task(history.task()) != null;
        boolean version =
                book.versions().stream().anyMatch(one -> one.task().equals(history.task()) && one.version() == 1);
        boolean event = book.eventsOf(history.task()).stream()
                .anyMatch(one -> one.verb().equals("create"));
        if (row != version || version != event) {
            findings.add(
                    "I6",
                    history.task(),
                    null,
                    "half a task: row %s, version 1 %s, audit event %s".formatted(row, version, event),
                    history.lines());
        }
    }

    private static void sameAnswer(TaskHistory history, Findings findings) {
        for (Wish wish : history.wishes()) {
            Set<String> results = new HashSet<>();
            for (Request request : wish.requests()) {
                if (request.isAcknowledged() && request.keyed() && request.answer() != null) {
                    boolean fire = wish.verb().equals("trigger");
                    results.add(fire ? request.answer().path("id").asString("") : String.valueOf(request.version()));
                }
            }
            if (results.size() > 1) {
                findings.add(
                        "I7", history.task(), null, "one idempotency key has the answers " + results, wish.lines());
            }
        }
    }

    private static void triggers(Book book, TaskHistory history, Findings findings) {
        List<FireRow> manual = book.firesOf(history.task()).stream()
                .filter(fire -> fire.trigger().equals("MANUAL"))
                .toList();
        int possible = 0;
        for (Wish wish : history.wishes()) {
            if (!wish.verb().equals("trigger")) {
                continue;
            }
            possible += wish.fate() == Wish.Fate.REFUSED ? 0 : 1;
            Request answer = wish.acknowledged();
            String id = answer == null || answer.answer() == null
                    ? null
                    : answer.answer().path("id").asString("");
            if (id != null && manual.stream().noneMatch(fire -> fire.id().equals(id))) {
                findings.add("I6", history.task(), null, "the acknowledged fire is not in the book", wish.lines());
            }
        }
        if (manual.size() > possible) {
            findings.add(
                    "I7",
                    history.task(),
                    null,
                    "%d fires were triggered, but at most %d asked for".formatted(manual.size(), possible),
                    manual.stream().map(FireRow::line).toList());
        }
    }

    private static void lostUpdates(TaskHistory history, Findings findings) {
        Map<Integer, List<Wish>> byVersion = new TreeMap<>();
        for (Wish wish : history.wishes()) {
            Integer base = wish.requests().getFirst().ifMatch();
            Integer made = wish.version();
            if (base == null || made == null) {
                continue;
            }
            byVersion.computeIfAbsent(base, _ -> new ArrayList<>()).add(wish);
            if (made != base + 1) {
                findings.add(
                        "I10",
                        history.task(),
                        null,
                        "a change of version %d made version %d".formatted(base, made),
                        wish.lines());
            }
        }
        byVersion.forEach((base, wishes) -> {
            if (wishes.size() > 1) {
                findings.add(
                        "I10",
                        history.task(),
                        null,
                        "%d changes of version %d were carried out".formatted(wishes.size(), base),
                        wishes.stream().flatMap(wish -> wish.lines().stream()).toList());
            }
        });
    }
}
