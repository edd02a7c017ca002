package dev.punctual.book;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Drops the partitions of weeks that are over. First a partition is detached, which needs a lock that claims wait for: it is
 * asked for during a moment only, and otherwise again in the next pass. Then it is dropped, which takes its time and holds
 * nobody up.
 */
final class OldWeeks {
    private static final Logger log = LoggerFactory.getLogger(OldWeeks.class);

    /** What PostgreSQL calls it. */
    private static final String LOCK_TIMEOUT = "55P03";

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    OldWeeks(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** A partition of fires or attempts; detached when a drop was cut off. */
    private record Week(String name, boolean attached) {
        String table() {
            return name.substring(0, name.indexOf('_'));
        }

        LocalDate monday() {
            return LocalDate.parse(name.substring(name.indexOf('_') + 1), DateTimeFormatter.BASIC_ISO_DATE);
        }

        Instant end() {
            return monday().plusWeeks(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
    }

    /** Drops what ended before this instant and holds no open fire; answers how many partitions that were. */
    int drop(Instant cutoff) {
        int dropped = 0;
        for (Week week : weeks()) {
            if (week.end().isAfter(cutoff) || hasOpen(week)) {
                continue;
            }
            try {
                if (!week.attached() || detach(week)) {
                    // a name of this form can be no parameter of DDL
                    jdbc.sql("drop table " + week.name()).update();
                    dropped++;
                }
            } catch (UncategorizedSQLException e) {
                if (!isLockTimeout(e.getSQLException())) {
                    throw e;
                }
                log.debug("partition {} is in use and is dropped later: {}", week.name(), e.toString());
                return dropped;
            }
        }
        return dropped;
    }

    private static boolean isLockTimeout(@Nullable SQLException e) {
        return e != null && LOCK_TIMEOUT.equals(e.getSQLState());
    }

    /** The oldest first, and of a week the fires before the attempts. */
    private List<Week> weeks() {
        return jdbc.sql("""
                select c.relname, i.inhrelid is not null as attached
                from pg_class c left join pg_inherits i on i.inhrelid = c.oid
                where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
                    and c.relname ~ '^(fire|attempt)_[0-9]{8}$'
                order by right(c.relname, 8), c.relname desc
                """)
                .query((row, number) -> new Week(row.getString("relname"), row.getBoolean("attached")))
                .list();
    }

    private boolean hasOpen(Week week) {
        return jdbc.sql("""
                select exists (select from fire
                    where scheduled_for >= :from and scheduled_for < :to and finished_at is null)
                """)
                .param("from", week.monday().atStartOfDay().atOffset(ZoneOffset.UTC))
                .param("to", Columns.parameter(week.end()))
                .query(Boolean.class)
                .single();
    }

    /** False when a fire has been entered meanwhile. */
    private boolean detach(Week week) {
        Boolean done = transactions.execute(status -> {
            jdbc.sql("set local lock_timeout = '50ms'").update();
            jdbc.sql("lock table only %s in access exclusive mode".formatted(week.table()))
                    .update();
            if (hasOpen(week)) {
                status.setRollbackOnly();
                return false;
            }
            jdbc.sql("alter table %s detach partition %s".formatted(week.table(), week.name()))
                    .update();
            return true;
        });
        return Boolean.TRUE.equals(done);
    }
}
