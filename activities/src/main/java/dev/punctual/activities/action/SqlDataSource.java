package dev.punctual.activities.action;

import org.jspecify.annotations.Nullable;

/**
 * A database that SQL actions may use, as the operator configured it. Its text shows none of it.
 *
 * @param url its JDBC address
 * @param username null for none
 * @param password null for none
 * @param maximumPoolSize how many connections this worker opens at most
 * @param readOnly whether statements may change anything
 */
public record SqlDataSource(
        String url, @Nullable String username, @Nullable String password, int maximumPoolSize, boolean readOnly) {

    @Override
    public String toString() {
        return "SqlDataSource[%d connections%s]".formatted(maximumPoolSize, readOnly ? ", read-only" : "");
    }
}
