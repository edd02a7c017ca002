package dev.punctual.workerapp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What actions may use. A process that serves REST and one that performs fires need the same.
 *
 * @param command programs
 * @param sql databases
 */
@ConfigurationProperties("punctual.actions")
public record ActionProperties(
        @DefaultValue Command command, @DefaultValue Sql sql) {

    /**
     * @param allow programs that command actions may run, by absolute path, or directories of such; none of them: no commands
     * @param grace how long a command that is stopped may take to end by itself
     * @param maxConcurrent how many commands run at once on a worker
     */
    public record Command(
            @DefaultValue List<String> allow,
            @DefaultValue("1s") Duration grace,
            @DefaultValue("100") int maxConcurrent) {
        public Command {
            allow = List.copyOf(allow);
        }
    }

    /** @param dataSources databases that SQL actions may use, by the names under which they are known */
    public record Sql(@DefaultValue Map<String, DataSource> dataSources) {
        public Sql {
            dataSources = Map.copyOf(dataSources);
        }
    }

    /**
     * @param url its JDBC address
     * @param username null for none
     * @param password null for none
     * @param maximumPoolSize how many connections a worker opens at most
     * @param readOnly whether its statements may change nothing
     */
    public record DataSource(
            String url,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("5") int maximumPoolSize,
            @DefaultValue("false") boolean readOnly) {
        public DataSource {
            if (url == null || url.isBlank()) {
                throw new IllegalArgumentException(
                        "a data source of punctual.actions.sql.data-sources has no url; give it a JDBC address");
            }
            if (maximumPoolSize < 1 || maximumPoolSize > 100) {
                throw new IllegalArgumentException(
                        "punctual.actions.sql.data-sources.*.maximum-pool-size is %d; it must be from 1 to 100"
                                .formatted(maximumPoolSize));
            }
        }

        /** Shows nothing of it. */
        @Override
        public String toString() {
            return "DataSource[%d connections]".formatted(maximumPoolSize);
        }
    }
}
