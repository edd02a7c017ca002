package dev.punctual.workflows.schedule.oracle;

import dev.punctual.workflows.schedule.oracle.ExpressionGenerator.Written;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.Random;

/** Random items with {@code L}, {@code W} and {@code #}, with their texts. */
final class DateItems {
    private final Random random;
    private final Rules rules;
    private final NumberItems numbers;

    DateItems(Random random, Rules rules, LocalDateTime near) {
        this.random = random;
        this.rules = rules;
        this.numbers = new NumberItems(random, rules, near);
    }

    Written next(Column column) {
        return column == Column.DAY_OF_MONTH ? dayOfMonth() : dayOfWeek();
    }

    private Written dayOfMonth() {
        // few days before the end most of the time, and now and then more than February has
        int before = 1 + (random.nextInt(4) == 0 ? random.nextInt(30) : random.nextInt(5));
        return switch (random.nextInt(rules == Rules.QUARTZ ? 6 : 5)) {
            case 0 -> new Written("L", new Item.LastDay(0));
            case 1 -> new Written("L-" + before, new Item.LastDay(before));
            case 2 -> new Written("LW", new Item.LastWorkingDay(0));
            case 3, 4 -> {
                int day = random.nextInt(3) == 0 ? new int[] {1, 2, 29, 30, 31}[random.nextInt(5)] : day();
                yield new Written(day + "W", new Item.NearestWorkingDay(day));
            }
            // only QUARTZ knows it
            default -> new Written("L-" + before + "W", new Item.LastWorkingDay(before));
        };
    }

    private int day() {
        return numbers.value(Column.DAY_OF_MONTH);
    }

    private Written dayOfWeek() {
        int number = numbers.value(Column.DAY_OF_WEEK);
        DayOfWeek day = rules.dayOf(number);
        String text = random.nextBoolean() ? Integer.toString(number) : numbers.name(day);
        if (random.nextBoolean()) {
            return new Written(text + "L", new Item.LastOf(day));
        }
        int which = 1 + random.nextInt(5);
        return new Written(text + "#" + which, new Item.NthOf(day, which));
    }
}
