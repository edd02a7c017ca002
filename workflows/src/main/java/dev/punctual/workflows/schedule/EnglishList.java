package dev.punctual.workflows.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/** Values in English words. */
final class EnglishList {
    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth", "fifth");

    private EnglishList() {}

    /** The values of a set, three or more in a row as "a through b". */
    static String of(BitSet values, IntFunction<String> name) {
        return join(ranges(values, " through ", name));
    }

    /** The values of a set in order, three or more in a row as their first and last with the word between them. */
    static List<String> ranges(BitSet values, String through, IntFunction<String> name) {
        List<String> items = new ArrayList<>();
        int first = values.nextSetBit(0);
        while (first >= 0) {
            int end = values.nextClearBit(first);
            if (end - first > 2) {
                items.add(name.apply(first) + through + name.apply(end - 1));
                first = values.nextSetBit(end);
            } else {
                items.add(name.apply(first));
                first = values.nextSetBit(first + 1);
            }
        }
        return items;
    }

    /** The words with commas and an "and"; nothing for none. */
    static String join(List<String> words) {
        return words.size() <= 1
                ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }

    /** Of a number from 1 to 31. */
    static String ordinal(int number) {
        if (number <= ORDINALS.size()) {
            return ORDINALS.get(number - 1);
        }
        return number
                + switch (number) {
                    case 21, 31 -> "st";
                    case 22 -> "nd";
                    case 23 -> "rd";
                    default -> "th";
                };
    }
}
