package dev.punctual.workflows.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The same rules a second time, as plainly as they can be written: it walks every real minute of a zone whose offsets are
 * whole minutes, reads the wall clock at each, and compares it with the fields as text. Shares no code with the engine.
 */
final class NaiveCron {
    private static final Duration MARGIN = Duration.ofHours(27);
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final String[] fields;
    private final List<Set<Integer>> values = new ArrayList<>();

    NaiveCron(String expression) {
        fields = expression.split(" ", -1);
        values.add(read(fields[0], 0, 59, List.of()));
        values.add(read(fields[1], 0, 23, List.of()));
        values.add(read(fields[2], 1, 31, List.of()));
        values.add(read(fields[3], 1, 12, MONTHS));
        values.add(read(fields[4], 0, 7, DAYS));
    }

    /** The fires after the first instant, up to and with the second. */
    List<Instant> fires(ZoneId zone, GapPolicy gap, RepeatPolicy repeat, Instant after, Instant upTo) {
        Map<LocalDateTime, List<Instant>> shown = new HashMap<>();
        List<LocalDateTime> walls = new ArrayList<>();
        Instant start = after.truncatedTo(ChronoUnit.MINUTES).minus(MARGIN);
        Instant end = upTo.plus(MARGIN);
        for (Instant minute = start; minute.isBefore(end); minute = minute.plusSeconds(60)) {
            LocalDateTime wall = LocalDateTime.ofInstant(minute, zone);
            walls.add(wall);
            shown.computeIfAbsent(wall, _ -> new ArrayList<>()).add(minute);
        }
        Set<Instant> fires = new TreeSet<>();
        shown.forEach((wall, instants) -> {
            if (matches(wall)) {
                switch (repeat) {
                    case FIRST -> fires.add(instants.getFirst());
                    case LAST -> fires.add(instants.getLast());
                    case BOTH -> fires.addAll(instants);
                }
            }
        });
        if (gap == GapPolicy.SHIFT_FORWARD && !fields[1].startsWith("*")) {
            for (int i = 1; i < walls.size(); i++) {
                LocalDateTime lost = walls.get(i - 1).plusMinutes(1);
                while (lost.isBefore(walls.get(i))) {
                    if (!shown.containsKey(lost) && matches(lost)) {
                        fires.add(start.plusSeconds(60L * i));
                    }
                    lost = lost.plusMinutes(1);
                }
            }
        }
        return fires.stream()
                .filter(fire -> fire.isAfter(after) && !fire.isAfter(upTo))
                .toList();
    }

    private boolean matches(LocalDateTime wall) {
        if (!values.get(0).contains(wall.getMinute())
                || !values.get(1).contains(wall.getHour())
                || !values.get(3).contains(wall.getMonthValue())) {
            return false;
        }
        boolean dayOfMonth = values.get(2).contains(wall.getDayOfMonth());
        int weekday = wall.getDayOfWeek().getValue();
        boolean dayOfWeek = values.get(4).contains(weekday)
                || (weekday == 7 && values.get(4).contains(0));
        if (fields[2].startsWith("*") || fields[4].startsWith("*")) {
            return dayOfMonth && dayOfWeek;
        }
        return dayOfMonth || dayOfWeek;
    }

    private static Set<Integer> read(String field, int min, int max, List<String> names) {
        Set<Integer> read = new HashSet<>();
        for (String item : field.split(",", -1)) {
            String[] parts = item.split("/", -1);
            int step = parts.length == 2 ? Integer.parseInt(parts[1]) : 1;
            String[] ends = parts[0].equals("*") ? new String[] {"" + min, "" + max} : parts[0].split("-", -1);
            int last = number(ends[ends.length - 1], min, names);
            for (int value = number(ends[0], min, names); value <= last; value += step) {
                read.add(value);
            }
        }
        return read;
    }

    private static int number(String text, int min, List<String> names) {
        int index = names.indexOf(text.toUpperCase(Locale.ROOT));
        return index >= 0 ? index + min : Integer.parseInt(text);
    }
}
