package dev.punctual.workflows.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Random expressions in random zones at random starts, most of them close to a change of the clocks. */
class CronPropertiesTest {
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "Europe/Dublin",
            "America/New_York",
            "America/Sao_Paulo",
            "America/Caracas",
            "America/St_Johns",
            "Africa/Casablanca",
            "Africa/El_Aaiun",
            "Africa/Cairo",
            "Antarctica/Troll",
            "Antarctica/Casey",
            "Asia/Beirut",
            "Asia/Gaza",
            "Asia/Kathmandu",
            "Asia/Pyongyang",
            "Asia/Tehran",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Pacific/Chatham",
            "Pacific/Kwajalein",
            "Pacific/Kiritimati",
            "Europe/Moscow");
    private static final List<RepeatPolicy> REPEATS = List.of(RepeatPolicy.values());
    private static final long FROM = Instant.parse("1975-01-01T00:00:00Z").getEpochSecond();
    private static final long TO = Instant.parse("2120-01-01T00:00:00Z").getEpochSecond();

    record Case(CronSchedule schedule, Instant start) {}

    @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
    void firesExactlyAsTheSecondImplementation(@ForAll("nearChanges") Optional<Case> maybe) {
        Assume.that(maybe.isPresent());
        CronSchedule schedule = maybe.orElseThrow().schedule();
        Instant start = maybe.orElseThrow().start();
        Instant end = start.plus(Duration.ofDays(5));

        List<Instant> fires = new ArrayList<>();
        Optional<Instant> next = schedule.nextAfter(start);
        while (next.isPresent() && !next.get().isAfter(end)) {
            fires.add(next.get());
            next = schedule.nextAfter(next.get());
        }

        assertThat(fires)
                .as(schedule + " after " + start)
                .isEqualTo(new NaiveCron(schedule.expression())
                        .fires(schedule.timeZone(), schedule.gap(), schedule.repeat(), start, end));
    }

    @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
    void formsOneIncreasingSequenceWhereverOneStarts(@ForAll("anywhere") Optional<Case> maybe, @ForAll Random random) {
        Assume.that(maybe.isPresent());
        CronSchedule schedule = maybe.orElseThrow().schedule();
        Instant start = maybe.orElseThrow().start();
        for (Instant fire : schedule.upcoming(start, 20)) {
            assertThat(fire).as(schedule + " after " + start).isAfter(start);
            Instant between = start.plusNanos((long) (random.nextDouble() * nanos(start, fire)));
            assertThat(schedule.nextAfter(between.isBefore(fire) ? between : start))
                    .as(schedule + " after " + between)
                    .contains(fire);
            assertThat(schedule.nextAfter(fire.minusNanos(1))).contains(fire);
            start = fire;
        }
    }

    private static double nanos(Instant from, Instant to) {
        Duration duration = Duration.between(from, to);
        return Math.min(duration.toSeconds() * 1e9, 9e18);
    }

    @Provide
    Arbitrary<Optional<Case>> nearChanges() {
        return Arbitraries.randomValue(random -> randomCase(random, FROM, TO));
    }

    @Provide
    Arbitrary<Optional<Case>> anywhere() {
        long first = Instant.parse("1840-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("2600-01-01T00:00:00Z").getEpochSecond();
        return Arbitraries.randomValue(random -> randomCase(random, first, last));
    }

    private static Optional<Case> randomCase(Random random, long from, long to) {
        ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        Instant start = Instant.ofEpochSecond(from + (long) (random.nextDouble() * (to - from)));
        ZoneOffsetTransition change = zone.getRules().nextTransition(start);
        if (change != null && random.nextInt(10) > 0) {
            start = change.getInstant().plusSeconds(random.nextInt(4 * 86_400) - 3 * 86_400);
        }
        if (random.nextBoolean()) {
            start = start.plusNanos(random.nextInt(1_000_000_000));
        }
        String expression = String.join(
                " ",
                field(random, 0, 59, 0.3),
                // most clocks change early in the day
                random.nextBoolean() ? field(random, 0, 4, 0) : field(random, 0, 23, 0.5),
                field(random, 1, 31, 0.6),
                field(random, 1, 12, 0.8),
                field(random, 0, 7, 0.6));
        GapPolicy gap = random.nextBoolean() ? GapPolicy.SKIP : GapPolicy.SHIFT_FORWARD;
        RepeatPolicy repeat = REPEATS.get(random.nextInt(REPEATS.size()));
        try {
            return Optional.of(new Case(CronSchedule.of(expression, CronDialect.UNIX, zone, gap, repeat), start));
        } catch (InvalidScheduleException refusal) {
            assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo("NEVER_FIRES");
            return Optional.empty();
        }
    }

    private static String field(Random random, int min, int max, double stars) {
        if (random.nextDouble() < stars) {
            return "*";
        }
        List<String> items = new ArrayList<>();
        do {
            items.add(item(random, min, max));
        } while (random.nextInt(3) == 0);
        return String.join(",", items);
    }

    private static String item(Random random, int min, int max) {
        int first = min + random.nextInt(max - min + 1);
        int last = first + random.nextInt(max - first + 1);
        boolean stepFits = last - first > 1;
        return switch (random.nextInt(6)) {
            case 0 -> "*/" + (1 + random.nextInt(max - min));
            case 1 -> first + "-" + last + (stepFits ? "/" + (1 + random.nextInt(last - first)) : "");
            case 2 -> first + "-" + last;
            default -> Integer.toString(first);
        };
    }
}
