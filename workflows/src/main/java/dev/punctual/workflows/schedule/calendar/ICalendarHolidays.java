package dev.punctual.workflows.schedule.calendar;

import dev.punctual.workflows.schedule.calendar.ICalendarLines.Line;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the holidays of an iCalendar file (RFC 5545): each VEVENT of whole days, with DTEND or DURATION, RRULE, RDATE and
 * EXDATE. A cancelled event is left out; other components and properties say nothing of days and are passed over. A reader of
 * our own, since the iCalendar libraries bring a time-zone database, a network client and much else for these few lines.
 */
public final class ICalendarHolidays {
    private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;
    private static final Pattern BEGIN =
            Pattern.compile("\\uFEFF?\\s*BEGIN:VCALENDAR\\s*(\\R|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DAYS = Pattern.compile("P([1-9][0-9]{0,3})([DW])");

    private final List<Holiday> holidays = new ArrayList<>();

    private ICalendarHolidays() {}

    /**
     * The holidays of the file, in its order.
     *
     * @throws InvalidCalendarException naming the line at fault
     */
    public static Holidays read(String text) {
        // before its lines are read: of a text that is none of this, nobody wants to hear what is wrong in which line
        if (!BEGIN.matcher(text).lookingAt()) {
            throw new InvalidCalendarException(
                    "line 1", "line 1: the file does not begin with BEGIN:VCALENDAR; send an iCalendar (.ics) file");
        }
        List<Line> lines = ICalendarLines.of(text);
        ICalendarHolidays reader = new ICalendarHolidays();
        List<Line> open = new ArrayList<>();
        List<Line> event = new ArrayList<>();
        for (Line line : lines) {
            if (line.name().equals("BEGIN")) {
                open.add(line);
                if (line.is("BEGIN", "VEVENT")) {
                    event.clear();
                }
            } else if (line.name().equals("END")) {
                if (open.isEmpty() || !open.getLast().is("BEGIN", line.value())) {
                    throw line.refuse("END:%s ends nothing that was begun".formatted(line.value()));
                }
                Line begin = open.removeLast();
                if (begin.is("BEGIN", "VEVENT")) {
                    reader.addEvent(begin, event);
                }
            } else if (!open.isEmpty() && open.getLast().is("BEGIN", "VEVENT")) {
                event.add(line);
            }
        }
        if (!open.isEmpty()) {
            throw open.getLast().refuse("%s has no END".formatted(open.getLast().value()));
        }
        return new Holidays(reader.holidays);
    }

    private void addEvent(Line begin, List<Line> event) {
        Line status = find(event, "STATUS");
        if (status != null && status.value().equalsIgnoreCase("CANCELLED")) {
            return;
        }
        Line changed = find(event, "RECURRENCE-ID");
        if (changed != null) {
            throw changed.refuse("RECURRENCE-ID changes one day of another event; write it as EXDATE and an event");
        }
        Line start = find(event, "DTSTART");
        if (start == null) {
            throw begin.refuse("the event has no DTSTART");
        }
        LocalDate from = date(start, start.value());
        LocalDate until = until(event, start, from);
        Line rule = find(event, "RRULE");
        List<LocalDate> except = dates(event, "EXDATE");
        String name = name(event);
        add(rule == null ? start : rule, name, from, until, rule == null ? null : rule.value(), except);
        for (LocalDate also : dates(event, "RDATE")) {
            if (!except.contains(also)) {
                add(start, name, also, also.plusDays(until.toEpochDay() - from.toEpochDay()), null, List.of());
            }
        }
    }

    private void add(
            Line line,
            @Nullable String name,
            LocalDate from,
            LocalDate until,
            @Nullable String rule,
            List<LocalDate> except) {
        if (holidays.size() == Holidays.MOST) {
            throw line.refuse("the file has more than %d holidays; split it".formatted(Holidays.MOST));
        }
        try {
            holidays.add(new Holiday(name, from, until, rule, except));
        } catch (InvalidCalendarException e) {
            throw line.refuse(String.valueOf(e.getMessage()));
        }
    }

    private static LocalDate until(List<Line> event, Line start, LocalDate from) {
        Line end = find(event, "DTEND");
        Line duration = find(event, "DURATION");
        if (end != null) {
            LocalDate next = date(end, end.value());
            // the day after the last one; some programs write the day itself for an event of one day
            if (next.isBefore(from)) {
                throw end.refuse("DTEND %s is before DTSTART %s".formatted(end.value(), start.value()));
            }
            return next.isEqual(from) ? from : next.minusDays(1);
        }
        if (duration == null) {
            return from;
        }
        Matcher length = DAYS.matcher(duration.value());
        if (!length.matches()) {
            throw duration.refuse(
                    "DURATION '%s' is no number of days or weeks such as P1D".formatted(duration.value()));
        }
        long days = Long.parseLong(length.group(1)) * (length.group(2).equals("W") ? 7 : 1);
        return from.plusDays(days - 1);
    }

    private static List<LocalDate> dates(List<Line> event, String name) {
        List<LocalDate> dates = new ArrayList<>();
        for (Line line : event) {
            if (line.name().equals(name)) {
                for (String value : line.value().split(",", -1)) {
                    dates.add(date(line, value));
                }
            }
        }
        return dates;
    }

    private static LocalDate date(Line line, String value) {
        if (value.length() > 8 && value.toUpperCase(Locale.ROOT).contains("T")) {
            throw line.refuse("%s '%s' has a time of day; a holiday is a whole day, write VALUE=DATE:20261225"
                    .formatted(line.name(), value));
        }
        try {
            return LocalDate.parse(value, DATE);
        } catch (DateTimeException e) {
            throw line.refuse("%s '%s' is no date such as 20261225".formatted(line.name(), value));
        }
    }

    private static @Nullable String name(List<Line> event) {
        Line summary = find(event, "SUMMARY");
        if (summary == null || summary.value().isBlank()) {
            return null;
        }
        String text = ICalendarLines.unescape(summary.value()).strip();
        return text.length() > 200
                ? text.substring(0, text.offsetByCodePoints(0, Math.min(190, text.codePointCount(0, text.length()))))
                : text;
    }

    private static @Nullable Line find(List<Line> event, String name) {
        Line found = null;
        for (Line line : event) {
            if (line.name().equals(name)) {
                if (found != null) {
                    throw line.refuse("the event has %s twice".formatted(name));
                }
                found = line;
            }
        }
        return found;
    }
}
