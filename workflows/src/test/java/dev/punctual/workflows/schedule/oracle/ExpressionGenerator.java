package dev.punctual.workflows.schedule.oracle;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Makes random expressions that the rules of a dialect accept. Many of their values lie close to a given local time, so
 * that the expression fires near it and a short walk sees something.
 */
final class ExpressionGenerator {
    private static final Map<String, String> NICKNAMES = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    private final Random random;
    private final Rules rules;
    private final NumberItems numbers;
    private final DateItems dates;
    private final HashItems hashes;
    private final boolean hashed;

    /** @param hashed whether fields may hold {@code H}, which no other library knows */
    ExpressionGenerator(Random random, Rules rules, LocalDateTime near, boolean hashed) {
        this.random = random;
        this.rules = rules;
        this.numbers = new NumberItems(random, rules, near);
        this.dates = new DateItems(random, rules, near);
        this.hashes = new HashItems(random);
        this.hashed = hashed && rules == Rules.UNIX;
    }

    /** An item with its text. */
    record Written(String text, Item item) {}

    Expression next() {
        if (rules == Rules.UNIX && random.nextInt(50) == 0) {
            return nickname();
        }
        Map<Column, Field> fields = new EnumMap<>(Column.class);
        for (Column column : rules.columns()) {
            fields.put(column, field(column));
        }
        if (rules == Rules.QUARTZ) {
            // exactly one of the two day fields asks nothing
            Column silent = random.nextBoolean() ? Column.DAY_OF_MONTH : Column.DAY_OF_WEEK;
            fields.put(silent, Field.of(rules, silent, "?", List.of()));
            if (random.nextInt(3) > 0) {
                fields.remove(Column.YEAR);
            }
        }
        return new Expression(
                rules, fields.values().stream().map(Field::text).collect(Collectors.joining(" ")), fields);
    }

    private Expression nickname() {
        List<String> names = NICKNAMES.keySet().stream().sorted().toList();
        String name = names.get(random.nextInt(names.size()));
        String[] texts = NICKNAMES.getOrDefault(name, "").split(" ", -1);
        Map<Column, Field> fields = new EnumMap<>(Column.class);
        for (int i = 0; i < texts.length; i++) {
            Column column = rules.columns().get(i);
            Item item = texts[i].equals("*") ? new Item.Star(1) : new Item.One(Integer.parseInt(texts[i]));
            fields.put(column, Field.of(rules, column, texts[i], List.of(item)));
        }
        return new Expression(rules, name, fields);
    }

    private Field field(Column column) {
        int stars = switch (column) {
            case SECOND, MINUTE -> 10;
            case HOUR -> 20;
            case DAY_OF_MONTH, DAY_OF_WEEK -> 50;
            case MONTH -> 70;
            case YEAR -> 30;
        };
        int roll = random.nextInt(100);
        if (roll < stars) {
            return Field.of(rules, column, "*", List.of(new Item.Star(1)));
        }
        if (column == Column.SECOND && roll < 70) {
            return Field.of(rules, column, "0", List.of(new Item.One(0)));
        }
        boolean isDay = column == Column.DAY_OF_MONTH || column == Column.DAY_OF_WEEK;
        if (rules != Rules.UNIX && isDay && roll < stars + 5) {
            return question(column);
        }
        if (rules == Rules.QUARTZ && column == Column.DAY_OF_WEEK && roll < stars + 8) {
            // alone it is Saturday
            return Field.of(rules, column, "L", List.of(new Item.One(7)));
        }
        List<Written> items = new ArrayList<>();
        do {
            boolean special = isDay && rules != Rules.UNIX && random.nextInt(5) < 2;
            boolean hash = hashed && random.nextInt(8) == 0;
            items.add(hash ? hashes.next(column) : special ? dates.next(column) : numbers.next(column));
        } while (items.size() < 5 && random.nextInt(3) == 0);
        return Field.of(
                rules,
                column,
                items.stream().map(Written::text).collect(Collectors.joining(",")),
                items.stream().map(Written::item).toList());
    }

    /** SPRING takes it for a star in both day fields; QUARTZ gets its one later. */
    private Field question(Column column) {
        return rules == Rules.SPRING
                ? Field.of(rules, column, "?", List.of())
                : Field.of(rules, column, "*", List.of(new Item.Star(1)));
    }
}
