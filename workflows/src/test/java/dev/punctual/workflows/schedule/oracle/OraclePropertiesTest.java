package dev.punctual.workflows.schedule.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.schedule.CronDialect;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.GapPolicy;
import dev.punctual.workflows.schedule.InvalidScheduleException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The engine against the oracle: 216,000 random cases at each build, two thirds of them always the same, the others new
 * each time. A failure names the numbers of its cases; {@code -Dpunctual.oracle.case=NUMBER} runs that one alone, and
 * {@code -Dpunctual.oracle.times=N} runs N times as many.
 */
class OraclePropertiesTest {
    private static final int FIXED = 48_000;
    private static final int FRESH = 22_000;
    private static final int LONG = 2_000;
    private static final int EVERY = 3_000;
    private static final int SHOWN = 5;

    @ParameterizedTest
    @EnumSource
    void firesAsTheOracleSaysFromAFixedSeed(Rules rules) {
        check(20261121, FIXED, new CaseGenerator(rules, Duration.ofDays(40), true));
    }

    @ParameterizedTest
    @EnumSource
    void firesAsTheOracleSaysFromAFreshSeed(Rules rules) {
        check(freshSeed(), FRESH, new CaseGenerator(rules, Duration.ofDays(40), true));
    }

    @ParameterizedTest
    @EnumSource
    void firesAsTheOracleSaysOverYears(Rules rules) {
        check(freshSeed(), LONG, new CaseGenerator(rules, Duration.ofDays(3_000), true));
    }

    /** {@code @every} knows no wall clock: it fires at each second since 1970 that its duration divides. */
    @Test
    void everyFiresAsAWalkOverTheSecondsSays() {
        long seed = freshSeed();
        Random random = new Random(seed);
        List<ZoneId> zones =
                ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of).toList();
        for (int i = 0; i < EVERY; i++) {
            int seconds = 1 + random.nextInt(random.nextBoolean() ? 120 : 10_000);
            String text = "@every " + duration(seconds, random);
            ZoneId zone = zones.get(random.nextInt(zones.size()));
            CronSchedule schedule = CronSchedule.of(text, CronDialect.UNIX, zone, GapPolicy.SHIFT_FORWARD, null);
            Instant after = Instant.ofEpochSecond(
                    random.nextLong(-4_000_000_000L, 6_000_000_000L), random.nextInt(1_000_000_000));
            Instant upTo = after.plusSeconds(3L * seconds);
            List<Instant> expected = new ArrayList<>();
            for (Instant second = after.truncatedTo(ChronoUnit.SECONDS);
                    !second.isAfter(upTo);
                    second = second.plusSeconds(1)) {
                if (second.isAfter(after) && second.getEpochSecond() % seconds == 0) {
                    expected.add(second);
                }
            }
            assertThat(fires(schedule, after, upTo))
                    .as("%s in %s after %s, seed %d", text, zone, after, seed)
                    .isEqualTo(expected);
            assertThat(schedule.canonical()).isEqualTo("@every " + seconds + "s");
        }
    }

    /** The duration in one of the ways to write it. */
    private static String duration(int seconds, Random random) {
        String text = switch (random.nextInt(3)) {
            case 0 -> seconds + "s";
            case 1 -> seconds / 60 + "m" + seconds % 60 + "s";
            default -> seconds / 3_600 + "h" + seconds / 60 % 60 + "m" + seconds % 60 + "s";
        };
        return random.nextInt(5) == 0 ? text.toUpperCase(Locale.ROOT) : text;
    }

    /** The first thing in which the engine differs, or null. */
    private static @Nullable String difference(OracleCase what) {
        CronSchedule schedule;
        try {
            schedule = what.schedule();
        } catch (InvalidScheduleException refusal) {
            return refusal.code().equals("NEVER_FIRES") && Oracle.neverFires(what)
                    ? null
                    : "was refused: " + refusal.getMessage();
        }
        List<Instant> expected = Oracle.fires(what);
        List<Instant> fires = fires(schedule, what.after(), what.upTo());
        if (!fires.equals(expected)) {
            return "fires " + fires + "\n  but should " + expected;
        }
        String differs = orderDifference(schedule, what.after(), fires);
        return differs != null ? differs : printedDifference(schedule, what, fires);
    }

    /** The printed form must fire alike, and print the same again. */
    private static @Nullable String printedDifference(CronSchedule schedule, OracleCase what, List<Instant> fires) {
        String printed = schedule.canonical();
        try {
            CronSchedule again = CronSchedule.of(
                    printed, schedule.dialect(), schedule.timeZone(), schedule.gap(), schedule.repeat());
            if (!again.canonical().equals(printed)) {
                return "prints as \"%s\", and that as \"%s\"".formatted(printed, again.canonical());
            }
            List<Instant> others = fires(again, what.after(), what.upTo());
            return others.equals(fires) ? null : "prints as \"%s\", which fires %s".formatted(printed, others);
        } catch (InvalidScheduleException refusal) {
            return "prints as \"%s\", which is refused: %s".formatted(printed, refusal.getMessage());
        }
    }

    private static List<Instant> fires(CronSchedule schedule, Instant after, Instant upTo) {
        List<Instant> fires = new ArrayList<>();
        Optional<Instant> next = schedule.nextAfter(after);
        while (next.isPresent() && !next.get().isAfter(upTo)) {
            if (!fires.isEmpty() && !next.get().isAfter(fires.getLast())) {
                throw new AssertionError(
                        "%s: after %s comes %s, which is not later".formatted(schedule, fires.getLast(), next.get()));
            }
            fires.add(next.get());
            next = schedule.nextAfter(next.get());
        }
        return fires;
    }

    /** The sequence must be the same wherever one starts to ask. */
    private static @Nullable String orderDifference(CronSchedule schedule, Instant after, List<Instant> fires) {
        Instant before = after;
        for (int i = 0; i < Math.min(fires.size(), 3); i++) {
            Instant fire = fires.get(i);
            Instant between = before.plus(Duration.between(before, fire).dividedBy(2));
            for (Instant start : List.of(between, fire.minusNanos(1))) {
                Optional<Instant> next = schedule.nextAfter(start);
                if (start.isBefore(fire) && !start.isBefore(before) && !next.equals(Optional.of(fire))) {
                    return "fires at %s after %s, but %s after %s".formatted(fire, before, next, start);
                }
            }
            before = fire;
        }
        return null;
    }

    private static void check(long seed, int count, CaseGenerator cases) {
        List<String> differences = new ArrayList<>();
        Random numbers = new Random(seed);
        Long alone = Long.getLong("punctual.oracle.case");
        long times = alone == null ? Long.getLong("punctual.oracle.times", 1) * count : 1;
        for (long i = 0; i < times && differences.size() < SHOWN; i++) {
            long number = alone == null ? numbers.nextLong() : alone;
            OracleCase what = cases.next(number);
            String found = difference(what);
            if (found != null) {
                differences.add("case %d: %s\n  %s".formatted(number, what, found));
            }
        }
        assertThat(differences)
                .as("differences from the oracle; repeat one with -Dpunctual.oracle.case=NUMBER")
                .isEmpty();
    }

    private static long freshSeed() {
        return new Random().nextLong();
    }
}
