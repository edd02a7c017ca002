package dev.punctual.workflows.schedule;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The years a cron expression names.
 *
 * @param named null for every year there is; not changed any more once it stands here
 */
record CronYears(@Nullable BitSet named) {
    static final CronYears ALL = new CronYears(null);
    static final int NEVER = Integer.MAX_VALUE;

    /** The first year named, at or after the given one, or {@link #NEVER}. */
    int firstFrom(int year) {
        if (named == null) {
            return year;
        }
        int first = named.nextSetBit(Math.max(year, 0));
        return first < 0 ? NEVER : first;
    }
}
