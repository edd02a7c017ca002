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
        return read(query, tokens, "pageSize", LARGEST, DEFAULT_SIZE);
    }

    /** Reads {@code pageToken} and the size by this name, and ends the query. */
    public static PageRequest read(Query query, PageToken tokens, String sizeName, int largest, int defaultSize) {
        int size = query.integer(sizeName, 1, largest, defaultSize);
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
