package dev.punctual.api.calendar;

import dev.punctual.api.json.Fields;
import dev.punctual.workflows.schedule.CronDialect;
import dev.punctual.workflows.schedule.calendar.Blackout;
import dev.punctual.workflows.schedule.calendar.BusinessHours;
import dev.punctual.workflows.schedule.calendar.Calendar;
import dev.punctual.workflows.schedule.calendar.Holiday;
import dev.punctual.workflows.schedule.calendar.Holidays;
import dev.punctual.workflows.schedule.calendar.InvalidCalendarException;
import dev.punctual.workflows.schedule.calendar.WeeklyDays;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the kinds of calendars that are made of days and hours; each answers null when a mistake was noted. */
final class DayReader {
    private static final int MOST_SPANS = 100;
    private static final int MOST_EXCEPTIONS = 1_000;
    private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    private DayReader() {}

    static @Nullable Supplier<Calendar> holidays(Fields fields) {
        List<JsonNode> items = fields.items("days", Holidays.MOST);
        if (!fields.has("days")) {
            fields.missing("days", "list the holidays; each a date such as 2026-12-25, or an object with from");
            return null;
        }
        if (items == null) {
            return null;
        }
        List<Holiday> days = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Holiday day = holiday(fields, i, items.get(i));
            if (day != null) {
                days.add(day);
            }
        }
        return days.size() == items.size() ? () -> new Holidays(days) : null;
    }

    private static @Nullable Holiday holiday(Fields fields, int index, JsonNode item) {
        if (item.isString()) {
            LocalDate day = parse(item.stringValue());
            if (day == null) {
                fields.refuseItem("days", index, "DATE", "days/%d %s".formatted(index, noDate(item.stringValue())));
                return null;
            }
            return new Holiday(null, day, day, null, List.of());
        }
        Fields day = fields.item("days", index, item);
        if (day == null) {
            return null;
        }
        String name = day.text("name", 200);
        LocalDate from = date(day, "from");
        if (!day.has("from")) {
            day.missing("from", "write the first day, such as 2026-12-25");
        }
        LocalDate until = date(day, "until");
        Boolean yearly = day.flag("yearly");
        String rule = day.text("rule", 500);
        if (day.has("yearly") && day.has("rule")) {
            day.refuse("yearly", "CONTRADICTION", "yearly stands for rule FREQ=YEARLY; send one of the two");
        }
        List<LocalDate> except = dates(day, "except");
        day.end();
        boolean complete = (until != null || !day.has("until"))
                && (rule != null || !day.has("rule"))
                && (yearly != null || !day.has("yearly"))
                && !(day.has("yearly") && day.has("rule"));
        if (!complete || from == null || except == null) {
            return null;
        }
        try {
            return new Holiday(
                    name,
                    from,
                    until == null ? from : until,
                    Boolean.TRUE.equals(yearly) ? "FREQ=YEARLY" : rule,
                    except);
        } catch (InvalidCalendarException e) {
            day.refuse(e.field(), "INVALID", String.valueOf(e.getMessage()));
            return null;
        }
    }

    static @Nullable Supplier<Calendar> weeklyDays(Fields fields) {
        List<String> names = fields.list("days", 7);
        if (names == null) {
            return null;
        }
        if (names.isEmpty()) {
            fields.missing("days", "list the days of the week without fires, such as SATURDAY");
            return null;
        }
        List<DayOfWeek> days = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Arrays.stream(DayOfWeek.values())
                    .filter(day -> day.name().equals(name))
                    .forEach(days::add);
            if (days.size() <= i) {
                fields.refuseItem(
                        "days",
                        i,
                        "CHOICE",
                        "days/%d is '%s'; choose one of %s".formatted(i, name, Arrays.toString(DayOfWeek.values())));
                return null;
            }
        }
        return () -> new WeeklyDays(days);
    }

    static @Nullable Supplier<Calendar> businessHours(Fields fields) {
        List<JsonNode> items = fields.items("open", MOST_SPANS);
        if (!fields.has("open") || (items != null && items.isEmpty())) {
            fields.missing(
                    "open",
                    "list the open hours, such as {\"day\": \"MONDAY\", \"from\": \"09:00\", \"until\": \"17:30\"}");
            return null;
        }
        if (items == null) {
            return null;
        }
        List<BusinessHours.Open> open = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Fields item = fields.item("open", i, items.get(i));
            BusinessHours.Open span = item == null ? null : span(item);
            if (span != null) {
                open.add(span);
            }
        }
        return open.size() == items.size() ? () -> new BusinessHours(open) : null;
    }

    private static BusinessHours.@Nullable Open span(Fields span) {
        DayOfWeek day = span.choice("day", DayOfWeek.class);
        LocalTime from = time(span, "from");
        LocalTime until = time(span, "until");
        for (String field : List.of("day", "from", "until")) {
            if (!span.has(field)) {
                span.missing(field, "an open span has a day, from and until");
            }
        }
        span.end();
        if (day == null || from == null || until == null) {
            return null;
        }
        try {
            return new BusinessHours.Open(day, from, until);
        } catch (InvalidCalendarException e) {
            span.refuse(e.field(), "INVALID", String.valueOf(e.getMessage()));
            return null;
        }
    }

    static @Nullable Supplier<Calendar> blackout(Fields fields) {
        String expression = fields.text("expression", 500);
        CronDialect dialect = fields.choice("dialect", CronDialect.class);
        if (!fields.has("expression")) {
            fields.missing("expression", "write the closed minutes as a cron expression, such as '* 2-3 * * SUN'");
        }
        return expression == null || (dialect == null && fields.has("dialect"))
                ? null
                : () -> new Blackout(expression, dialect == null ? CronDialect.UNIX : dialect);
    }

    private static @Nullable LocalTime time(Fields fields, String name) {
        String text = fields.text(name, 100);
        if (text == null) {
            return null;
        }
        try {
            // the end of the day, as people write it
            return text.equals("24:00") && name.equals("until") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
        } catch (DateTimeException e) {
            fields.refuse(
                    name, "TIME", "%s is '%s', which is no time of day; write it like 09:00".formatted(name, text));
            return null;
        }
    }

    private static @Nullable LocalDate date(Fields fields, String name) {
        String text = fields.text(name, 100);
        LocalDate date = text == null ? null : parse(text);
        if (text != null && date == null) {
            fields.refuse(name, "DATE", "%s %s".formatted(name, noDate(text)));
        }
        return date;
    }

    private static @Nullable List<LocalDate> dates(Fields fields, String name) {
        List<String> texts = fields.list(name, MOST_EXCEPTIONS);
        if (texts == null) {
            return null;
        }
        List<LocalDate> dates = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            LocalDate date = parse(texts.get(i));
            if (date == null) {
                fields.refuseItem(name, i, "DATE", "%s/%d %s".formatted(name, i, noDate(texts.get(i))));
            } else {
                dates.add(date);
            }
        }
        return dates.size() == texts.size() ? dates : null;
    }

    private static @Nullable LocalDate parse(String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            return date.isBefore(FIRST) || date.isAfter(LAST) ? null : date;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String noDate(String text) {
        return "is '%s', which is no date of the years 1900 to 9999; write it like 2026-12-25".formatted(text);
    }
}
