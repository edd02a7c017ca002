package dev.punctual.workflows.schedule.oracle;

import dev.punctual.workflows.schedule.GapPolicy;
import dev.punctual.workflows.schedule.RepeatPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes random questions: an expression, a zone, policies, a start, and a window short enough to be walked. */
final class CaseGenerator {
    private static final List<String> ALL_ZONES =
            ZoneId.getAvailableZoneIds().stream().sorted().toList();

    /** Shifts of 20 and 30 minutes and of 2 and 3 hours, days skipped and doubled, gaps at midnight, laws made late. */
    private static final List<String> ODD_ZONES = List.of(
            "Africa/Cairo",
            "Africa/Casablanca",
            "Africa/El_Aaiun",
            "Africa/Monrovia",
            "America/Caracas",
            "America/Havana",
            "America/Juneau",
            "America/Nuuk",
            "America/Santiago",
            "America/Sao_Paulo",
            "America/Scoresbysund",
            "America/St_Johns",
            "Antarctica/Casey",
            "Antarctica/Troll",
            "Asia/Beirut",
            "Asia/Gaza",
            "Asia/Kathmandu",
            "Asia/Manila",
            "Asia/Pyongyang",
            "Asia/Tehran",
            "Australia/Lord_Howe",
            "Europe/Berlin",
            "Europe/Dublin",
            "Europe/London",
            "Pacific/Apia",
            "Pacific/Chatham",
            "Pacific/Kiritimati",
            "Pacific/Kwajalein",
            "Pacific/Norfolk");

    private static final Instant EARLIEST = Instant.parse("1850-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2150-01-01T00:00:00Z");
    private static final Instant YEARS_FROM = Instant.parse("1971-01-01T00:00:00Z");
    private static final Instant YEARS_TO = Instant.parse("2090-01-01T00:00:00Z");
    /** About so many local times are looked at in one window. */
    private static final int TIMES = 24;

    private final Rules rules;
    private final Duration longest;
    private final boolean hashed;

    /** Cases that other libraries may know, too. */
    CaseGenerator(Rules rules, Duration longest) {
        this(rules, longest, false);
    }

    /** @param hashed whether UNIX expressions may hold {@code H} */
    CaseGenerator(Rules rules, Duration longest, boolean hashed) {
        this.rules = rules;
        this.longest = longest;
        this.hashed = hashed;
    }

    /** The same case for the same number. */
    OracleCase next(long number) {
        Random random = new Random(number);
        ZoneId zone = zone(random);
        Instant start = start(random, zone);
        LocalDateTime near = LocalDateTime.ofInstant(start, zone);
        Expression expression = new ExpressionGenerator(random, rules, near, hashed).next();
        Duration window = window(random, expression);
        if (random.nextInt(5) < 2) {
            start = beforeMatchingDay(random, expression, zone, start, window);
        } else if (random.nextInt(4) > 0) {
            // the change lies inside the window
            start = start.minusSeconds((long) (window.toSeconds() * random.nextDouble()));
        }
        if (random.nextInt(3) == 0) {
            start = start.plusNanos(random.nextInt(1_000_000_000));
        }
        return new OracleCase(
                expression,
                zone,
                pick(random, GapPolicy.values()),
                pick(random, RepeatPolicy.values()),
                start,
                start.plus(window));
    }

    /** One of them, or now and then none, for the default. */
    private static <T> @Nullable T pick(Random random, T[] values) {
        int index = random.nextInt(values.length * 3 + 1);
        return index == 0 ? null : values[index % values.length];
    }

    private static ZoneId zone(Random random) {
        List<String> zones = random.nextBoolean() ? ODD_ZONES : ALL_ZONES;
        return ZoneId.of(zones.get(random.nextInt(zones.size())));
    }

    /** Mostly the very second at which the clocks change. */
    private static Instant start(Random random, ZoneId zone) {
        boolean thisAge = random.nextInt(3) > 0;
        Instant from = thisAge ? YEARS_FROM : EARLIEST;
        Instant to = thisAge ? YEARS_TO : LATEST;
        Instant start = from.plusSeconds((long) (Duration.between(from, to).toSeconds() * random.nextDouble()));
        ZoneOffsetTransition change = zone.getRules().nextTransition(start);
        return change == null || random.nextInt(10) < 2 ? start : change.getInstant();
    }

    private Duration window(Random random, Expression expression) {
        double days = (double) TIMES / expression.timesADay() * (0.5 + random.nextDouble());
        // a day seldom matches when both fields, the month or the year ask for something
        days *= expression.timesADay() <= TIMES ? 1 + random.nextInt(20) : 1;
        long seconds = Math.clamp((long) (days * 86_400), 20, longest.toSeconds());
        return Duration.ofSeconds(seconds);
    }

    /** A start from which the window sees the next day that the expression names. */
    private static Instant beforeMatchingDay(
            Random random, Expression expression, ZoneId zone, Instant start, Duration window) {
        LocalDate date = LocalDate.ofInstant(start, zone);
        for (int day = 0; day < 400; day++) {
            if (expression.matches(date.plusDays(day))) {
                List<Integer> hours =
                        expression.field(Column.HOUR).values().stream().sorted().toList();
                LocalDateTime time = date.plusDays(day).atTime(hours.get(random.nextInt(hours.size())), 0);
                return time.atZone(zone).toInstant().minusSeconds((long)
                        (window.toSeconds() * random.nextDouble() * 0.5));
            }
        }
        return start;
    }
}
