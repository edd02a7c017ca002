package dev.punctual.workflows.task;

/**
 * Fires that share something scarce: of all fires in a namespace whose tasks name the same key, so many may be under way at a
 * time, between attempts, too. The others wait in the order of priority and instant.
 *
 * @param key what is shared
 * @param limit how many at a time, at least 1; where tasks with one key name different limits, a fire goes by its own
 */
public record Concurrency(String key, int limit) {
    public Concurrency {
        if (limit < 1) {
            throw new IllegalArgumentException(
                    "limit is %d, but with fewer than 1 nothing would ever run".formatted(limit));
        }
    }
}
