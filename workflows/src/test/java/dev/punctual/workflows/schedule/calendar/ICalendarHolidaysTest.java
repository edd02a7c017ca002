package dev.punctual.workflows.schedule.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ICalendarHolidaysTest {
    private static final String FILE = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Example//Holidays//EN
            X-WR-CALNAME:Holidays
            BEGIN:VTIMEZONE
            TZID:Europe/Berlin
            BEGIN:STANDARD
            DTSTART:19701025T030000
            RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
            END:STANDARD
            END:VTIMEZONE
            BEGIN:VEVENT
            UID:1@example
            DTSTAMP:20260101T000000Z
            DTSTART;VALUE=DATE:20261225
            DTEND;VALUE=DATE:20261227
            SUMMARY;LANGUAGE="en:x":Christmas\\, both
              days
            BEGIN:VALARM
            TRIGGER:-PT15M
            DURATION:PT15M
            END:VALARM
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20200101
            RRULE:FREQ=YEARLY
            EXDATE;VALUE=DATE:20220101,20240101
            SUMMARY:New Year
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20260501
            DURATION:P1D
            RDATE;VALUE=DATE:20260601
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20260701
            STATUS:CANCELLED
            END:VEVENT
            END:VCALENDAR
            """;

    @Test
    void readsWholeDaysRulesAndExceptions() {
        Holidays holidays = ICalendarHolidays.read(FILE);
        assertThat(holidays.days())
                .containsExactly(
                        new Holiday(
                                "Christmas, both days",
                                LocalDate.parse("2026-12-25"),
                                LocalDate.parse("2026-12-26"),
                                null,
                                List.of()),
                        new Holiday(
                                "New Year",
                                LocalDate.parse("2020-01-01"),
                                LocalDate.parse("2020-01-01"),
                                "FREQ=YEARLY",
                                List.of(LocalDate.parse("2022-01-01"), LocalDate.parse("2024-01-01"))),
                        new Holiday(
                                null, LocalDate.parse("2026-05-01"), LocalDate.parse("2026-05-01"), null, List.of()),
                        new Holiday(
                                null, LocalDate.parse("2026-06-01"), LocalDate.parse("2026-06-01"), null, List.of()));
        assertThat(holidays.excludesDay(LocalDate.parse("2026-01-01"))).isTrue();
        assertThat(holidays.excludesDay(LocalDate.parse("2024-01-01"))).isFalse();
        assertThat(holidays.excludesDay(LocalDate.parse("2026-07-01"))).isFalse();
    }

    @Test
    void linesMayEndInEitherWay() {
        assertThat(ICalendarHolidays.read(FILE.replace("\n", "\r\n"))).isEqualTo(ICalendarHolidays.read(FILE));
        assertThat(ICalendarHolidays.read("\uFEFF" + FILE)).isEqualTo(ICalendarHolidays.read(FILE));
    }

    @Test
    void namesTheLineAtFault() {
        assertRefused("", 1);
        assertRefused("hello", 1);
        assertRefused(" x", 1);
        assertThatThrownBy(() -> ICalendarHolidays.read("dear all,\n\nenclosed the holidays"))
                .hasMessageContaining("BEGIN:VCALENDAR");
        assertThat(ICalendarHolidays.read("\uFEFF\r\n" + FILE)).isEqualTo(ICalendarHolidays.read(FILE));
        assertRefused(FILE.replace("DTSTART;VALUE=DATE:20261225", "DTSTART:20261225T090000Z"), 15);
        assertRefused(FILE.replace("DTSTART;VALUE=DATE:20261225", "DTSTART;VALUE=DATE:20261325"), 15);
        assertRefused(FILE.replace("DTEND;VALUE=DATE:20261227", "DTEND;VALUE=DATE:20261224"), 16);
        assertRefused(FILE.replace("RRULE:FREQ=YEARLY\n", "RRULE:FREQ=NEVER\n"), 26);
        assertRefused(FILE.replace("RRULE:FREQ=YEARLY\n", "RRULE:FREQ=YEARLY;BYHOUR=9\n"), 26);
        assertRefused(FILE.replace("DURATION:P1D", "DURATION:P1M"), 32);
        assertRefused(FILE.replace("DURATION:P1D", "DTSTART;VALUE=DATE:20260502"), 32);
        assertRefused(FILE.replace("DURATION:P1D", "no colon"), 32);
        assertRefused(FILE.replace("END:VCALENDAR\n", ""), 1);
        assertRefused(FILE.replace("END:VTIMEZONE", "END:VTODO"), 11);
        assertRefused(FILE.replace("STATUS:CANCELLED", "RECURRENCE-ID;VALUE=DATE:20260701"), 37);
    }

    private static void assertRefused(String text, int line) {
        assertThatThrownBy(() -> ICalendarHolidays.read(text))
                .isInstanceOf(InvalidCalendarException.class)
                .hasMessageStartingWith("line " + line + ":");
    }
}
