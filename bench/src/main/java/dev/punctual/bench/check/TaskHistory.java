package dev.punctual.bench.check;

import dev.punctual.bench.check.Book.Event;
import dev.punctual.bench.check.Book.FireRow;
import dev.punctual.bench.check.Book.VersionRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What users did to a task, in the order in which it took effect. The order is that of the audit log; what was done is taken
 * from the users' own requests. What was not answered counts as done if the audit log has it, and else as not done.
 *
 * @param wishes all of them
 * @param steps what took effect
 * @param unclaimed acknowledged wishes that the audit log does not have
 * @param unasked events that nobody asked for
 */
record TaskHistory(String task, List<Wish> wishes, List<Step> steps, List<Wish> unclaimed, List<Event> unasked) {
    /** So many fires are shown with a finding. */
    private static final int LAST_FIRES = 6;

    private static final Set<String> ASKED =
            Set.of("create", "replace", "pause", "resume", "cancel", "reschedule", "skipNext");

    /**
     * A change that took effect.
     *
     * @param definition in force from then on
     * @param wish whose it is; null when nobody asked for it
     */
    record Step(
            Event event, Definition definition, @Nullable Wish wish) {
        Instant at() {
            return event.at();
        }

        String verb() {
            return event.verb();
        }
    }

    /**
     * A time in which one schedule held.
     *
     * @param sent the earliest moment at which it can have begun
     * @param from when it is sure to have begun
     * @param until when a change ended it; null when it still holds
     */
    record Span(
            Definition definition,
            Instant sent,
            Instant from,
            @Nullable Instant until) {}

    static TaskHistory of(String task, List<Request> requests, Book book) {
        List<Wish> wishes = Wish.of(requests);
        Map<Integer, VersionRow> versions = new TreeMap<>();
        book.versions().stream()
                .filter(version -> version.task().equals(task))
                .forEach(version -> versions.put(version.version(), version));
        List<Wish> left = new ArrayList<>(wishes);
        List<Step> steps = new ArrayList<>();
        List<Event> unasked = new ArrayList<>();
        Definition definition = null;
        for (Event event : book.eventsOf(task)) {
            if (!ASKED.contains(event.verb())) {
                continue;
            }
            Wish wish = match(event, versions.get(event.version()), left);
            if (wish == null) {
                unasked.add(event);
            } else {
                left.remove(wish);
                definition = after(definition, wish);
            }
            if (definition != null) {
                steps.add(new Step(event, definition, wish));
            }
        }
        List<Wish> unclaimed = left.stream()
                .filter(wish -> ASKED.contains(wish.verb()) && wish.fate() == Wish.Fate.ACKNOWLEDGED)
                .filter(wish -> !isIdle(wish, steps))
                .toList();
        return new TaskHistory(task, wishes, steps, unclaimed, unasked);
    }

    private static @Nullable Definition after(@Nullable Definition before, Wish wish) {
        if (wish.verb().equals("create") && wish.body() != null) {
            return Definition.of(wish.body());
        }
        if (wish.verb().equals("replace") && wish.body() != null && before != null) {
            return before.patched(wish.body());
        }
        return before;
    }

    /** A definition carries the name of its wish as a label; other changes are told by their version, or by time. */
    private static @Nullable Wish match(Event event, @Nullable VersionRow version, List<Wish> left) {
        List<Wish> candidates = left.stream()
                .filter(wish -> wish.verb().equals(event.verb()) && !wish.sent().isAfter(event.at()))
                .toList();
        if (event.verb().equals("create") || event.verb().equals("replace")) {
            String name = version == null ? null : version.labels().get("op");
            return candidates.stream()
                    .filter(wish -> wish.name().equals(name))
                    .findFirst()
                    .orElse(null);
        }
        Optional<Wish> acknowledged = candidates.stream()
                .filter(wish -> wish.version() != null && wish.version() == event.version())
                .findFirst();
        return acknowledged.orElseGet(() -> candidates.stream()
                .filter(wish -> wish.fate() == Wish.Fate.UNKNOWN || wish.version() == null)
                .findFirst()
                .orElse(null));
    }

    /** A cancel of what is cancelled changes nothing. */
    private static boolean isIdle(Wish wish, List<Step> steps) {
        Request request = wish.acknowledged();
        return wish.verb().equals("cancel")
                && request != null
                && request.answered() != null
                && steps.stream()
                        .anyMatch(step ->
                                step.verb().equals("cancel") && !step.at().isAfter(request.answered()));
    }

    /** The definition that a version of the task had; null for a version that is not known. */
    @Nullable
    Definition definition(int version) {
        Definition found = null;
        for (Step step : steps) {
            if (step.event().version() <= version) {
                found = step.definition();
            }
        }
        return found;
    }

    /** All definitions that it ever had. */
    List<Definition> definitions() {
        return steps.stream().map(Step::definition).distinct().toList();
    }

    /** When the version after this one began; null when there is none. */
    @Nullable
    Step successor(int version) {
        return steps.stream()
                .filter(step -> step.event().version() > version)
                .findFirst()
                .orElse(null);
    }

    List<Step> steps(String verb) {
        return steps.stream().filter(step -> step.verb().equals(verb)).toList();
    }

    /** The times in which its schedules held, in order. */
    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        Span open = null;
        for (Step step : steps) {
            boolean begins = step.verb().equals("create")
                    || (step.verb().equals("replace")
                            && (open == null
                                    || open.definition().kind().equals("once")
                                    || !open.definition()
                                            .schedule()
                                            .equals(step.definition().schedule())));
            boolean ends = begins || step.verb().equals("cancel");
            if (ends && open != null) {
                spans.add(new Span(open.definition(), open.sent(), open.from(), step.at()));
                open = null;
            }
            if (begins) {
                Instant sent = step.wish() == null ? step.at() : step.wish().sent();
                open = new Span(step.definition(), sent, step.at(), null);
            }
        }
        if (open != null) {
            spans.add(open);
        }
        return spans;
    }

    /** Where it was paused at a moment: the step that began the pause; null when it was not. */
    @Nullable
    Step pausedAt(Instant moment) {
        Step paused = null;
        for (Step step : steps) {
            if (step.at().isAfter(moment)) {
                break;
            }
            switch (step.verb()) {
                case "pause" -> paused = paused == null ? step : paused;
                case "resume", "cancel" -> paused = null;
                default -> {
                    // a pause goes on
                }
            }
        }
        return paused;
    }

    /** Everything that is known, for a report. */
    List<String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        steps.forEach(step -> lines.put(step.event().line(), ""));
        return List.copyOf(lines.keySet());
    }

    /** The same, and then its last fires. */
    List<String> lines(List<FireRow> fires) {
        List<String> lines = new ArrayList<>(lines());
        fires.stream().skip(Math.max(0, fires.size() - LAST_FIRES)).forEach(fire -> lines.add(fire.line()));
        return lines;
    }
}
