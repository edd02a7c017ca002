package dev.punctual.workflows.schedule.oracle;

import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.InvalidScheduleException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A question that another library answers otherwise than Punctual does.
 *
 * @param ours an instant, or {@link #NONE}
 * @param theirs an instant, or one of the words below
 */
record Observation(Peer peer, Expression expression, ZoneId zone, Instant after, String ours, String theirs) {
    /** Nothing within the window. */
    static final String NONE = "none";
    /** The library does not read the expression. */
    static final String REFUSED = "refused";
    /** The library reads it, and fails when it is asked. */
    static final String FAILS = "fails";

    private static final int ASKED = 6;

    /** The first question within the window that the two answer differently, or null. */
    static @Nullable Observation first(Peer peer, OracleCase what) {
        CronSchedule schedule;
        try {
            schedule = what.schedule();
        } catch (InvalidScheduleException refusal) {
            if (refusal.code().equals("NEVER_FIRES")) {
                // that this is so is checked against the oracle
                return null;
            }
            throw refusal;
        }
        Instant after = what.after();
        for (int i = 0; i < ASKED; i++) {
            Optional<Instant> next = schedule.nextAfter(after).filter(each -> !each.isAfter(what.upTo()));
            String ours = next.map(Instant::toString).orElse(NONE);
            String theirs = answer(peer, what.expression().text(), what.zone(), after, what.upTo());
            if (!theirs.equals(ours)) {
                return new Observation(peer, what.expression(), what.zone(), after, ours, theirs);
            }
            if (next.isEmpty()) {
                return null;
            }
            after = next.get();
        }
        return null;
    }

    /** What a library answers. */
    static String answer(Peer peer, String expression, ZoneId zone, Instant after, Instant upTo) {
        Peer.Timetable timetable;
        try {
            timetable = peer.read(expression, zone);
        } catch (RuntimeException e) {
            // libraries refuse with exceptions of many kinds
            return REFUSED;
        }
        try {
            return timetable
                    .next(after)
                    .filter(each -> !each.isAfter(upTo))
                    .map(Instant::toString)
                    .orElse(NONE);
        } catch (RuntimeException e) {
            return FAILS;
        }
    }

    boolean isRefused() {
        return theirs.equals(REFUSED);
    }

    /** Whether a field holds such an item. */
    boolean has(Column column, Predicate<Item> such) {
        Field field = expression.fields().get(column);
        return field != null && field.items().stream().anyMatch(such);
    }

    /** Whether any field holds such an item. */
    boolean has(Predicate<Item> such) {
        return expression.fields().keySet().stream().anyMatch(column -> has(column, such));
    }

    /** Whether a field is a list that holds such an item. */
    boolean hasInList(Column column, Predicate<Item> such) {
        return has(column, such) && items(column).size() > 1;
    }

    List<Item> items(Column column) {
        Field field = expression.fields().get(column);
        return field == null ? List.of() : field.items();
    }
}
