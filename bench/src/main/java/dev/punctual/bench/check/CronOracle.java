package dev.punctual.bench.check;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * When a cron expression is due, found the plain way: walk the wall clock step by step and compare each of its fields. It
 * knows stars, numbers, ranges, steps and lists, in the UNIX dialect (minutes) and in the SPRING dialect (seconds). An hour that
 * begins with a star is no time of day: nothing is shifted out of a gap, and repeated times fire each time unless the schedule
 * says otherwise (docs/schedules.md, "Clock changes").
 */
record CronOracle(List<String> fields, boolean seconds, ZoneId zone, boolean shiftsGaps, String repeat) {

    static CronOracle of(JsonNode schedule) {
        boolean spring = schedule.path("dialect").asString("UNIX").equals("SPRING");
        List<String> fields =
                List.of(schedule.path("expression").asString().strip().split("\\s+", -1));
        boolean anyHour = fields.get(spring ? 2 : 1).startsWith("*");
        return new CronOracle(
                fields,
                spring,
                ZoneId.of(schedule.path("timeZone").asString("UTC")),
                !anyHour && schedule.path("gap").asString("SKIP").equals("SHIFT_FORWARD"),
                schedule.path("repeat").asString(anyHour ? "BOTH" : "FIRST"));
    }

    /** All instants after one moment and up to another. */
    NavigableSet<Instant> between(Instant after, Instant upTo) {
        NavigableSet<Instant> found = new TreeSet<>();
        // a day more on either side, since local time can be moved
        LocalDateTime local = LocalDateTime.ofInstant(after, zone)
                .minusHours(4)
                .truncatedTo(seconds ? ChronoUnit.SECONDS : ChronoUnit.MINUTES);
        LocalDateTime end = LocalDateTime.ofInstant(upTo, zone).plusHours(4);
        for (; local.isBefore(end); local = seconds ? local.plusSeconds(1) : local.plusMinutes(1)) {
            if (matches(local)) {
                for (Instant instant : instants(local)) {
                    if (instant.isAfter(after) && !instant.isAfter(upTo)) {
                        found.add(instant);
                    }
                }
            }
        }
        return found;
    }

    /** Whether it is due at an instant. */
    boolean isDue(Instant instant) {
        return between(instant.minusNanos(1), instant).contains(instant);
    }

    private List<Instant> instants(LocalDateTime local) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        List<Instant> all = new ArrayList<>();
        offsets.forEach(offset -> all.add(local.toInstant(offset)));
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = zone.getRules().getTransition(local);
            return shiftsGaps ? List.of(gap.getInstant()) : List.of();
        }
        return switch (repeat) {
            case "BOTH" -> all;
            case "LAST" -> List.of(all.getLast());
            default -> List.of(all.getFirst());
        };
    }

    private boolean matches(LocalDateTime local) {
        int from = seconds ? 1 : 0;
        if (seconds && !matches(fields.get(0), local.getSecond(), 0, 59)) {
            return false;
        }
        String days = fields.get(from + 2);
        String weekdays = fields.get(from + 4);
        int weekday = local.getDayOfWeek().getValue() % 7;
        boolean day = matches(days, local.getDayOfMonth(), 1, 31);
        boolean ofWeek = matches(weekdays, weekday, 0, 7) || (weekday == 0 && matches(weekdays, 7, 0, 7));
        // as in Vixie cron: two restricted day fields are alternatives
        boolean either = !seconds && !days.startsWith("*") && !weekdays.startsWith("*");
        return matches(fields.get(from), local.getMinute(), 0, 59)
                && matches(fields.get(from + 1), local.getHour(), 0, 23)
                && matches(fields.get(from + 3), local.getMonthValue(), 1, 12)
                && (either ? day || ofWeek : day && ofWeek);
    }

    private static boolean matches(String field, int value, int least, int most) {
        for (String item : field.toUpperCase(Locale.ROOT).split(",", -1)) {
            String[] parts = item.split("/", -1);
            int step = parts.length > 1 ? Integer.parseInt(parts[1]) : 1;
            int low = least;
            int high = most;
            if (!parts[0].equals("*") && !parts[0].equals("?")) {
                String[] range = parts[0].split("-", -1);
                low = Integer.parseInt(range[0]);
                high = range.length > 1 ? Integer.parseInt(range[1]) : parts.length > 1 ? most : low;
            }
            if (value >= low && value <= high && (value - low) % step == 0) {
                return true;
            }
        }
        return false;
    }
}
