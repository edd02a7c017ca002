package dev.punctual.book;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Keeps a partition of fires and attempts ready for every week that is near, so that old weeks can be dropped whole. */
public final class Partitions {
    private static final int WEEKS_BACK = 1;
    private static final int WEEKS_AHEAD = 2;

    /** For everything within this time from now there are partitions. */
    static final Duration AHEAD = Duration.ofDays(7L * WEEKS_AHEAD);

    /** Held while partitions are made, so that several processes do it one after the other. */
    private static final long ADVISORY_LOCK = 7_308_901_234_512L;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    /**
     * @param jdbc of the book's database
     * @param transactions of the same
     */
    public Partitions(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * Makes what is missing around this instant.
     *
     * @return how many partitions were made
     */
    public int ensure(Instant now) {
        LocalDate week = monday(now).minusWeeks(WEEKS_BACK);
        int made = 0;
        for (int i = 0; i <= WEEKS_BACK + WEEKS_AHEAD; i++) {
            made += ensure("fire", week.plusWeeks(i)) + ensure("attempt", week.plusWeeks(i));
        }
        return made;
    }

    /** Makes those of one week, wherever it is. */
    void ensureWeekOf(Instant instant) {
        LocalDate monday = monday(instant);
        ensure("fire", monday);
        ensure("attempt", monday);
    }

    private static LocalDate monday(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private int ensure(String table, LocalDate monday) {
        String name = table + "_" + monday.format(DateTimeFormatter.BASIC_ISO_DATE);
        if (exists(name)) {
            return 0;
        }
        Integer made = transactions.execute(status -> {
            jdbc.sql("select pg_advisory_xact_lock(:lock)")
                    .param("lock", ADVISORY_LOCK)
                    .query((row, number) -> number)
                    .list();
            if (exists(name) || isInDefault(table, monday)) {
                return 0;
            }
            // neither a name made of a date nor the date itself can be a parameter of DDL
            jdbc.sql("create table %s partition of %s for values from ('%s 00:00:00+00') to ('%s 00:00:00+00')"
                            .formatted(name, table, monday, monday.plusWeeks(1)))
                    .update();
            return 1;
        });
        return made == null ? 0 : made;
    }

    private boolean exists(String name) {
        // asks the catalog's rows: to_regclass answers from a cache that a wait for the advisory lock does not refresh
        return jdbc.sql("""
                select exists (select from pg_class
                    where relname = :name and relnamespace = current_schema()::regnamespace)
                """).param("name", name).query(Boolean.class).single();
    }

    /** A week that began without a partition has its rows in the default one, where they stay. */
    private boolean isInDefault(String table, LocalDate monday) {
        return jdbc.sql("""
                select exists (select from %s_default
                    where scheduled_for >= :from and scheduled_for < :to)
                """.formatted(table))
                .param("from", monday.atStartOfDay().atOffset(ZoneOffset.UTC))
                .param("to", monday.plusWeeks(1).atStartOfDay().atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }
}
