package dev.punctual.book;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that records are as they were made, and that none between them is missing. Pure. */
public final class AuditChain {
    private AuditChain() {}

    /**
     * A record, and what is wrong with it.
     *
     * @param problem null when nothing is
     */
    public record Link(AuditBook.DayRecord day, @Nullable String problem) {}

    /**
     * Checks a part of a chain.
     *
     * @param newestFirst its records
     * @param before the record before the oldest of them; null when there is none
     */
    public static List<Link> check(List<AuditBook.DayRecord> newestFirst, AuditBook.@Nullable DayRecord before) {
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < newestFirst.size(); i++) {
            AuditBook.DayRecord older = i + 1 < newestFirst.size() ? newestFirst.get(i + 1) : before;
            links.add(new Link(newestFirst.get(i), problem(newestFirst.get(i), older)));
        }
        return links;
    }

    private static @Nullable String problem(AuditBook.DayRecord day, AuditBook.@Nullable DayRecord older) {
        if (!AuditHash.of(day).equals(day.hash())) {
            return "its values do not have its hash: it was changed";
        }
        if (older == null) {
            return day.previousHash().equals(AuditHash.NONE)
                    ? null
                    : "it is not the first of the chain, but the record before it is missing";
        }
        if (!older.day().equals(day.day().minusDays(1))) {
            return "the record of %s is missing".formatted(day.day().minusDays(1));
        }
        return older.hash().equals(day.previousHash())
                ? null
                : "it does not name the hash of the record of %s: one of them was changed".formatted(older.day());
    }
}
