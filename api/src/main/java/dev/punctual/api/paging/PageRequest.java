package dev.punctual.api.paging;

import dev.punctual.api.web.Query;
import org.jspecify.annotations.Nullable;

/**
 * Which page is asked for.
 *
 * @param tokens those of the query
 * @param size how many items at most
 * @param after the key that it begins after; null for the first page
 */
public record PageRequest(
        PageToken tokens, int size, @Nullable String after) {
    private static final int DEFAULT_SIZE = 50;
    private static final int LARGEST = 500;

    /** Reads {@code pageSize} and {@code pageToken}, and ends the query. */
    public static PageRequest read(Query query, PageToken tokens) {
        int size = query.integer("pageSize", 1, LARGEST, DEFAULT_SIZE);
        String token = query.text("pageToken");
        String after = token == null ? null : tokens.key(token).orElse(null);
        if (token != null && after == null) {
            query.refuse(
                    "pageToken",
                    "PAGE_TOKEN",
                    "pageToken does not belong to this query; send the nextPageToken of the same list and filters, or none");
        }
        query.end();
        return new PageRequest(tokens, size, after);
    }

    /** One more than fits, which tells whether there is a next page. */
    public int limit() {
        return size + 1;
    }
}
