package dev.punctual.workflows.schedule.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.workflows.schedule.CronDialect;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CalendarTest {
    private static final Calendar WEEKENDS = new WeeklyDays(List.of(DayOfWeek.SUNDAY, DayOfWeek.SATURDAY));
    private static final Calendar CHRISTMAS =
            new Holidays(List.of(Holiday.yearly("Christmas Day", LocalDate.parse("2020-12-25"))));
    private static final Calendar OFFICE = new BusinessHours(List.of(
            new BusinessHours.Open(DayOfWeek.MONDAY, LocalTime.of(9, 0), LocalTime.of(12, 0)),
            new BusinessHours.Open(DayOfWeek.MONDAY, LocalTime.of(13, 0), LocalTime.of(17, 30)),
            new BusinessHours.Open(DayOfWeek.TUESDAY, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)));
    private static final Calendar MAINTENANCE = new Blackout("30-59 2 * * SUN", CronDialect.UNIX);

    @Test
    void holidaysAreDaysRangesAndDaysThatComeAgain() {
        Calendar holidays = new Holidays(List.of(
                Holiday.on("once", LocalDate.parse("2026-05-04")),
                new Holiday("closed", LocalDate.parse("2026-12-30"), LocalDate.parse("2027-01-02"), null, List.of()),
                Holiday.yearly("leap", LocalDate.parse("2024-02-29")),
                new Holiday(
                        "thanksgiving",
                        LocalDate.parse("2024-11-28"),
                        LocalDate.parse("2024-11-29"),
                        "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
                        List.of(LocalDate.parse("2025-11-27")))));
        assertDays(
                holidays,
                "2026-05-04 2026-12-30 2026-12-31 2027-01-01 2027-01-02 2024-02-29 2028-02-29 2026-11-26 2026-11-27");
        assertNotDays(
                holidays, "2026-05-03 2027-05-04 2026-12-29 2027-01-03 2026-02-28 2025-11-27 2025-11-28 2023-11-23");
        assertThat(holidays.excludes(LocalDateTime.parse("2027-01-02T23:59:59")))
                .isTrue();
    }

    @Test
    void businessHoursExcludeWhatLiesOutsideThem() {
        assertThat(OFFICE.excludes(LocalDateTime.parse("2026-11-23T08:59:59.999")))
                .isTrue();
        assertThat(OFFICE.excludes(LocalDateTime.parse("2026-11-23T09:00"))).isFalse();
        assertThat(OFFICE.excludes(LocalDateTime.parse("2026-11-23T12:00"))).isTrue();
        assertThat(OFFICE.excludes(LocalDateTime.parse("2026-11-23T17:29:59"))).isFalse();
        assertThat(OFFICE.excludes(LocalDateTime.parse("2026-11-23T17:30"))).isTrue();
        assertThat(OFFICE.excludes(LocalDateTime.parse("2026-11-24T23:59:59"))).isFalse();
        assertThat(OFFICE.excludesDay(LocalDate.parse("2026-11-23"))).isFalse();
        assertThat(OFFICE.excludesDay(LocalDate.parse("2026-11-25"))).isTrue();
        assertThat(OFFICE.touches(LocalDate.parse("2026-11-23"))).isTrue();
        assertThat(OFFICE.touches(LocalDate.parse("2026-11-24"))).isFalse();
    }

    @Test
    void aBlackoutExcludesTheMinutesItsExpressionNames() {
        assertThat(MAINTENANCE.excludes(LocalDateTime.parse("2026-11-22T02:29:59")))
                .isFalse();
        assertThat(MAINTENANCE.excludes(LocalDateTime.parse("2026-11-22T02:30")))
                .isTrue();
        assertThat(MAINTENANCE.excludes(LocalDateTime.parse("2026-11-22T02:59:59.999999")))
                .isTrue();
        assertThat(MAINTENANCE.excludes(LocalDateTime.parse("2026-11-22T03:00")))
                .isFalse();
        assertThat(MAINTENANCE.excludes(LocalDateTime.parse("2026-11-23T02:30")))
                .isFalse();
        assertThat(MAINTENANCE.excludesDay(LocalDate.parse("2026-11-22"))).isFalse();
        assertThat(MAINTENANCE.touches(LocalDate.parse("2026-11-22"))).isTrue();
    }

    @Test
    void calendarsAreAddedAndTakenAway() {
        Calendar closed = new UnionCalendar(List.of(WEEKENDS, CHRISTMAS));
        assertDays(closed, "2026-12-25 2026-12-26 2026-12-27");
        assertNotDays(closed, "2026-12-24 2026-12-28");
        Calendar openOnSaturdays = new DifferenceCalendar(closed, new WeeklyDays(List.of(DayOfWeek.SATURDAY)));
        assertDays(openOnSaturdays, "2026-12-25 2026-12-27");
        assertNotDays(openOnSaturdays, "2026-12-26");
        Calendar someHours = new DifferenceCalendar(closed, MAINTENANCE);
        assertThat(someHours.excludesDay(LocalDate.parse("2026-12-27"))).isFalse();
        assertThat(someHours.excludes(LocalDateTime.parse("2026-12-27T02:30"))).isFalse();
        assertThat(someHours.excludes(LocalDateTime.parse("2026-12-27T03:30"))).isTrue();
    }

    @Test
    void standsInJsonAsItWasMade() {
        JsonMapper json = JsonMapper.builder().build();
        for (Calendar calendar : List.of(
                WEEKENDS,
                CHRISTMAS,
                OFFICE,
                MAINTENANCE,
                new UnionCalendar(List.of(WEEKENDS, new DifferenceCalendar(OFFICE, CHRISTMAS))))) {
            String text = json.writerFor(Calendar.class).writeValueAsString(calendar);
            assertThat(json.readValue(text, Calendar.class)).as(text).isEqualTo(calendar);
        }
        assertThat(json.writerFor(Calendar.class).writeValueAsString(CHRISTMAS)).isEqualTo("""
                        {"type":"holidays","days":[{"name":"Christmas Day","from":"2020-12-25","until":"2020-12-25","rule":"FREQ=YEARLY"}]}""");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new Holiday(
                        null, LocalDate.parse("2026-05-04"), LocalDate.parse("2026-05-03"), null, List.of()))
                .isInstanceOf(InvalidCalendarException.class);
        assertThatThrownBy(() -> new Holiday(
                        null, LocalDate.parse("2026-05-04"), LocalDate.parse("2026-05-04"), "FREQ=HOURLY", List.of()))
                .isInstanceOf(InvalidCalendarException.class);
        assertThatThrownBy(() -> new BusinessHours.Open(DayOfWeek.MONDAY, LocalTime.of(22, 0), LocalTime.of(6, 0)))
                .isInstanceOf(InvalidCalendarException.class);
        assertThatThrownBy(() -> new Blackout("* * * *", CronDialect.UNIX))
                .isInstanceOf(InvalidCalendarException.class);
        assertThatThrownBy(() -> {
                    Calendar calendar = WEEKENDS;
                    for (int i = 0; i < 9; i++) {
                        calendar = new UnionCalendar(List.of(calendar));
                    }
                })
                .isInstanceOf(InvalidCalendarException.class);
    }

    private static void assertDays(Calendar calendar, String days) {
        for (String day : days.split(" ", -1)) {
            assertThat(calendar.excludesDay(LocalDate.parse(day))).as(day).isTrue();
        }
    }

    private static void assertNotDays(Calendar calendar, String days) {
        for (String day : days.split(" ", -1)) {
            assertThat(calendar.excludesDay(LocalDate.parse(day))).as(day).isFalse();
        }
    }
}
