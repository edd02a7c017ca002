package dev.punctual.workflows.schedule;

/**
 * The days a cron expression names, as bit sets: bit n stands for the value n, Sunday is bit 0. Unrestricted is a full
 * set.
 *
 * @param ofMonth days by their number
 * @param last days counted back from the end of the month, which is 0
 * @param nearest days whose nearest weekday (Monday to Friday) of the same month is meant
 * @param lastNearest the same, counted back from the end
 * @param ofWeek days of the week
 * @param lastOfWeek days of the week of which the last in the month is meant
 * @param nthOfWeek days of the week of which the nth in the month is meant: seven bits for the first, seven for the second …
 * @param either a day need match only one of the two fields; otherwise it must match both
 */
record CronDays(
        int ofMonth,
        int last,
        int nearest,
        int lastNearest,
        int ofWeek,
        int lastOfWeek,
        long nthOfWeek,
        boolean either) {
    static final int WEEK = 7;
    static final int WHOLE_WEEK = (1 << WEEK) - 1;
    static final int WHOLE_MONTH = -2;
    static final int MOST_WEEKS = 5;

    boolean isAnyOfMonth() {
        return ofMonth == WHOLE_MONTH;
    }

    boolean isAnyOfWeek() {
        return ofWeek == WHOLE_WEEK;
    }

    /** The days named of a month with so many days that begins on that day of the week, bit n for the nth. */
    int in(int length, int firstWeekday) {
        int existing = (int) ((2L << length) - 2);
        int byMonth = ofMonth | fromEnd(length) | nearestWeekdays(length, firstWeekday);
        int byWeek = weekly(ofWeek, firstWeekday) | weeksOfMonth(existing, length, firstWeekday);
        return (either ? byMonth | byWeek : byMonth & byWeek) & existing;
    }

    private int fromEnd(int length) {
        return last == 0 ? 0 : Integer.reverse(last) >>> (31 - length);
    }

    private int nearestWeekdays(int length, int firstWeekday) {
        int days = 0;
        for (int left = nearest; left != 0; left &= left - 1) {
            days |= nearestWeekday(Integer.numberOfTrailingZeros(left), length, firstWeekday);
        }
        for (int left = lastNearest; left != 0; left &= left - 1) {
            days |= nearestWeekday(length - Integer.numberOfTrailingZeros(left), length, firstWeekday);
        }
        return days;
    }

    /** The bit of the weekday nearest to that day in the month; none when the month has no such day. */
    private static int nearestWeekday(int day, int length, int firstWeekday) {
        if (day < 1 || day > length) {
            return 0;
        }
        return switch ((firstWeekday + day - 1) % WEEK) {
            case 0 -> 1 << (day < length ? day + 1 : day - 2);
            case 6 -> 1 << (day > 1 ? day - 1 : day + 2);
            default -> 1 << day;
        };
    }

    private int weeksOfMonth(int existing, int length, int firstWeekday) {
        if (lastOfWeek == 0 && nthOfWeek == 0) {
            return 0;
        }
        int days = weekly(lastOfWeek, firstWeekday) & (existing & -1 << (length - WEEK + 1));
        for (int week = 0; week < MOST_WEEKS; week++) {
            int named = (int) (nthOfWeek >>> (week * WEEK)) & WHOLE_WEEK;
            days |= weekly(named, firstWeekday) & WHOLE_WEEK << (week * WEEK + 1);
        }
        return days;
    }

    /** The days of a month on which those days of the week fall. */
    private static int weekly(int ofWeek, int firstWeekday) {
        // the week turned so that bit 0 is the weekday of the first of the month, then laid over five weeks
        int week = ((ofWeek >>> firstWeekday) | (ofWeek << (WEEK - firstWeekday))) & WHOLE_WEEK;
        return (week | (week << 7) | (week << 14) | (week << 21) | (week << 28)) << 1;
    }
}
