package dev.punctual.workflows.schedule.oracle;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;

/**
 * The classes of difference between Punctual and other libraries, described one by one in docs/schedule-differences.md. A
 * difference belongs to the first that explains it.
 */
enum Difference {
    SPRING_LEAVES_THE_MONTH("SPRING") {
        @Override
        boolean holds(Observation seen) {
            return seen.has(Column.DAY_OF_MONTH, Item.NearestWorkingDay.class::isInstance);
        }
    },
    QUARTZ_FORGETS_WHAT_STANDS_BESIDE_A_SPECIAL_WEEKDAY("QUARTZ") {
        @Override
        boolean holds(Observation seen) {
            return seen.hasInList(Column.DAY_OF_WEEK, Item.Dates.class::isInstance);
        }
    },
    QUARTZ_IGNORES_STEPS_ON_NAMES("QUARTZ") {
        @Override
        boolean holds(Observation seen) {
            return hasSteppedNames(seen, Column.MONTH) || hasSteppedNames(seen, Column.DAY_OF_WEEK);
        }
    },
    QUARTZ_LOSES_TIMES_OF_WORKING_DAYS("QUARTZ") {
        @Override
        boolean holds(Observation seen) {
            return seen.has(
                    Column.DAY_OF_MONTH,
                    item -> item instanceof Item.NearestWorkingDay || item instanceof Item.LastWorkingDay);
        }
    },
    CRON_UTILS_KNOWS_NO_NICKNAMES("CRON_UTILS_UNIX") {
        @Override
        boolean holds(Observation seen) {
            return seen.isRefused() && seen.expression().text().startsWith("@");
        }
    },
    CRON_UTILS_MISREADS_WRAPPED_RANGES("CRON_UTILS") {
        @Override
        boolean holds(Observation seen) {
            boolean fromSunday = seen.peer().rules != Rules.QUARTZ
                    && seen.has(
                            Column.DAY_OF_WEEK,
                            item -> item instanceof Item.Range range
                                    && seen.peer().rules.dayOf(range.first()) == DayOfWeek.SUNDAY);
            return fromSunday || seen.has(item -> item instanceof Item.Range range && range.first() > range.last());
        }
    },
    CRON_UTILS_MISREADS_LISTS_OF_SPECIAL_DAYS("CRON_UTILS") {
        @Override
        boolean holds(Observation seen) {
            return seen.hasInList(Column.DAY_OF_MONTH, Item.Dates.class::isInstance)
                    || seen.hasInList(Column.DAY_OF_WEEK, Item.Dates.class::isInstance);
        }
    },
    CRON_UTILS_REFUSES_WORKING_DAYS_BEFORE_THE_LAST("CRON_UTILS_QUARTZ") {
        @Override
        boolean holds(Observation seen) {
            return seen.isRefused()
                    && seen.has(
                            Column.DAY_OF_MONTH, item -> item instanceof Item.LastWorkingDay day && day.before() > 0);
        }
    },
    CRON_UTILS_FAILS_WHERE_A_MONTH_LACKS_THE_DAY("CRON_UTILS") {
        @Override
        boolean holds(Observation seen) {
            return seen.has(
                    Column.DAY_OF_MONTH,
                    item -> (item instanceof Item.NearestWorkingDay nearest && nearest.day() > 28)
                            || (item instanceof Item.LastDay day && day.before() >= 28));
        }
    },
    CRON_UTILS_JOINS_THE_DAY_FIELDS_BY_OR("CRON_UTILS_UNIX") {
        @Override
        boolean holds(Observation seen) {
            return asksSomething(seen, Column.DAY_OF_MONTH) && asksSomething(seen, Column.DAY_OF_WEEK);
        }
    },
    CRON_UTILS_FINDS_NOTHING_BETWEEN_QUESTION_MARKS("CRON_UTILS_SPRING") {
        @Override
        boolean holds(Observation seen) {
            return seen.theirs().equals(Observation.NONE)
                    && seen.expression().field(Column.DAY_OF_WEEK).isQuestionMark();
        }
    },
    CRON_UTILS_COUNTS_THE_WEEK_FROM_SUNDAY("CRON_UTILS_SPRING") {
        @Override
        boolean holds(Observation seen) {
            return seen.has(
                    Column.DAY_OF_WEEK,
                    item -> (item instanceof Item.Star star && star.step() > 1) || item instanceof Item.From);
        }
    },
    CRON_UTILS_KEEPS_THE_FRACTION_OF_A_SECOND("CRON_UTILS") {
        @Override
        boolean holds(Observation seen) {
            return hasFraction(seen.after())
                    && seen.theirs().endsWith("Z")
                    && hasFraction(Instant.parse(seen.theirs()));
        }
    },
    CLOCK_CHANGES("") {
        @Override
        boolean holds(Observation seen) {
            ZoneOffsetTransition change =
                    seen.zone().getRules().nextTransition(seen.after().minus(CLOSE));
            return change != null && !change.getInstant().isAfter(latest(seen).plus(CLOSE)) && agreesInUtc(seen);
        }
    };

    /** Within a day of a change the wall clock of before and after may both show the same date. */
    private static final Duration CLOSE = Duration.ofHours(26);

    private final String peers;

    /** @param peers how the names of those begin that differ so */
    Difference(String peers) {
        this.peers = peers;
    }

    abstract boolean holds(Observation seen);

    boolean explains(Observation seen) {
        return seen.peer().name().startsWith(peers) && holds(seen);
    }

    private static boolean hasSteppedNames(Observation seen, Column column) {
        return seen.has(column, item -> item instanceof Item.Range range && range.step() > 1)
                && seen.expression().field(column).text().matches(".*[A-Za-z]{3}.*");
    }

    private static boolean hasFraction(Instant instant) {
        return !instant.equals(instant.truncatedTo(ChronoUnit.SECONDS));
    }

    /** A star alone asks nothing, and a question mark neither; a star with a step does, for cron-utils. */
    private static boolean asksSomething(Observation seen, Column column) {
        String text = seen.expression().field(column).text();
        return !text.equals("*") && !text.equals("?");
    }

    private static Instant latest(Observation seen) {
        Instant latest = seen.after();
        for (String answer : new String[] {seen.ours(), seen.theirs()}) {
            if (answer.endsWith("Z") && Instant.parse(answer).isAfter(latest)) {
                latest = Instant.parse(answer);
            }
        }
        return latest;
    }

    /** Whether the two answer alike where the wall clock never changes, from the same local time on. */
    private static boolean agreesInUtc(Observation seen) {
        Instant after = LocalDateTime.ofInstant(seen.after(), seen.zone()).toInstant(ZoneOffset.UTC);
        return Observation.first(
                        seen.peer(),
                        new OracleCase(
                                seen.expression(),
                                ZoneOffset.UTC,
                                null,
                                null,
                                after,
                                after.plus(CLOSE.multipliedBy(3))))
                == null;
    }
}
