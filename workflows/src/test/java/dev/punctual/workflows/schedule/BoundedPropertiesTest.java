package dev.punctual.workflows.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.schedule.calendar.BusinessHours;
import dev.punctual.workflows.schedule.calendar.Calendar;
import dev.punctual.workflows.schedule.calendar.Holiday;
import dev.punctual.workflows.schedule.calendar.Holidays;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.schedule.calendar.UnionCalendar;
import dev.punctual.workflows.schedule.calendar.WeeklyDays;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Random bounds and calendars against a plain second way: take every instant of a span, then drop, move and count. */
class BoundedPropertiesTest {
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "America/Santiago");
    private static final List<BusinessDayRoll> ROLLS = List.of(BusinessDayRoll.values());
    private static final List<String> EXPRESSIONS =
            List.of("0 9 * * *", "30 2 * * *", "0 */6 * * *", "15 0 1,15 * *", "0 12 * * SAT");

    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void firesAsThePlainWaySays(@ForAll Random random) {
        ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        Schedule rule = CronSchedule.of(
                EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size())), CronDialect.UNIX, zone, null, null);
        Calendar calendar = calendar(random);
        BusinessDayRoll roll = random.nextInt(3) == 0 ? null : ROLLS.get(random.nextInt(3));
        Instant start = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(86_400 * 300));
        Instant end = start.plus(Duration.ofDays(120));
        int most = 1 + random.nextInt(60);
        BoundedSchedule schedule;
        try {
            schedule = bounded(rule, zone, start, end, most, null, calendar, roll);
        } catch (InvalidScheduleException neverFires) {
            assertThat(neverFires.code()).isEqualTo("NEVER_FIRES");
            assertThat(plain(rule, zone, start, end, calendar, roll)).isEmpty();
            return;
        }
        List<Instant> expected = plain(rule, zone, start, end, calendar, roll).stream()
                .limit(most)
                .toList();
        assertThat(schedule.upcoming(Instant.EPOCH, most + 1))
                .as("%s", schedule)
                .isEqualTo(expected);
        Instant somewhere = start.plusSeconds(random.nextInt(86_400 * 120));
        assertThat(schedule.nextAfter(somewhere))
                .as("%s after %s", schedule, somewhere)
                .isEqualTo(expected.stream()
                        .filter(fire -> fire.isAfter(somewhere))
                        .findFirst());
        for (int i = 1; i < expected.size(); i++) {
            assertThat(schedule.excludedSince(expected.get(i))).hasValue(expected.get(i - 1));
        }
    }

    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void jitterKeepsOrderAndBounds(@ForAll Random random) {
        ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        Instant start = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(86_400 * 300));
        Schedule rule = random.nextBoolean()
                ? new IntervalSchedule(Duration.ofSeconds(1 + random.nextInt(4_000)), start)
                : CronSchedule.of(
                        EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size())), CronDialect.UNIX, zone, null, null);
        Duration jitter = Duration.ofMillis(1 + random.nextInt(random.nextBoolean() ? 5_000 : 86_400_000));
        Calendar calendar = random.nextBoolean() ? calendar(random) : null;
        BoundedSchedule plain;
        BoundedSchedule shifted;
        try {
            plain = bounded(rule, zone, start, null, null, null, calendar, null);
            shifted = bounded(rule, zone, start, null, null, jitter, calendar, null);
        } catch (InvalidScheduleException neverFires) {
            return;
        }
        List<Instant> nominal = plain.upcoming(start.minusNanos(1_000), 21);
        List<Instant> fires = shifted.upcoming(start.minusNanos(1_000), 20);
        for (int i = 0; i < fires.size(); i++) {
            assertThat(fires.get(i))
                    .isAfterOrEqualTo(nominal.get(i))
                    .isBefore(nominal.get(i).plus(jitter));
            if (i + 1 < nominal.size()) {
                assertThat(fires.get(i)).isBefore(nominal.get(i + 1));
            }
            assertThat(shifted.nextAfter(fires.get(i).minusNanos(1_000))).hasValue(fires.get(i));
            assertThat(shifted.nextAfter(nominal.get(i).minusNanos(1_000))).hasValue(fires.get(i));
        }
    }

    private static Calendar calendar(Random random) {
        List<Calendar> parts = new ArrayList<>();
        if (random.nextBoolean()) {
            parts.add(new WeeklyDays(List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)));
        }
        if (random.nextInt(3) == 0) {
            LocalTime from = LocalTime.of(random.nextInt(10), 0);
            parts.add(new BusinessHours(List.of(DayOfWeek.values()).stream()
                    .filter(day -> random.nextInt(5) > 0)
                    .map(day -> new BusinessHours.Open(day, from, LocalTime.MIDNIGHT))
                    .toList()));
        }
        LocalDate day = LocalDate.of(2026, 1 + random.nextInt(12), 1 + random.nextInt(28));
        parts.add(new Holidays(List.of(new Holiday(null, day, day.plusDays(random.nextInt(12)), null, List.of()))));
        return new UnionCalendar(parts);
    }

    private static List<Instant> plain(
            Schedule rule, ZoneId zone, Instant start, Instant end, Calendar calendar, @Nullable BusinessDayRoll roll) {
        TreeSet<Instant> fires = new TreeSet<>();
        Optional<Instant> next = rule.nextAfter(start.minusNanos(1_000));
        while (next.isPresent() && next.get().isBefore(end)) {
            LocalDateTime time = LocalDateTime.ofInstant(next.get(), zone);
            Instant placed = calendar.excludesDay(time.toLocalDate()) && roll != null
                    ? moved(time, zone, calendar, roll)
                    : next.get();
            if (placed != null
                    && !placed.isBefore(start)
                    && placed.isBefore(end)
                    && !calendar.excludes(LocalDateTime.ofInstant(placed, zone))) {
                fires.add(placed);
            }
            next = rule.nextAfter(next.get());
        }
        return List.copyOf(fires);
    }

    private static @Nullable Instant moved(LocalDateTime time, ZoneId zone, Calendar calendar, BusinessDayRoll roll) {
        LocalDate day = time.toLocalDate();
        LocalDate following = open(day, 1, calendar);
        LocalDate preceding = open(day, -1, calendar);
        LocalDate target = switch (roll) {
            case FOLLOWING -> following;
            case PRECEDING -> preceding;
            case MODIFIED_FOLLOWING ->
                following != null && following.getMonth() == day.getMonth() ? following : preceding;
        };
        if (target == null) {
            return null;
        }
        LocalDateTime local = target.atTime(time.toLocalTime());
        return zone.getRules().getValidOffsets(local).isEmpty()
                ? zone.getRules().getTransition(local).getInstant()
                : local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    }

    private static @Nullable LocalDate open(LocalDate day, int way, Calendar calendar) {
        for (int i = 1; i <= 31; i++) {
            if (!calendar.excludesDay(day.plusDays((long) i * way))) {
                return day.plusDays((long) i * way);
            }
        }
        return null;
    }

    private static BoundedSchedule bounded(
            Schedule rule,
            ZoneId zone,
            Instant start,
            @Nullable Instant end,
            @Nullable Integer most,
            @Nullable Duration jitter,
            @Nullable Calendar calendar,
            @Nullable BusinessDayRoll roll) {
        return BoundedSchedule.of(new BoundedSchedule(
                rule,
                zone,
                start,
                end,
                most,
                jitter,
                start.getEpochSecond(),
                calendar == null ? List.of() : List.of(new NamedCalendar("closed", 1, calendar)),
                roll,
                null));
    }
}
