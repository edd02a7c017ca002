package dev.punctual.workflows.schedule;

import java.time.LocalDate;

/**
 * The local times a cron expression names, as bit sets: bit n stands for the value n. Knows the calendar, but no zone: a
 * local second is counted from 1970-01-01T00:00 of the wall clock.
 *
 * @param onRealTime the hour field begins with {@code *}: the expression follows real time through changes of the clocks
 */
record CronFields(long seconds, long minutes, int hours, CronDays days, int months, CronYears years, boolean onRealTime)
        implements CronPlan, LocalTimes {

    /** What a zone and a calendar can show at all, they show within 400 years of regular rules; in seconds. */
    static final long SEARCH = 402L * 366 * 86_400;

    private static final int DAY = 24 * 60 * 60;
    /** After 400 years dates and days of the week repeat, so what has not come by then never comes. */
    private static final int YEARS_TO_SEARCH = 400;

    @Override
    public long firstFrom(long second) {
        long day = Math.floorDiv(second, (long) DAY);
        long matchingDay = firstDayFrom(day);
        if (matchingDay == day) {
            int time = timeFrom((int) Math.floorMod(second, (long) DAY));
            if (time < DAY) {
                return day * DAY + time;
            }
            matchingDay = firstDayFrom(day + 1);
        }
        return matchingDay == NEVER ? NEVER : matchingDay * DAY + timeFrom(0);
    }

    /** The first time of day named, at or after the given one in seconds, or a whole day when none is left. */
    private int timeFrom(int time) {
        int hour = time / 3600;
        if (((hours >>> hour) & 1) != 0) {
            int minute = time / 60 % 60;
            if (((minutes >>> minute) & 1) != 0) {
                long secondsLeft = seconds >>> (time % 60);
                if (secondsLeft != 0) {
                    return time + Long.numberOfTrailingZeros(secondsLeft);
                }
            }
            long minutesLeft = minutes >>> (minute + 1);
            if (minutesLeft != 0) {
                return hour * 3600 + (minute + 1 + Long.numberOfTrailingZeros(minutesLeft)) * 60 + firstSecond();
            }
        }
        int hoursLeft = hours >>> (hour + 1);
        return hoursLeft == 0
                ? DAY
                : (hour + 1 + Integer.numberOfTrailingZeros(hoursLeft)) * 3600
                        + Long.numberOfTrailingZeros(minutes) * 60
                        + firstSecond();
    }

    private int firstSecond() {
        return Long.numberOfTrailingZeros(seconds);
    }

    private long firstDayFrom(long epochDay) {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        int year = years.firstFrom(date.getYear());
        int month = year == date.getYear() ? date.getMonthValue() : 1;
        int from = year == date.getYear() ? -1 << date.getDayOfMonth() : -1;
        long lastYear = (long) year + YEARS_TO_SEARCH;
        while (year != CronYears.NEVER && year <= lastYear) {
            for (int left = months >>> month; left != 0; left = months >>> month) {
                int skipped = Integer.numberOfTrailingZeros(left);
                month += skipped;
                LocalDate first = LocalDate.of(year, month, 1);
                int named = days.in(first.lengthOfMonth(), first.getDayOfWeek().getValue() % CronDays.WEEK)
                        & (skipped == 0 ? from : -1);
                if (named != 0) {
                    return first.toEpochDay() + Integer.numberOfTrailingZeros(named) - 1;
                }
                from = -1;
                month++;
            }
            from = -1;
            month = 1;
            year = years.firstFrom(year + 1);
        }
        return NEVER;
    }
}
