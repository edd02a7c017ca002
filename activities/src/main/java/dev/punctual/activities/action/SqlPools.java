package dev.punctual.activities.action;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The operator's data sources. Each gets a bounded pool of connections when it is used first. */
final class SqlPools implements AutoCloseable {
    /** How long a statement waits for a connection. */
    static final Duration CONNECTING = Duration.ofSeconds(5);

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** One row of that size would fill the memory of the worker, not of the database. */
    private static final String LARGEST_POSTGRESQL_RESULT = "32M";

    private final Map<String, SqlDataSource> sources;
    private final Map<String, HikariDataSource> pools = new HashMap<>();

    SqlPools(Map<String, SqlDataSource> sources) {
        this.sources = Map.copyOf(sources);
    }

    /** The data source's settings hold what the class path has no driver for. */
    static final class NoDriverException extends Exception {
        NoDriverException(String name) {
            super(
                    "no JDBC driver on the worker's class path takes the url of data source '%s'; see punctual.actions.sql.data-sources.%s.url"
                            .formatted(name, name));
        }
    }

    Set<String> names() {
        return sources.keySet();
    }

    /**
     * A connection that the caller closes.
     *
     * @throws SQLException when there is none within {@link #CONNECTING}
     */
    Connection connect(String name) throws SQLException, NoDriverException {
        return pool(name).getConnection();
    }

    /** The text without what the data source's settings keep secret. */
    String withoutSecrets(String name, String text) {
        SqlDataSource source = sources.get(name);
        if (source == null) {
            return text;
        }
        String shown = text.replace(source.url(), "…");
        String password = source.password();
        return password == null || password.isEmpty() ? shown : shown.replace(password, "…");
    }

    private synchronized HikariDataSource pool(String name) throws NoDriverException {
        HikariDataSource pool = pools.get(name);
        if (pool == null) {
            SqlDataSource source = sources.get(name);
            if (source == null) {
                throw new IllegalArgumentException("there is no data source '%s'".formatted(name));
            }
            try {
                pool = new HikariDataSource(config(name, source));
            } catch (RuntimeException _) {
                // its message and its causes show the whole address
                throw new NoDriverException(name);
            }
            pools.put(name, pool);
        }
        return pool;
    }

    private static HikariConfig config(String name, SqlDataSource source) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("sql-" + name);
        config.setJdbcUrl(source.url());
        config.setUsername(source.username());
        config.setPassword(source.password());
        config.setMaximumPoolSize(source.maximumPoolSize());
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(CONNECTING.toMillis());
        // made without asking the database, which may be away
        config.setInitializationFailTimeout(-1);
        config.setReadOnly(source.readOnly());
        if (source.url().startsWith(POSTGRESQL)) {
            setUnlessAsked(config, source, "ApplicationName", "punctual");
            setUnlessAsked(config, source, "connectTimeout", Long.toString(CONNECTING.toSeconds()));
            setUnlessAsked(config, source, "tcpKeepAlive", "true");
            setUnlessAsked(config, source, "maxResultBuffer", LARGEST_POSTGRESQL_RESULT);
            // details of errors quote rows
            setUnlessAsked(config, source, "logServerErrorDetail", "false");
            setUnlessAsked(config, source, "readOnlyMode", "always");
        }
        return config;
    }

    private static void setUnlessAsked(HikariConfig config, SqlDataSource source, String name, String value) {
        if (!source.url().contains(name + "=")) {
            config.addDataSourceProperty(name, value);
        }
    }

    @Override
    public synchronized void close() {
        pools.values().forEach(HikariDataSource::close);
        pools.clear();
    }
}
