package dev.punctual.workflows.schedule;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** The days, months and years of a cron expression in English; empty for every day. */
final class CronDateDescription {
    private static final int ALL_MONTHS = (1 << 13) - 2;

    private final CronFields fields;
    private final CronDays days;

    private CronDateDescription(CronFields fields) {
        this.fields = fields;
        this.days = fields.days();
    }

    static String of(CronFields fields) {
        CronDateDescription description = new CronDateDescription(fields);
        return description.days() + description.years();
    }

    private String days() {
        boolean anyDay = days.isAnyOfMonth();
        boolean anyWeekday = days.isAnyOfWeek();
        String months =
                fields.months() == ALL_MONTHS ? "" : EnglishList.of(bits(fields.months()), CronDateDescription::month);
        String inMonths = months.isEmpty() ? "" : ", in " + months;
        if ((anyDay && anyWeekday) || (days.either() && (anyDay || anyWeekday))) {
            return inMonths;
        }
        if (anyDay) {
            return ", " + daysOfWeek() + inMonths;
        }
        boolean numbersOnly = (days.last() | days.nearest() | days.lastNearest()) == 0;
        if (anyWeekday && numbersOnly && Integer.bitCount(fields.months()) == 1) {
            return ", on %s %s".formatted(months, EnglishList.of(bits(days.ofMonth()), Integer::toString));
        }
        String daysOfMonth = daysOfMonth();
        if (anyWeekday) {
            return ", " + daysOfMonth + inMonths;
        }
        return days.either()
                ? ", %s, and %s%s".formatted(daysOfMonth, daysOfWeek(), inMonths)
                : ", %s, but only %s%s".formatted(daysOfMonth, daysOfWeek(), inMonths);
    }

    private String years() {
        BitSet years = fields.years().named();
        if (years == null) {
            return "";
        }
        return (years.cardinality() == 1 ? ", in the year " : ", in the years ")
                + EnglishList.of(years, Integer::toString);
    }

    private String daysOfMonth() {
        List<String> specials = new ArrayList<>();
        specials.addAll(each(days.nearest(), day -> "the weekday nearest to day " + day));
        specials.addAll(each(days.last(), CronDateDescription::beforeLast));
        specials.addAll(each(
                days.lastNearest(),
                before -> before == 0 ? "the last weekday" : "the weekday nearest to " + beforeLast(before)));
        String numbers = days.ofMonth() == 0
                ? ""
                : (Integer.bitCount(days.ofMonth()) == 1 ? "day " : "days ")
                        + EnglishList.of(bits(days.ofMonth()), Integer::toString);
        return "on " + together(numbers, specials) + " of the month";
    }

    private static String beforeLast(int days) {
        return days == 0 ? "the last day" : "the " + EnglishList.ordinal(days) + " day before the last";
    }

    private String daysOfWeek() {
        List<String> specials = new ArrayList<>();
        for (int week = 0; week < CronDays.MOST_WEEKS; week++) {
            String nth = "the " + EnglishList.ordinal(week + 1) + " ";
            specials.addAll(each(
                    fromMonday((int) (days.nthOfWeek() >>> (week * CronDays.WEEK)) & CronDays.WHOLE_WEEK),
                    day -> nth + weekday(day)));
        }
        specials.addAll(each(fromMonday(days.lastOfWeek()), day -> "the last " + weekday(day)));
        String names = EnglishList.of(bits(fromMonday(days.ofWeek())), CronDateDescription::weekday);
        if (!specials.isEmpty()) {
            return "on " + together(names, specials) + " of the month";
        }
        boolean oneRange = names.contains(" through ") && !names.contains(",") && !names.contains(" and ");
        return oneRange ? names : "on " + names;
    }

    /** The week read from Monday, so that a weekend stands together. */
    private static int fromMonday(int daysOfWeek) {
        return (daysOfWeek & ~1) | ((daysOfWeek & 1) << CronDays.WEEK);
    }

    private static String together(String plain, List<String> specials) {
        if (specials.isEmpty()) {
            return plain;
        }
        return plain.isEmpty() ? EnglishList.join(specials) : plain + ", and " + EnglishList.join(specials);
    }

    private static List<String> each(int bits, IntFunction<String> name) {
        return bits(bits).stream().mapToObj(name).toList();
    }

    private static BitSet bits(int bits) {
        return BitSet.valueOf(new long[] {Integer.toUnsignedLong(bits)});
    }

    private static String month(int month) {
        return Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String weekday(int day) {
        return DayOfWeek.of(day).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
