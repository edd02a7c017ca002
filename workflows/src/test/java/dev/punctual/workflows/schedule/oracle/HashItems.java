package dev.punctual.workflows.schedule.oracle;

import dev.punctual.workflows.schedule.oracle.ExpressionGenerator.Written;
import java.util.Random;

/** Random items with {@code H}, which only UNIX knows, with their texts. */
final class HashItems {
    /** The task's name that every case here is chosen for. */
    static final String SEED = "default/oracle";

    private static final int LAST_DAY_OF_EVERY_MONTH = 28;

    private final Random random;

    HashItems(Random random) {
        this.random = random;
    }

    Written next(Column column) {
        String h = random.nextInt(4) == 0 ? "h" : "H";
        int first = column.min;
        int last = last(column);
        String text = h;
        if (random.nextBoolean()) {
            int most = column == Column.DAY_OF_MONTH ? column.max : last;
            first = column.min + random.nextInt(most - column.min + 1);
            last = first + random.nextInt(most - first + 1);
            text = "%s(%d-%d)".formatted(h, first, last);
        }
        if (last - first < 1 || random.nextInt(3) > 0) {
            return new Written(text, new Item.Hashed(SEED, first, last, 0));
        }
        int step = 2 + random.nextInt(last - first);
        return new Written(text + "/" + step, new Item.Hashed(SEED, first, last, step));
    }

    private static int last(Column column) {
        return switch (column) {
            case DAY_OF_MONTH -> LAST_DAY_OF_EVERY_MONTH;
            // Sunday once, as 0
            case DAY_OF_WEEK -> column.max - 1;
            case SECOND, MINUTE, HOUR, MONTH, YEAR -> column.max;
        };
    }
}
