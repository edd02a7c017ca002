package dev.punctual.workflows.schedule.oracle;

import dev.punctual.workflows.schedule.oracle.ExpressionGenerator.Written;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Random stars, values, ranges and steps, with their texts. */
final class NumberItems {
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    private final Random random;
    private final Rules rules;
    private final LocalDateTime near;

    NumberItems(Random random, Rules rules, LocalDateTime near) {
        this.random = random;
        this.rules = rules;
        this.near = near;
    }

    Written next(Column column) {
        int roll = random.nextInt(100);
        if (roll < 50) {
            int value = value(column);
            return new Written(text(column, value, random.nextInt(3) == 0), new Item.One(value));
        }
        if (roll < 80) {
            return range(column);
        }
        if (roll < 88 && rules != Rules.UNIX) {
            return from(column);
        }
        if (roll < 98) {
            // whether a star with the step 1 sets bounds to the years is not settled by the rules
            int least = column == Column.YEAR ? 2 : 1;
            int step = random.nextInt(least, Math.min(width(column), 200) + 1);
            return new Written("*/" + step, new Item.Star(step));
        }
        return new Written("*", new Item.Star(1));
    }

    private int width(Column column) {
        return rules.max(column) - rules.starMin(column);
    }

    private Written range(Column column) {
        int min = rules.min(column);
        int max = rules.max(column);
        int first = value(column);
        int last = switch (rules) {
            case UNIX, SPRING -> first + random.nextInt(max - first + 1);
            case QUARTZ -> column == Column.YEAR ? first + random.nextInt(max - first + 1) : value(column);
        };
        if (rules == Rules.SPRING && column == Column.DAY_OF_WEEK && first == 7) {
            // a range that begins with Sunday runs into the week
            first = 0;
            last = 1 + random.nextInt(6);
        }
        int width = Math.floorMod(last - first, max - min + 1);
        int step = width > 1 && random.nextInt(3) == 0 ? 1 + random.nextInt(width) : 1;
        boolean wholeWeek = column == Column.DAY_OF_WEEK && first == 0 && last == 7;
        boolean names = !wholeWeek && first != last && random.nextInt(3) == 0;
        // in SPRING the range from Sunday may be written from 7
        boolean fromSeven = rules == Rules.SPRING
                && column == Column.DAY_OF_WEEK
                && first == 0
                && last > 0
                && last < 7
                && random.nextBoolean();
        String text = (fromSeven && !names ? "7" : text(column, first, names)) + "-" + text(column, last, names);
        return new Written(step == 1 ? text : text + "/" + step, new Item.Range(first, last, step));
    }

    private Written from(Column column) {
        int first = value(column);
        if (column == Column.DAY_OF_WEEK && rules == Rules.SPRING) {
            // what 0/2 and 7/2 mean is not settled by the rules
            first = 1 + random.nextInt(5);
        }
        int step = 1 + random.nextInt(Math.min(width(column), 200));
        return new Written(text(column, first, false) + "/" + step, new Item.From(first, step));
    }

    /** Mostly close to the local time that the expression shall fire near. */
    int value(Column column) {
        int min = rules.min(column);
        int max = rules.max(column);
        if (random.nextInt(5) < 2 && column != Column.YEAR) {
            return min + random.nextInt(max - min + 1);
        }
        int there = switch (column) {
            case SECOND -> near.getSecond();
            case MINUTE -> near.getMinute();
            case HOUR -> near.getHour();
            case DAY_OF_MONTH -> near.getDayOfMonth();
            case MONTH -> near.getMonthValue();
            case DAY_OF_WEEK -> number(near.getDayOfWeek());
            case YEAR -> near.getYear();
        };
        return Math.clamp(there + random.nextInt(-1, 2), min, max);
    }

    private int number(DayOfWeek day) {
        List<Integer> numbers = rules.numbersOf(day).stream().sorted().toList();
        return numbers.get(random.nextInt(numbers.size()));
    }

    private String text(Column column, int value, boolean name) {
        if (name && column == Column.MONTH) {
            return anyCase(MONTHS.get(value - 1));
        }
        if (name && column == Column.DAY_OF_WEEK) {
            return name(rules.dayOf(value));
        }
        return random.nextInt(40) == 0 && value < 10 ? "0" + value : Integer.toString(value);
    }

    String name(DayOfWeek day) {
        return anyCase(day.name().substring(0, 3));
    }

    private String anyCase(String name) {
        return switch (random.nextInt(4)) {
            case 0 -> name.toLowerCase(Locale.ROOT);
            case 1 -> name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
            default -> name;
        };
    }
}
