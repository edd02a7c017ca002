package dev.punctual.workflows.schedule.oracle;

import dev.punctual.workflows.schedule.GapPolicy;
import dev.punctual.workflows.schedule.RepeatPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Walks every local time between two instants, asks the expression whether it matches, and applies the policies to the
 * instants at which the wall clock shows it. Whole days, hours and minutes that do not match are passed over; nothing else
 * is clever here.
 */
final class Oracle {
    /** The wall clock never shows the same local time at instants farther apart than the extreme offsets are. */
    private static final Duration MARGIN = Duration.ofDays(2);

    private final OracleCase what;
    private final ZoneRules zone;
    private final List<ZoneOffsetTransition> changes = new ArrayList<>();
    /** Greatest first, so that instants come out in their order. */
    private final SortedSet<ZoneOffset> offsets =
            new TreeSet<>(Comparator.comparingInt(ZoneOffset::getTotalSeconds).reversed());

    private final SortedSet<Instant> fires = new TreeSet<>();

    private Oracle(OracleCase what) {
        this.what = what;
        this.zone = what.zone().getRules();
        offsets.add(zone.getOffset(what.after().minus(MARGIN)));
        ZoneOffsetTransition change = zone.nextTransition(what.after().minus(MARGIN));
        while (change != null && change.getInstant().isBefore(what.upTo().plus(MARGIN))) {
            changes.add(change);
            offsets.add(change.getOffsetAfter());
            change = zone.nextTransition(change.getInstant());
        }
    }

    /** Every fire after the one instant, up to and with the other. */
    static List<Instant> fires(OracleCase what) {
        Oracle oracle = new Oracle(what);
        oracle.walk();
        return oracle.fires.stream()
                .filter(fire -> fire.isAfter(what.after()) && !fire.isAfter(what.upTo()))
                .toList();
    }

    private void walk() {
        // all that the wall clock shows or skips between the two instants lies between these two local times
        LocalDateTime first =
                LocalDateTime.ofInstant(what.after(), offsets.last()).withNano(0);
        LocalDateTime last = LocalDateTime.ofInstant(what.upTo(), offsets.first());
        for (LocalDate date = first.toLocalDate(); !date.isAfter(last.toLocalDate()); date = date.plusDays(1)) {
            if (what.expression().matches(date)) {
                walk(date, first, last);
            }
        }
    }

    private void walk(LocalDate date, LocalDateTime first, LocalDateTime last) {
        for (int hour = 0; hour <= 23; hour++) {
            LocalDateTime hourBegins = date.atTime(hour, 0);
            if (what.expression().matchesHour(hour)
                    && !hourBegins.isAfter(last)
                    && hourBegins.plusHours(1).isAfter(first)) {
                for (int minute = 0; minute <= 59; minute++) {
                    LocalDateTime minuteBegins = hourBegins.withMinute(minute);
                    if (what.expression().matchesMinute(minute)
                            && !minuteBegins.isAfter(last)
                            && minuteBegins.plusMinutes(1).isAfter(first)) {
                        for (int second = 0; second <= 59; second++) {
                            if (what.expression().matchesSecond(second)) {
                                fire(minuteBegins.withSecond(second));
                            }
                        }
                    }
                }
            }
        }
    }

    private void fire(LocalDateTime named) {
        List<Instant> shown = new ArrayList<>();
        for (ZoneOffset offset : offsets) {
            Instant instant = named.toInstant(offset);
            if (zone.getOffset(instant).equals(offset)) {
                shown.add(instant);
            }
        }
        if (!shown.isEmpty()) {
            switch (what.repeatInEffect()) {
                case FIRST -> fires.add(shown.getFirst());
                case LAST -> fires.add(shown.getLast());
                case BOTH -> fires.addAll(shown);
            }
        } else if (what.gapInEffect() == GapPolicy.SHIFT_FORWARD
                && !what.expression().runsOnRealTime()) {
            for (ZoneOffsetTransition change : changes) {
                if (!named.isBefore(change.getDateTimeBefore()) && named.isBefore(change.getDateTimeAfter())) {
                    fires.add(change.getInstant());
                }
            }
        }
    }

    /** Whether the engine may say that the expression never fires: no date it names exists, or its zone skips all of them. */
    static boolean neverFires(OracleCase what) {
        boolean named = false;
        for (LocalDate date = LocalDate.of(1970, 1, 1); date.getYear() < 2100 && !named; date = date.plusDays(1)) {
            named = what.expression().matches(date);
        }
        OracleCase later = new OracleCase(
                what.expression(),
                what.zone(),
                what.gap(),
                what.repeat(),
                Instant.parse("2200-01-01T00:00:00Z"),
                Instant.parse("2240-01-01T00:00:00Z"));
        return !named || fires(later).isEmpty();
    }

    /** The policy that counts when none is given: BOTH on real time, else FIRST. */
    static RepeatPolicy defaultRepeat(Expression expression) {
        return expression.runsOnRealTime() ? RepeatPolicy.BOTH : RepeatPolicy.FIRST;
    }
}
