package dev.punctual.workflows.schedule;

import java.time.LocalDate;

/**
 * The local times a cron expression names, as bit sets: bit n stands for the value n, Sunday is bit 0. Knows the
 * calendar, but no zone: a local minute is counted from 1970-01-01T00:00 of the wall clock.
 *
 * @param everyHour the hour field begins with {@code *}: the expression follows real time through changes of the clocks
 * @param eitherDay both day fields are restricted, so a day need match only one of them; otherwise it must match both
 */
record CronFields(
        long minutes, int hours, int daysOfMonth, int months, int daysOfWeek, boolean everyHour, boolean eitherDay) {

    static final long NEVER = Long.MAX_VALUE;
    static final int MINUTES_A_DAY = 24 * 60;
    /** After 400 years dates and days of the week repeat, so what has not come by then never comes. */
    private static final int MONTHS_TO_SEARCH = 400 * 12 + 1;

    /** The first local minute named, at or after the given one, or {@link #NEVER}. */
    long firstFrom(long minute) {
        long day = Math.floorDiv(minute, MINUTES_A_DAY);
        long matchingDay = firstDayFrom(day);
        if (matchingDay == day) {
            int time = timeFrom((int) Math.floorMod(minute, (long) MINUTES_A_DAY));
            if (time < MINUTES_A_DAY) {
                return day * MINUTES_A_DAY + time;
            }
            matchingDay = firstDayFrom(day + 1);
        }
        return matchingDay == NEVER ? NEVER : matchingDay * MINUTES_A_DAY + timeFrom(0);
    }

    boolean matches(long minute) {
        return firstFrom(minute) == minute;
    }

    /** The first time of day named, at or after the given one in minutes, or a whole day's minutes when none is left. */
    private int timeFrom(int time) {
        int hour = time / 60;
        if (((hours >>> hour) & 1) != 0) {
            long left = minutes >>> (time % 60);
            if (left != 0) {
                return time + Long.numberOfTrailingZeros(left);
            }
        }
        int hoursLeft = hours >>> (hour + 1);
        return hoursLeft == 0
                ? MINUTES_A_DAY
                : (hour + 1 + Integer.numberOfTrailingZeros(hoursLeft)) * 60 + Long.numberOfTrailingZeros(minutes);
    }

    private long firstDayFrom(long epochDay) {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        int year = date.getYear();
        int month = date.getMonthValue();
        int from = -1 << date.getDayOfMonth();
        for (int searched = 0; searched < MONTHS_TO_SEARCH; searched++) {
            if (((months >>> month) & 1) != 0) {
                LocalDate first = LocalDate.of(year, month, 1);
                int days = daysOf(first) & from;
                if (days != 0) {
                    return first.toEpochDay() + Integer.numberOfTrailingZeros(days) - 1;
                }
            }
            from = -1;
            month = month % 12 + 1;
            year += month == 1 ? 1 : 0;
        }
        return NEVER;
    }

    /** The days named of the month that begins there, bit n for the nth. */
    private int daysOf(LocalDate first) {
        int weekday = first.getDayOfWeek().getValue() % 7;
        // the week turned so that bit 0 is the weekday of the first of the month, then laid over five weeks
        int week = ((daysOfWeek >>> weekday) | (daysOfWeek << (7 - weekday))) & 0x7F;
        int byWeekday = (week | (week << 7) | (week << 14) | (week << 21) | (week << 28)) << 1;
        int existing = (int) ((2L << first.lengthOfMonth()) - 2);
        return (eitherDay ? daysOfMonth | byWeekday : daysOfMonth & byWeekday) & existing;
    }
}
