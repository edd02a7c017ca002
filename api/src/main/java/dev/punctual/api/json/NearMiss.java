package dev.punctual.api.json;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Guesses what a misspelt name was meant to be. */
public final class NearMiss {
    private NearMiss() {}

    /** What is said of an unknown name: the names close to it, or all there are. */
    public static String unknown(String what, String name, Collection<String> known) {
        List<String> near = known.stream().filter(k -> isNear(name, k)).toList();
        if (!near.isEmpty()) {
            return "'%s' is not a %s here; did you mean %s?".formatted(name, what, String.join(" or ", near));
        }
        return known.isEmpty()
                ? "'%s' is not a %s here; there is none".formatted(name, what)
                : "'%s' is not a %s here; there are %s".formatted(name, what, String.join(", ", known));
    }

    private static boolean isNear(String name, String known) {
        String a = name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
        String b = known.toLowerCase(Locale.ROOT);
        int allowed = b.length() < 4 ? 1 : 2;
        return Math.abs(a.length() - b.length()) <= allowed && distance(a, b) <= allowed;
    }

    /** How many letters must be put in, taken out or exchanged (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchange = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchange, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
