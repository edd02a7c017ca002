package dev.punctual.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/**
 * Where the servers are that a peer may use.
 *
 * @param jdbc the address of the database, with user and password
 * @param temporal host and port of Temporal's frontend
 */
record Setup(String jdbc, String temporal) {

    /** A pool of so many connections. */
    HikariDataSource pool(int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbc);
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }
}
