package dev.punctual.workflows.schedule;

import dev.punctual.workflows.schedule.CronText.Place;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The special days that QUARTZ and SPRING share: {@code L L-3 LW 15W} of the month, {@code 5L 5#3} of the week. */
final class CronSpecials {
    private static final int MOST_BEFORE_LAST = 30;
    private static final Pattern OF_MONTH =
            Pattern.compile("L(?:-(?<before>[0-9]+))?(?<lastw>W)?|(?<day>[0-9]+)W", Pattern.CASE_INSENSITIVE);
    private static final Pattern OF_WEEK =
            Pattern.compile("(?<day>[0-9]+|[A-Z]{3})(?:L|#(?<nth>[0-9]+))", Pattern.CASE_INSENSITIVE);
    /** Whatever looks like a special: told apart only to say that its column does not take it. */
    private static final Pattern ANY = Pattern.compile(
            "[?LWHC]|LW|L-[0-9]+W?|[0-9]+[LWC]|[A-Z]{3}L|[^#]*#[^#]*|H[(/].*", Pattern.CASE_INSENSITIVE);

    private final CronSyntax syntax;

    CronSpecials(CronSyntax syntax) {
        this.syntax = syntax;
    }

    /** The item in plain form, or null when it is none of these; refuses one that stands in a wrong column. */
    @Nullable
    String plain(Place place, String item) {
        String plain = switch (place.column()) {
            case DAY_OF_MONTH -> ofMonth(place, item);
            case DAY_OF_WEEK -> ofWeek(place, item);
            case SECOND, MINUTE, HOUR, MONTH, YEAR -> null;
        };
        if (plain == null && ANY.matcher(item).matches()) {
            throw syntax.text.refusal(
                    "UNSUPPORTED", place, "\"%s\" has no meaning here; %s".formatted(item, way(place)));
        }
        return plain;
    }

    private static String way(Place place) {
        return switch (place.column()) {
            case DAY_OF_MONTH -> "use *, values, ranges, lists, steps, L, L-3, LW or 15W, or ? as the whole field";
            case DAY_OF_WEEK -> "use *, values, ranges, lists, steps, FRIL or FRI#2, or ? as the whole field";
            case SECOND, MINUTE, HOUR, MONTH, YEAR -> "use *, values, ranges, lists and steps only";
        };
    }

    private @Nullable String ofMonth(Place place, String item) {
        Matcher parts = OF_MONTH.matcher(item);
        if (!parts.matches()) {
            return null;
        }
        String day = parts.group("day");
        if (day != null) {
            return syntax.value(place, day) + "W";
        }
        String before = parts.group("before");
        int number = before == null ? 0 : CronSyntax.number(before);
        if (number > MOST_BEFORE_LAST) {
            throw syntax.text.refusal(
                    "CRON_RANGE",
                    place,
                    "\"%s\" lies before every month; use L-%d at most".formatted(item, MOST_BEFORE_LAST));
        }
        return "L" + (number == 0 ? "" : "-" + number) + (parts.group("lastw") == null ? "" : "W");
    }

    private @Nullable String ofWeek(Place place, String item) {
        Matcher parts = OF_WEEK.matcher(item);
        if (!parts.matches()) {
            return null;
        }
        int day = syntax.plain(place.column(), syntax.value(place, parts.group("day")));
        String nth = parts.group("nth");
        if (nth == null) {
            return day + "L";
        }
        int number = CronSyntax.number(nth);
        if (number < 1 || number > 5) {
            throw syntax.text.refusal(
                    "CRON_RANGE", place, "\"%s\" names no week of a month; use #1 to #5".formatted(item));
        }
        return day + "#" + number;
    }
}
