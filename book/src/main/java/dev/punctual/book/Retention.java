package dev.punctual.book;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Removes what is older than anybody asked to keep: weeks of fires as a whole, single fires in small batches, tasks that ended
 * long ago and have no fires left. What is open is never touched. A pass takes a bounded time, and the next one goes on.
 */
public final class Retention {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    /** Of all processes, one makes a pass, and then none for so long. */
    private static final Duration APART = Duration.ofMinutes(5);

    private static final Duration BUDGET = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final Limits limits;
    private final OldWeeks weeks;
    private final OldFires fires;
    private final OldTasks tasks;

    /**
     * How long what has ended is kept.
     *
     * @param fires fires with their attempts, and ended tasks; at least a day. A task may say less for its own fires
     * @param audit audit events, and what is left of archived tasks; at least a day
     */
    public record Limits(Duration fires, Duration audit) {
        private static final Duration LEAST = Duration.ofDays(1);

        /** @throws IllegalArgumentException when one is shorter than a day */
        public Limits {
            if (fires.compareTo(LEAST) < 0) {
                throw new IllegalArgumentException(
                        "punctual.retention is %s; it must be at least P1D".formatted(fires));
            }
            if (audit.compareTo(LEAST) < 0) {
                throw new IllegalArgumentException(
                        "punctual.audit-retention is %s; it must be at least P1D".formatted(audit));
            }
        }
    }

    /**
     * @param jdbc of the book's database
     * @param transactions of the same
     * @param limits how long things are kept
     */
    public Retention(JdbcClient jdbc, TransactionOperations transactions, Limits limits) {
        this.jdbc = jdbc;
        this.limits = limits;
        this.weeks = new OldWeeks(jdbc, transactions);
        this.fires = new OldFires(jdbc);
        this.tasks = new OldTasks(jdbc, transactions);
    }

    /**
     * Makes a pass, unless a process has done so shortly before.
     *
     * @param now by the book's clock
     * @return how many weeks, fires, tasks, definitions and events were removed
     */
    public int runOnce(Instant now) {
        boolean ownTurn = jdbc.sql("""
                insert into retention as r (begun_at, namespace, id) values (clock_timestamp(), '', '')
                on conflict (only_row) do update set begun_at = excluded.begun_at
                    where r.begun_at < clock_timestamp() - :apart::interval
                """).param("apart", APART.toString()).update() == 1;
        return ownTurn ? tidy(now) : 0;
    }

    /** Makes a pass. */
    int tidy(Instant now) {
        long deadline = System.nanoTime() + BUDGET.toNanos();
        BooleanSupplier timeLeft = () -> System.nanoTime() < deadline;
        Instant cutoff = now.minus(limits.fires());
        int droppedWeeks = weeks.drop(cutoff);
        int deletedFires = fires.delete(now, cutoff, timeLeft);
        int goneTasks = tasks.archive(now, limits.fires(), timeLeft);
        int deletedEvents = events(now.minus(limits.audit()), timeLeft);
        int all = droppedWeeks + deletedFires + goneTasks + deletedEvents;
        if (all > 0) {
            log.info(
                    "removed what is kept no more: {} weeks of fires or attempts, {} single fires, {} tasks or definitions, {} events",
                    droppedWeeks,
                    deletedFires,
                    goneTasks,
                    deletedEvents);
        }
        return all;
    }

    private int events(Instant cutoff, BooleanSupplier timeLeft) {
        int deleted = 0;
        int last;
        do {
            // the oldest have the lowest numbers: only these are looked at, so no index by time is needed
            last = jdbc.sql("""
                    delete from audit_event where id in (
                        select o.id from (select id, at from audit_event order by id limit :limit) o where o.at < :cutoff)
                    """)
                    .param("limit", OldFires.BATCH)
                    .param("cutoff", Columns.parameter(cutoff))
                    .update();
            last += jdbc.sql("""
                    delete from task_archive where (namespace, id, archived_at) in (
                        select namespace, id, archived_at from task_archive where archived_at < :cutoff limit :limit)
                    """)
                    .param("limit", OldFires.BATCH)
                    .param("cutoff", Columns.parameter(cutoff))
                    .update();
            deleted += last;
        } while (last > 0 && timeLeft.getAsBoolean());
        return deleted;
    }
}
