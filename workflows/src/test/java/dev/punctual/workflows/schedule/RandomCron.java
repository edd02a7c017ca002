package dev.punctual.workflows.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random expressions that look right; many are, some are not. */
final class RandomCron {
    private static final List<String> ODD = List.of(
            "L", "LW", "L-3", "L-3W", "15W", "31W", "FRIL", "5L", "2#1", "MON#5", "?", "H", "H/5", "H(1-3)", "JAN",
            "SUN-TUE", "FRI-MON", "22-2", "5/2", "*/7");

    private RandomCron() {}

    static String expression(Random random, CronDialect dialect) {
        List<String> fields = new ArrayList<>();
        if (dialect != CronDialect.UNIX) {
            fields.add(field(random, 0, 59, 0.2));
        }
        fields.add(field(random, 0, 59, 0.3));
        fields.add(field(random, 0, 23, 0.4));
        boolean anyOfMonth = dialect == CronDialect.QUARTZ && random.nextBoolean();
        fields.add(anyOfMonth ? "?" : dayField(random, 1, 31, List.of("L", "LW", "L-3", "15W", "1W", "L-9")));
        fields.add(field(random, 1, 12, 0.7));
        fields.add(
                dialect == CronDialect.QUARTZ && !anyOfMonth
                        ? "?"
                        : dayField(random, 1, 7, List.of("FRIL", "5L", "2#1", "MON#3", "SUN")));
        if (dialect == CronDialect.QUARTZ && random.nextInt(3) == 0) {
            fields.add(field(random, 2020, 2040, 0.2));
        }
        return String.join(" ", fields);
    }

    private static String dayField(Random random, int min, int max, List<String> specials) {
        if (random.nextInt(3) > 0) {
            return field(random, min, max, 0.4);
        }
        String special = specials.get(random.nextInt(specials.size()));
        return random.nextBoolean() ? special : special + "," + field(random, min, max, 0);
    }

    private static String field(Random random, int min, int max, double stars) {
        if (random.nextDouble() < stars) {
            return "*";
        }
        List<String> items = new ArrayList<>();
        do {
            items.add(item(random, min, max));
        } while (random.nextInt(3) == 0);
        return String.join(",", items);
    }

    private static String item(Random random, int min, int max) {
        int first = min + random.nextInt(max - min + 1);
        int last = min + random.nextInt(max - min + 1);
        return switch (random.nextInt(8)) {
            case 0 -> "*/" + (1 + random.nextInt(max - min));
            case 1 -> first + "-" + last + "/" + (1 + random.nextInt(5));
            case 2, 3 -> first + "-" + last;
            case 4 ->
                random.nextInt(10) == 0 ? ODD.get(random.nextInt(ODD.size())) : first + "/" + (1 + random.nextInt(9));
            default -> Integer.toString(first);
        };
    }
}
