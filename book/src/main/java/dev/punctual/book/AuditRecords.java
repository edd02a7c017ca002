package dev.punctual.book;

import dev.punctual.book.AuditHash.FireLine;
import dev.punctual.workflows.audit.CompletenessJudge.Window;
import dev.punctual.workflows.audit.Tally;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Records each day of each namespace once it and a grace are over, in a chain: a record names the hash of the one before. One
 * process does so at a time. Records outlive the fires they are of.
 */
public final class AuditRecords {
    private static final Logger log = LoggerFactory.getLogger(AuditRecords.class);

    /** Fires of a day that have ended so long after it are part of its record. */
    public static final Duration GRACE = Duration.ofHours(1);

    /** What was to be committed by then is. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    /** Whoever has not said so long that he is at it is taken for dead. */
    private static final Duration TURN = Duration.ofMinutes(2);

    private static final Duration LATE = Duration.ofSeconds(1);
    private static final int PAGE = 5_000;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final AuditBook book;
    private final TaskRecords tasks;

    /**
     * @param jdbc of the book's database
     * @param transactions of the same
     * @param book reads what is judged
     * @param tasks knows the namespaces
     */
    public AuditRecords(JdbcClient jdbc, TransactionOperations transactions, AuditBook book, TaskRecords tasks) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.book = book;
        this.tasks = tasks;
    }

    /** The moment as of which a day is recorded. */
    static Instant asOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(GRACE);
    }

    /**
     * Records the days that are over, unless another process is at it.
     *
     * @param now by the book's clock
     * @param goesOn whether the process does
     * @return how many records were made
     */
    public int runOnce(Instant now, BooleanSupplier goesOn) {
        SortedMap<LocalDate, SortedSet<String>> due = due(now);
        if (due.isEmpty()) {
            return 0;
        }
        UUID holder = UUID.randomUUID();
        int made = 0;
        if (!takeTurn(holder)) {
            return 0;
        }
        try {
            for (Map.Entry<LocalDate, SortedSet<String>> day : due(now).entrySet()) {
                BooleanSupplier atIt = () -> goesOn.getAsBoolean() && takeTurn(holder);
                made += record(day.getKey(), day.getValue(), holder, atIt);
                if (!goesOn.getAsBoolean()) {
                    break;
                }
            }
        } finally {
            jdbc.sql("update audit_turn set until = '-infinity' where holder = :holder")
                    .param("holder", holder)
                    .update();
        }
        return made;
    }

    /** Takes the turn, or says that it is still being used. */
    private boolean takeTurn(UUID holder) {
        return jdbc.sql("""
                insert into audit_turn as t (holder, until) values (:holder, clock_timestamp() + :turn::interval)
                on conflict (only_row) do update set holder = excluded.holder, until = excluded.until
                    where t.holder = excluded.holder or t.until < clock_timestamp()
                """)
                        .param("holder", holder)
                        .param("turn", TURN.toString())
                        .update()
                == 1;
    }

    /** Which namespaces lack a record of which days; the first record is that of the last day that is over. */
    private SortedMap<LocalDate, SortedSet<String>> due(Instant now) {
        LocalDate newest = LocalDate.ofInstant(now, ZoneOffset.UTC);
        while (asOf(newest).plus(SETTLED).isAfter(now)) {
            newest = newest.minusDays(1);
        }
        Map<String, LocalDate> last = new HashMap<>();
        jdbc.sql("""
                with recursive known as (
                    (select namespace from audit_record order by namespace limit 1)
                    union all
                    select (select r.namespace from audit_record r where r.namespace > k.namespace
                        order by r.namespace limit 1)
                    from known k where k.namespace is not null
                )
                select k.namespace, l.day from known k cross join lateral (
                    select r.day from audit_record r where r.namespace = k.namespace order by r.day desc limit 1) l
                """).query(row -> {
            last.put(row.getString("namespace"), row.getObject("day", LocalDate.class));
        });
        SortedMap<LocalDate, SortedSet<String>> due = new TreeMap<>();
        SortedSet<String> namespaces = new TreeSet<>(last.keySet());
        namespaces.addAll(tasks.namespaces());
        for (String namespace : namespaces) {
            LocalDate before = last.get(namespace);
            LocalDate first = before == null ? newest : before.plusDays(1);
            for (LocalDate day = first; !day.isAfter(newest); day = day.plusDays(1)) {
                due.computeIfAbsent(day, key -> new TreeSet<>()).add(namespace);
            }
        }
        return due;
    }

    private int record(LocalDate day, SortedSet<String> namespaces, UUID holder, BooleanSupplier atIt) {
        Map<String, Digest> digests = digests(day, atIt);
        if (digests == null) {
            return 0;
        }
        int made = 0;
        for (String namespace : namespaces) {
            Tally tally = new Tally(0);
            Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            CompletenessAudit audit = new CompletenessAudit(book);
            CompletenessAudit.Place place = null;
            do {
                if (!atIt.getAsBoolean()) {
                    return made;
                }
                Window window = new Window(from, from.plus(Duration.ofDays(1)), LATE);
                place = audit.run(new CompletenessAudit.Question(namespace, null, window, place), () -> false, tally);
            } while (place != null);
            made += write(day, namespace, digests.getOrDefault(namespace, new Digest()), tally, holder);
        }
        return made;
    }

    /** What is fed with the fires of one namespace, in the order of their keys. */
    private static final class Digest {
        private final MessageDigest hash = AuditHash.digest();
        private long fires;

        void add(FireLine line) {
            line.addTo(hash);
            fires++;
        }
    }

    private record Key(Instant at, UUID id) {}

    /** One walk over the day for all namespaces; null when it was broken off. */
    private @Nullable Map<String, Digest> digests(LocalDate day, BooleanSupplier atIt) {
        Map<String, Digest> digests = new HashMap<>();
        Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Key after = new Key(day.atStartOfDay(ZoneOffset.UTC).toInstant(), new UUID(0, 0));
        while (atIt.getAsBoolean()) {
            List<Key> page = page(after, end, asOf(day), digests);
            if (page.size() < PAGE) {
                return digests;
            }
            after = page.getLast();
        }
        return null;
    }

    private List<Key> page(Key after, Instant end, Instant asOf, Map<String, Digest> digests) {
        return jdbc.sql("""
                select id, namespace, task, scheduled_for, trigger, state, reason, covers, started_at, finished_at from fire
                where scheduled_for >= :from and (scheduled_for, id) > (:from, :after) and scheduled_for < :to
                order by scheduled_for, id limit :limit
                """)
                .param("from", Columns.parameter(after.at()))
                .param("after", after.id())
                .param("to", Columns.parameter(end))
                .param("limit", PAGE)
                .query((row, number) -> {
                    UUID id = row.getObject("id", UUID.class);
                    Instant at = Columns.requiredInstant(row, "scheduled_for");
                    Instant finishedAt = Columns.instant(row, "finished_at");
                    if (finishedAt != null && finishedAt.isBefore(asOf)) {
                        long covers = row.getLong("covers");
                        digests.computeIfAbsent(text(row.getString("namespace")), key -> new Digest())
                                .add(new FireLine(
                                        id,
                                        text(row.getString("task")),
                                        at,
                                        text(row.getString("trigger")),
                                        text(row.getString("state")),
                                        row.getString("reason"),
                                        covers == 0 ? null : (Long) covers,
                                        Columns.instant(row, "started_at"),
                                        finishedAt));
                    }
                    return new Key(at, id);
                })
                .list();
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNull(value, "never null");
    }

    private int write(LocalDate day, String namespace, Digest digest, Tally tally, UUID holder) {
        SortedMap<String, Long> counts = tally.counts();
        String ledger = AuditHash.hex(digest.hash);
        Integer written = transactions.execute(status -> {
            // who has lost his turn meanwhile writes nothing
            boolean own = !jdbc.sql("select holder from audit_turn where holder = :holder for update")
                    .param("holder", holder)
                    .query(UUID.class)
                    .list()
                    .isEmpty();
            if (!own) {
                return 0;
            }
            String previous = book.records(namespace, day, 1).stream()
                    .map(AuditBook.DayRecord::hash)
                    .findFirst()
                    .orElse(AuditHash.NONE);
            return jdbc.sql("""
                    insert into audit_record (namespace, day, as_of, counts, fires, ledger_hash, previous_hash, hash)
                    values (:namespace, :day, :asOf, :counts::jsonb, :fires, :ledger, :previous, :hash)
                    on conflict do nothing
                    """)
                    .param("namespace", namespace)
                    .param("day", day)
                    .param("asOf", Columns.parameter(asOf(day)))
                    .param("counts", BookJson.write(counts))
                    .param("fires", digest.fires)
                    .param("ledger", ledger)
                    .param("previous", previous)
                    .param("hash", AuditHash.of(namespace, day, asOf(day), counts, digest.fires, ledger, previous))
                    .update();
        });
        if (tally.count("unexplained") > 0) {
            log.error(
                    "{}: {} expected instants of {} have no fire; GET /v1/audits/completeness names them",
                    namespace,
                    tally.count("unexplained"),
                    day);
        }
        return written == null ? 0 : written;
    }
}
