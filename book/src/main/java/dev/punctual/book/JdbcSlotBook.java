package dev.punctual.book;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Slots in PostgreSQL. */
public final class JdbcSlotBook implements SlotBook {
    /** Who waits; as the index on them says it. */
    private static final String IN_LINE = "f.finished_at is null and f.slot_key is not null and f.admitted_at is null";

    private static final String ADMITTED =
            "f.finished_at is null and f.slot_key is not null and f.admitted_at is not null";

    /** How many slots there are for the first in line; none when nobody waits. */
    private static final String FREE = """
            (select h.slot_limit from fire h
                where h.namespace = k.namespace and h.slot_key = k.key
                    and h.finished_at is null and h.slot_key is not null and h.admitted_at is null
                order by h.slot_priority, h.scheduled_for, h.id limit 1)
            - (select count(*) from fire f where f.namespace = k.namespace and f.slot_key = k.key and %s)
            """.formatted(ADMITTED);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    /** Of this process, so many callers at most wait in the database for their turn: the others need no connection meanwhile. */
    private final List<ReentrantLock> turns =
            Stream.generate(ReentrantLock::new).limit(4).toList();

    /**
     * @param jdbc of the book's database
     * @param transactions of the same
     */
    public JdbcSlotBook(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Override
    public List<Admitted> admit(SlotKey key) {
        ReentrantLock turn = turns.get(Math.floorMod(key.hashCode(), turns.size()));
        turn.lock();
        try {
            // most calls find no slot, and need not wait for others to learn that
            return free(key) <= 0
                    ? List.of()
                    : Objects.requireNonNull(transactions.execute(status -> admitInTurn(key)));
        } finally {
            turn.unlock();
        }
    }

    private List<Admitted> admitInTurn(SlotKey key) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('punctual slots of ' || :namespace || '/' || :key, 0))")
                .param("namespace", key.namespace())
                .param("key", key.key())
                .query((row, number) -> number)
                .list();
        // counted anew, by a statement that sees what the holder of the lock before has committed
        int free = free(key);
        return free <= 0 ? List.of() : admit(key, Math.min(free, MOST_ADMITTED));
    }

    private int free(SlotKey key) {
        return jdbc.sql("select coalesce(" + FREE + ", 0) as free from (select :namespace as namespace, :key as key) k")
                .param("namespace", key.namespace())
                .param("key", key.key())
                .query(Integer.class)
                .single();
    }

    private List<Admitted> admit(SlotKey key, int free) {
        return jdbc
                .sql("""
                with head as materialized (
                    -- skips what is being changed, so that this waits for nobody and can be part of no deadlock
                    select f.scheduled_for, f.id, f.slot_priority, f.slot_limit from fire f
                    where f.namespace = :namespace and f.slot_key = :key and %s
                    order by f.slot_priority, f.scheduled_for, f.id
                    limit :free
                    for no key update skip locked
                ), placed as (
                    select h.*, t.taken + row_number() over line as place
                    from head h
                    cross join (select count(*) as taken from fire f
                        where f.namespace = :namespace and f.slot_key = :key and %s) t
                    window line as (order by h.slot_priority, h.scheduled_for, h.id)
                ), chosen as materialized (
                    -- up to the first whose own limit leaves it no slot
                    select p.*, bool_and(p.place <= p.slot_limit) over (order by p.place) as fits from placed p
                )
                update fire f set admitted_at = clock_timestamp()
                -- the range is always met; the planner expects few rows of it, and so goes by the fires' keys
                from (select * from chosen where fits and place between 1 and 1000000) c
                where f.scheduled_for = c.scheduled_for and f.id = c.id
                returning c.place, f.namespace, f.task, f.id
                """.formatted(IN_LINE, ADMITTED))
                .param("namespace", key.namespace())
                .param("key", key.key())
                .param("free", free)
                .query((row, number) -> new Placed(
                        row.getLong("place"),
                        new Admitted(
                                new TaskId(row.getString("namespace"), row.getString("task")),
                                new FireId(row.getObject("id", UUID.class)))))
                .list()
                .stream()
                .sorted(Comparator.comparingLong(Placed::place))
                .map(Placed::admitted)
                .toList();
    }

    private record Placed(long place, Admitted admitted) {}

    @Override
    public List<SlotKey> withFreeSlots(int limit) {
        // from key to key by the index: the lines may be long, the keys are few
        return jdbc.sql("""
                with recursive k as (
                    (select f.namespace, f.slot_key as key from fire f where %1$s
                        order by f.namespace, f.slot_key limit 1)
                    union all
                    select n.namespace, n.slot_key from k cross join lateral (
                        select f.namespace, f.slot_key from fire f
                        where (f.namespace, f.slot_key) > (k.namespace, k.key) and %1$s
                        order by f.namespace, f.slot_key limit 1) n
                )
                select k.namespace, k.key from k where %2$s > 0
                limit :limit
                """.formatted(IN_LINE, FREE))
                .param("limit", limit)
                .query((row, number) -> new SlotKey(row.getString("namespace"), row.getString("key")))
                .list();
    }
}
