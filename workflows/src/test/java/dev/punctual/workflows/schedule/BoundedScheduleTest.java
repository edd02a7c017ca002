package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.assertFires;
import static dev.punctual.workflows.schedule.Schedules.at;
import static dev.punctual.workflows.schedule.Schedules.cron;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class BoundedScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Calendar WEEKENDS = new WeeklyDays(List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));
    private static final Calendar BANK = new UnionCalendar(List.of(
            WEEKENDS,
            new Holidays(List.of(
                    Holiday.yearly("Christmas Day", LocalDate.parse("2020-12-25")),
                    Holiday.yearly("New Year", LocalDate.parse("2020-01-01"))))));
    private static final Schedule NINE = cron("0 9 * * *", "Europe/Berlin");

    @Test
    void staysWithinItsBounds() {
        BoundedSchedule bounded = of(NINE, "2026-12-01T08:00", "2026-12-03T08:00", null, null, null, null);
        assertThat(bounded.upcoming(Instant.EPOCH, 9)).containsExactly(at("2026-12-01T08:00"), at("2026-12-02T08:00"));
        assertThat(bounded.nextAfter(at("2026-12-02T08:00"))).isEmpty();
    }

    @Test
    void firesAtMostSoManyTimes() {
        BoundedSchedule bounded = of(NINE, "2026-12-01T08:00:00.000001", null, 3, null, WEEKENDS, null);
        assertThat(bounded.upcoming(Instant.EPOCH, 9))
                .containsExactly(at("2026-12-02T08:00"), at("2026-12-03T08:00"), at("2026-12-04T08:00"));
        assertThat(of(NINE, "2026-12-01T00:00", "2026-12-03T00:00", 100, null, null, null)
                        .last())
                .isNull();
    }

    @Test
    void dropsWhatACalendarExcludesAndSaysSo() {
        BoundedSchedule bounded = of(NINE, "2026-12-23T00:00", null, null, null, BANK, null);
        assertFires(
                bounded,
                "2026-12-23T00:00",
                "2026-12-23T08:00",
                "2026-12-24T08:00",
                "2026-12-28T08:00",
                "2026-12-29T08:00",
                "2026-12-30T08:00",
                "2026-12-31T08:00",
                "2027-01-04T08:00");
        assertThat(excluded(bounded, "2026-12-23T00:00", "2026-12-30T00:00"))
                .extracting(Exclusion::at)
                .containsExactly(at("2026-12-25T08:00"), at("2026-12-26T08:00"), at("2026-12-27T08:00"));
        assertThat(bounded.nextExcluded(at("2026-12-23T00:00"), at("2027-01-01T00:00"))
                        .orElseThrow()
                        .detail())
                .isEqualTo("excluded by calendar bank");
        assertThat(bounded.excludedSince(at("2026-12-28T08:00"))).hasValue(at("2026-12-24T08:00"));
        assertThat(bounded.excludedSince(at("2026-12-23T08:00"))).hasValue(at("2026-12-22T23:59:59.999999"));
    }

    @Test
    void passesOverClosedHoursOfAFastSchedule() {
        Calendar office = new BusinessHours(
                List.of(new BusinessHours.Open(DayOfWeek.MONDAY, LocalTime.of(9, 0), LocalTime.of(9, 1))));
        BoundedSchedule bounded = of(
                new IntervalSchedule(Duration.ofSeconds(20), at("2026-12-01T00:00:10")),
                "2026-12-01T00:00",
                null,
                null,
                null,
                office,
                null);
        assertFires(
                bounded,
                "2026-12-01T00:00",
                "2026-12-07T08:00:10",
                "2026-12-07T08:00:30",
                "2026-12-07T08:00:50",
                "2026-12-14T08:00:10");
        assertThat(bounded.excludedSince(at("2026-12-14T08:00:10"))).hasValue(at("2026-12-07T08:00:50"));
    }

    @Test
    void movesFiresOfClosedDaysToBusinessDays() {
        // 2026-10-31 is a Saturday
        Schedule last = cron("0 9 31 * *", "Europe/Berlin");
        assertFires(roll(last, BusinessDayRoll.FOLLOWING), "2026-10-01T00:00", "2026-11-02T08:00", "2026-12-31T08:00");
        assertFires(roll(last, BusinessDayRoll.PRECEDING), "2026-10-01T00:00", "2026-10-30T08:00", "2026-12-31T08:00");
        assertFires(
                roll(last, BusinessDayRoll.MODIFIED_FOLLOWING),
                "2026-10-01T00:00",
                "2026-10-30T08:00",
                "2026-12-31T08:00");
        // the first of 2027 is a Friday and a holiday
        Schedule first = cron("0 9 1 * *", "Europe/Berlin");
        assertFires(
                roll(first, BusinessDayRoll.MODIFIED_FOLLOWING),
                "2026-12-02T00:00",
                "2027-01-04T08:00",
                "2027-02-01T08:00");
        assertThat(roll(first, BusinessDayRoll.FOLLOWING).note(at("2027-01-04T08:00")))
                .hasValue("moved from 2027-01-01T09:00 by calendar bank");
    }

    @Test
    void severalThatLandOnOneInstantAreOneFire() {
        BoundedSchedule bounded = roll(NINE, BusinessDayRoll.FOLLOWING);
        assertFires(bounded, "2026-12-24T00:00", "2026-12-24T08:00", "2026-12-28T08:00", "2026-12-29T08:00");
        assertThat(excluded(bounded, "2026-12-24T00:00", "2026-12-30T00:00")).isEmpty();
        assertThat(bounded.note(at("2026-12-28T08:00")).orElseThrow())
                .isEqualTo(
                        "moved from 2026-12-27T09:00 by calendar bank; moved from 2026-12-26T09:00 by calendar bank; moved from 2026-12-25T09:00 by calendar bank");
        assertThat(bounded.note(at("2026-12-29T08:00"))).isEmpty();
    }

    @Test
    void aMovedFireThatMeetsAClockChangeStillFires() {
        // 2026-03-28 is a Saturday; Sunday's 02:30 does not exist
        BoundedSchedule bounded = of(
                cron("30 2 28 3 *", "Europe/Berlin"),
                "2026-03-01T00:00",
                null,
                null,
                null,
                new WeeklyDays(List.of(DayOfWeek.SATURDAY)),
                BusinessDayRoll.FOLLOWING);
        assertFires(bounded, "2026-03-01T00:00", "2026-03-29T03:00+02:00", "2028-03-28T02:30+02:00");
    }

    @Test
    void jitterMovesEachFireByItsOwnPartAndNeverToTheNext() {
        IntervalSchedule rule = new IntervalSchedule(Duration.ofSeconds(10), at("2026-12-01T00:00"));
        BoundedSchedule bounded = of(rule, "2026-12-01T00:00", null, null, Duration.ofMinutes(1), null, null);
        List<Instant> fires = bounded.upcoming(Instant.EPOCH, 500);
        for (int i = 0; i < fires.size(); i++) {
            Instant nominal = at("2026-12-01T00:00").plusSeconds(10L * i);
            assertThat(fires.get(i)).isAfterOrEqualTo(nominal).isBefore(nominal.plusSeconds(10));
        }
        assertThat(fires.stream()
                        .map(fire -> fire.toEpochMilli() % 10_000)
                        .distinct()
                        .count())
                .isGreaterThan(400);
        assertThat(bounded.upcoming(Instant.EPOCH, 500)).isEqualTo(fires);
        BoundedSchedule other = new BoundedSchedule(
                rule, BERLIN, bounded.startAt(), null, null, bounded.jitter(), 99, List.of(), null, null);
        assertThat(other.upcoming(Instant.EPOCH, 500)).isNotEqualTo(fires);
        assertThat(bounded.note(fires.getFirst()).orElseThrow())
                .startsWith("jitter: PT")
                .contains("2026-12-01T01:00");
    }

    @Test
    void refusesWhatContradictsItselfOrNeverFires() {
        assertRefused("endAt", () -> of(NINE, "2026-12-01T00:00", "2026-12-01T00:00", null, null, null, null));
        assertRefused("endAt", () -> of(NINE, "2026-12-01T00:00", "2026-12-01T08:00", null, null, null, null));
        assertRefused("maxFires", () -> of(NINE, "2026-12-01T00:00", null, 0, null, null, null));
        assertRefused("maxFires", () -> of(NINE, "2026-12-01T00:00", null, 100_001, null, null, null));
        assertRefused("jitter", () -> of(NINE, "2026-12-01T00:00", null, null, Duration.ofDays(2), null, null));
        assertRefused(
                "businessDayRoll",
                () -> of(NINE, "2026-12-01T00:00", null, null, null, null, BusinessDayRoll.FOLLOWING));
        assertRefused(
                "exclude", () -> of(cron("0 9 * * SAT", "UTC"), "2026-12-01T00:00", null, null, null, WEEKENDS, null));
        Calendar never = new WeeklyDays(List.of(DayOfWeek.values()));
        assertRefused(
                "exclude", () -> of(NINE, "2026-12-01T00:00", null, null, null, never, BusinessDayRoll.PRECEDING));
        assertRefused(
                "mode",
                () -> of(
                        new IntervalSchedule(Duration.ofSeconds(10), at("2026-12-01T00:00"), IntervalMode.FIXED_DELAY),
                        "2026-12-01T00:00",
                        null,
                        3,
                        null,
                        null,
                        null));
    }

    @Test
    void standsInJsonAsItWasMade() {
        JsonMapper json = JsonMapper.builder().build();
        for (BoundedSchedule bounded : List.of(
                of(NINE, "2026-12-01T00:00", null, 3, Duration.ofSeconds(5), BANK, BusinessDayRoll.FOLLOWING),
                of(NINE, "2026-12-01T00:00", "2027-01-01T00:00", null, null, null, null))) {
            String text = json.writerFor(Schedule.class).writeValueAsString(bounded);
            assertThat(json.readValue(text, Schedule.class)).as(text).isEqualTo(bounded);
        }
    }

    @Test
    void saysItsBoundsInEnglish() {
        assertThat(of(NINE, "2026-12-01T00:00", null, 3, Duration.ofSeconds(5), BANK, BusinessDayRoll.FOLLOWING)
                        .describe())
                .isEqualTo(
                        "At 09:00 (Europe/Berlin), from 2026-12-01 00:00 UTC, at most 3 fires, except at times of bank (moved to the following business day), each up to 5 s later");
    }

    private static List<Exclusion> excluded(Schedule schedule, String after, String before) {
        List<Exclusion> found = new ArrayList<>();
        Optional<Exclusion> next = schedule.nextExcluded(at(after), at(before));
        while (next.isPresent()) {
            found.add(next.get());
            next = schedule.nextExcluded(next.get().at(), at(before));
        }
        return found;
    }

    private static BoundedSchedule roll(Schedule rule, BusinessDayRoll roll) {
        return of(rule, "2026-01-01T00:00", null, null, null, BANK, roll);
    }

    private static BoundedSchedule of(
            Schedule rule,
            String startAt,
            @Nullable String endAt,
            @Nullable Integer maxFires,
            @Nullable Duration jitter,
            @Nullable Calendar exclude,
            @Nullable BusinessDayRoll roll) {
        return BoundedSchedule.of(new BoundedSchedule(
                rule,
                BERLIN,
                at(startAt),
                endAt == null ? null : at(endAt),
                maxFires,
                jitter,
                7,
                exclude == null ? List.of() : List.of(new NamedCalendar("bank", 1, exclude)),
                roll,
                null));
    }

    private static void assertRefused(String field, ThrowingCallable schedule) {
        assertThatThrownBy(schedule)
                .isInstanceOfSatisfying(
                        InvalidScheduleException.class,
                        e -> assertThat(e.field()).isEqualTo(field));
    }
}
