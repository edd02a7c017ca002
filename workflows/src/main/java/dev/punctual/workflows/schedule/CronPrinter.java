package dev.punctual.workflows.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;

/** Writes the expression of a dialect that means what the fields say; of several, always the same one. */
final class CronPrinter {
    private final CronFields fields;
    private final CronDialect dialect;

    private CronPrinter(CronFields fields, CronDialect dialect) {
        this.fields = fields;
        this.dialect = dialect;
    }

    static String print(CronFields fields, CronDialect dialect) {
        CronPrinter printer = new CronPrinter(fields, dialect);
        return String.join(" ", printer.columns());
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>();
        if (dialect != CronDialect.UNIX) {
            columns.add(starOrList(fields.seconds(), CronColumn.SECOND));
        }
        columns.add(starOrList(fields.minutes(), CronColumn.MINUTE));
        columns.add(hours());
        List<String> days = days();
        columns.add(days.getFirst());
        columns.add(starOrList(fields.months(), CronColumn.MONTH));
        columns.add(days.getLast());
        BitSet years = fields.years().named();
        if (years != null) {
            columns.add(String.join(",", ranges(years, 0)));
        }
        return columns;
    }

    /** The star at the beginning is kept or avoided: it decides whether the expression runs on real time. */
    private String hours() {
        return fields.onRealTime()
                ? starred(fields.hours(), CronColumn.HOUR)
                : String.join(",", ranges(bits(fields.hours()), 0));
    }

    /** Day of month and day of week. */
    private List<String> days() {
        CronDays days = fields.days();
        List<String> ofMonth = ofMonth(days);
        List<String> ofWeek = ofWeek(days);
        String monthList = String.join(",", ofMonth);
        String weekList = String.join(",", ofWeek);
        return switch (dialect) {
            case UNIX -> {
                if (days.either()) {
                    yield List.of(monthList, weekList);
                }
                // one of them begins with a star; which one does not matter where both are full
                if (days.isAnyOfMonth() || days.isAnyOfWeek()) {
                    yield List.of(days.isAnyOfMonth() ? "*" : monthList, days.isAnyOfWeek() ? "*" : weekList);
                }
                yield step(days.ofMonth(), CronColumn.DAY_OF_MONTH) == 0
                        ? List.of(monthList, starred(days.ofWeek(), CronColumn.DAY_OF_WEEK))
                        : List.of(starred(days.ofMonth(), CronColumn.DAY_OF_MONTH), weekList);
            }
            case QUARTZ -> {
                if (days.isAnyOfWeek()) {
                    yield List.of(days.isAnyOfMonth() ? "*" : monthList, "?");
                }
                yield List.of("?", weekList);
            }
            case SPRING -> List.of(days.isAnyOfMonth() ? "*" : monthList, days.isAnyOfWeek() ? "*" : weekList);
        };
    }

    private static List<String> ofMonth(CronDays days) {
        List<String> items = ranges(bits(days.ofMonth()), 0);
        each(days.nearest(), day -> items.add(day + "W"));
        each(days.last(), before -> items.add(before == 0 ? "L" : "L-" + before));
        each(days.lastNearest(), before -> items.add(before == 0 ? "LW" : "L-" + before + "W"));
        return items;
    }

    private List<String> ofWeek(CronDays days) {
        int sunday = dialect == CronDialect.QUARTZ ? 1 : 0;
        List<String> items = ranges(bits(days.ofWeek()), sunday);
        each(days.lastOfWeek(), day -> items.add(day + sunday + "L"));
        for (int week = 0; week < CronDays.MOST_WEEKS; week++) {
            int nth = week + 1;
            each(
                    (int) (days.nthOfWeek() >>> (week * CronDays.WEEK)) & CronDays.WHOLE_WEEK,
                    day -> items.add((day + sunday) + "#" + nth));
        }
        return items;
    }

    private static void each(int bits, IntConsumer action) {
        bits(bits).stream().forEach(action);
    }

    private static String starOrList(long bits, CronColumn column) {
        return bits == all(column) ? "*" : String.join(",", ranges(bits(bits), 0));
    }

    /** A list that begins with a star, for a set that has such a form. */
    private String starred(int bits, CronColumn column) {
        int step = step(bits, column);
        if (step == 1) {
            return "*";
        }
        List<String> items = ranges(bits(bits & ~everyNth(column, step)), 0);
        items.addFirst("*/" + step);
        return String.join(",", items);
    }

    /** The smallest step with which a star names nothing but values of the set, or 0. */
    private int step(int bits, CronColumn column) {
        // SPRING alone takes a step that leaves but the first value
        int most = dialect == CronDialect.SPRING ? column.size : column.max - column.min;
        for (int step = 1; step <= most; step++) {
            if ((everyNth(column, step) & ~bits) == 0) {
                return step;
            }
        }
        return 0;
    }

    private static int everyNth(CronColumn column, int step) {
        int bits = 0;
        for (int value = column.min; value <= column.max; value += step) {
            bits |= 1 << (column.min + (value - column.min) % column.size);
        }
        return bits;
    }

    private static long all(CronColumn column) {
        return (1L << (column.min + column.size)) - (1L << column.min);
    }

    private static BitSet bits(long bits) {
        return BitSet.valueOf(new long[] {bits});
    }

    private static BitSet bits(int bits) {
        return bits(Integer.toUnsignedLong(bits));
    }

    /** Three or more in a row as a range. */
    private static List<String> ranges(BitSet values, int added) {
        return EnglishList.ranges(values, "-", value -> Integer.toString(value + added));
    }
}
