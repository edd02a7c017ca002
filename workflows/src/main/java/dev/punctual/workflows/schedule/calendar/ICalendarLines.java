package dev.punctual.workflows.schedule.calendar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The content lines of an iCalendar file, unfolded (RFC 5545, 3.1); lines may end in CRLF or LF. */
final class ICalendarLines {
    private ICalendarLines() {}

    /**
     * One line.
     *
     * @param number where it begins in the file, from 1
     * @param name in upper case
     * @param value what follows the colon
     */
    record Line(int number, String name, String value) {
        boolean is(String wantedName, String wantedValue) {
            return name.equals(wantedName) && value.equalsIgnoreCase(wantedValue);
        }

        InvalidCalendarException refuse(String why) {
            return new InvalidCalendarException("line " + number, "line %d: %s".formatted(number, why));
        }
    }

    static List<Line> of(String text) {
        List<Line> lines = new ArrayList<>();
        StringBuilder content = new StringBuilder();
        int begin = 0;
        int number = 0;
        // some programs put a byte order mark in front
        for (String raw : text.substring(text.startsWith("\uFEFF") ? 1 : 0).split("\n", -1)) {
            number++;
            String line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
            if (line.startsWith(" ") || line.startsWith("\t")) {
                if (begin == 0) {
                    throw new InvalidCalendarException(
                            "line " + number, "line %d: it continues a line that is not there".formatted(number));
                }
                content.append(line, 1, line.length());
                continue;
            }
            add(lines, begin, content);
            content.setLength(0);
            content.append(line);
            begin = line.isBlank() ? 0 : number;
        }
        add(lines, begin, content);
        return lines;
    }

    private static void add(List<Line> lines, int number, CharSequence content) {
        if (number == 0) {
            return;
        }
        String line = content.toString();
        int colon = colon(line);
        if (colon < 1) {
            throw new InvalidCalendarException(
                    "line " + number, "line %d: '%s' has no name and colon".formatted(number, shorten(line)));
        }
        String name = line.substring(0, colon).split(";", 2)[0].toUpperCase(Locale.ROOT);
        lines.add(new Line(number, name, line.substring(colon + 1).strip()));
    }

    /** Parameters may have colons in quotes. */
    private static int colon(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ':' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    private static String shorten(String line) {
        return line.length() > 50 ? line.substring(0, 50) + "…" : line;
    }

    /** A text value as people read it. */
    static String unescape(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                i++;
                char escaped = value.charAt(i);
                text.append(escaped == 'n' || escaped == 'N' ? ' ' : escaped);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
