package dev.punctual.workflows.schedule.oracle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** One item of a list, as a structure. */
sealed interface Item {
    /** What says which numbers match. */
    sealed interface Numbers extends Item {
        Set<Integer> values(Rules rules, Column column);
    }

    /** What says which dates match. */
    sealed interface Dates extends Item {
        boolean matches(LocalDate date);
    }

    /** {@code *} and {@code *}{@code /step}. */
    record Star(int step) implements Numbers {
        @Override
        public Set<Integer> values(Rules rules, Column column) {
            Set<Integer> values = new TreeSet<>();
            for (int value = rules.starMin(column); value <= rules.max(column); value += step) {
                values.add(value);
            }
            return values;
        }
    }

    record One(int value) implements Numbers {
        @Override
        public Set<Integer> values(Rules rules, Column column) {
            return Set.of(value);
        }
    }

    /** A range with a step; walks on from the greatest number to the least when first is behind last. */
    record Range(int first, int last, int step) implements Numbers {
        @Override
        public Set<Integer> values(Rules rules, Column column) {
            Set<Integer> values = new TreeSet<>();
            int value = first;
            int walked = 0;
            while (true) {
                if (walked % step == 0) {
                    values.add(value);
                }
                if (value == last) {
                    return values;
                }
                value = value == rules.max(column) ? rules.min(column) : value + 1;
                walked++;
            }
        }
    }

    /** {@code 5/15}: up to the greatest number. */
    record From(int first, int step) implements Numbers {
        @Override
        public Set<Integer> values(Rules rules, Column column) {
            Set<Integer> values = new TreeSet<>();
            for (int value = first; value <= rules.max(column); value += step) {
                values.add(value);
            }
            return values;
        }
    }

    /**
     * {@code H(9-17)/4}: the number is chosen by the first 8 bytes of the SHA-256 of the seed, a line feed and the name of the
     * column. It must never be another, as tasks keep their instants for ever.
     *
     * @param step 0 for one value
     */
    record Hashed(String seed, int first, int last, int step) implements Numbers {
        @Override
        public Set<Integer> values(Rules rules, Column column) {
            int choices = step == 0 ? last - first + 1 : step;
            int chosen = first + number(column).mod(BigInteger.valueOf(choices)).intValueExact();
            Set<Integer> values = new TreeSet<>();
            for (int value = chosen; value <= last; value += step) {
                values.add(value);
                if (step == 0) {
                    break;
                }
            }
            return values;
        }

        private BigInteger number(Column column) {
            String name = column.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256")
                        .digest((seed + "\n" + name).getBytes(StandardCharsets.UTF_8));
                return new BigInteger(1, digest, 0, 8);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** {@code L} and {@code L-3} of the days of the month. */
    record LastDay(int before) implements Dates {
        @Override
        public boolean matches(LocalDate date) {
            return date.getDayOfMonth() == date.lengthOfMonth() - before;
        }
    }

    /** {@code LW} and {@code L-3W}: the working day nearest to that day, in the same month. */
    record LastWorkingDay(int before) implements Dates {
        @Override
        public boolean matches(LocalDate date) {
            return isNearestWorkingDay(date, date.lengthOfMonth() - before);
        }
    }

    /** {@code 15W}: the working day nearest to that day, in the same month; none in a month without that day. */
    record NearestWorkingDay(int day) implements Dates {
        @Override
        public boolean matches(LocalDate date) {
            return isNearestWorkingDay(date, day);
        }
    }

    /** {@code 5L}: the last such day of the week in the month. */
    record LastOf(DayOfWeek day) implements Dates {
        @Override
        public boolean matches(LocalDate date) {
            return date.getDayOfWeek() == day && date.plusDays(7).getMonth() != date.getMonth();
        }
    }

    /** {@code 6#3}: such a day of the week for the first to fifth time in the month. */
    record NthOf(DayOfWeek day, int number) implements Dates {
        @Override
        public boolean matches(LocalDate date) {
            if (date.getDayOfWeek() != day) {
                return false;
            }
            int times = 0;
            for (int each = 1; each <= date.getDayOfMonth(); each++) {
                if (date.withDayOfMonth(each).getDayOfWeek() == day) {
                    times++;
                }
            }
            return times == number;
        }
    }

    private static boolean isNearestWorkingDay(LocalDate date, int day) {
        boolean exists = day >= 1 && day <= date.lengthOfMonth();
        // a weekend has two days, so no working day is more than two days away
        if (!exists || Math.abs(date.getDayOfMonth() - day) > 2) {
            return false;
        }
        LocalDate wanted = date.withDayOfMonth(day);
        LocalDate nearest = null;
        for (int each = 1; each <= date.lengthOfMonth(); each++) {
            LocalDate candidate = date.withDayOfMonth(each);
            boolean works =
                    candidate.getDayOfWeek() != DayOfWeek.SATURDAY && candidate.getDayOfWeek() != DayOfWeek.SUNDAY;
            // no two working days are equally near: a Saturday has its Friday, a Sunday its Monday, one day away
            if (works && (nearest == null || distance(candidate, wanted) < distance(nearest, wanted))) {
                nearest = candidate;
            }
        }
        return date.equals(nearest);
    }

    private static long distance(LocalDate one, LocalDate other) {
        return Math.abs(ChronoUnit.DAYS.between(one, other));
    }
}
