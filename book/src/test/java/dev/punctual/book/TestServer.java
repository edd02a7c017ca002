package dev.punctual.book;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** One PostgreSQL server for all tests of this JVM, and a migrated database to copy. It ends with the JVM. */
final class TestServer {
    private static final String TEMPLATE = "book_template";
    private static final AtomicInteger databases = new AtomicInteger();
    private static final EmbeddedPostgres server = start();

    private TestServer() {}

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres started = EmbeddedPostgres.builder()
                    .setServerConfig("timezone", TestBook.ZONE)
                    // nothing here outlives the JVM: these tests ask what is committed, not what survives a power cut
                    .setServerConfig("fsync", "off")
                    .setServerConfig("synchronous_commit", "off")
                    .start();
            execute(started, "create database " + TEMPLATE);
            Flyway.configure()
                    .dataSource(started.getDatabase("postgres", TEMPLATE))
                    .locations("classpath:dev/punctual/book/migration")
                    .load()
                    .migrate();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("the test's PostgreSQL does not start", e);
        } catch (SQLException e) {
            throw new IllegalStateException("the test's PostgreSQL does not take statements", e);
        }
    }

    /** The JDBC address of a fresh, migrated database. */
    static synchronized String createDatabase() {
        String name = "book_" + databases.incrementAndGet();
        try {
            execute(server, "create database " + name + " template " + TEMPLATE);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + name, e);
        }
        return server.getJdbcUrl("postgres", name);
    }

    private static void execute(EmbeddedPostgres on, String sql) throws SQLException {
        try (Connection connection = on.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
