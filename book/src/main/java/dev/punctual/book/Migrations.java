package dev.punctual.book;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the book's tables to the form that this release writes. */
public final class Migrations {
    private static final String LOCATION = "classpath:dev/punctual/book/migration";

    private Migrations() {}

    /**
     * Applies what is missing; several processes may do so at once.
     *
     * @return how many migrations were applied
     */
    public static int apply(DataSource database) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations(LOCATION)
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
