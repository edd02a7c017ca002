package dev.punctual.workflows.schedule.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One field of an expression.
 *
 * @param text as it is written
 * @param items none for {@code ?}
 */
record Field(String text, List<Item> items, Set<Integer> values, List<Item.Dates> dates) {

    static Field of(Rules rules, Column column, String text, List<Item> items) {
        Set<Integer> values = new TreeSet<>();
        List<Item.Dates> dates = new ArrayList<>();
        for (Item item : items) {
            switch (item) {
                case Item.Numbers numbers -> values.addAll(numbers.values(rules, column));
                case Item.Dates special -> dates.add(special);
            }
        }
        return new Field(text, List.copyOf(items), Set.copyOf(values), List.copyOf(dates));
    }

    /** Whether nothing is asked of the day here. */
    boolean isQuestionMark() {
        return text.equals("?");
    }

    boolean beginsWithStar() {
        return text.startsWith("*");
    }
}
