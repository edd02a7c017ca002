package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.AuditBook.DayRecord;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.task.TaskId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The records of past days; the time is handed in. */
class AuditRecordsTests {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 28);

    private final TestBook book = TestBook.open();
    private final JdbcAuditBook audits = new JdbcAuditBook(
            book.jdbc(), () -> over(DAY.plusDays(4)), new Retention.Limits(Duration.ofDays(90), Duration.ofDays(400)));
    private final AuditRecords records = records();

    private AuditRecords records() {
        return new AuditRecords(book.jdbc(), book.transactions(), audits, new JdbcTaskRecords(book.jdbc()));
    }

    @BeforeEach
    void aTaskWithFires() {
        TaskId task = book.create("daily", book.everyMinute()).id();
        fire(task, DAY, "SUCCEEDED", "2026-03-28T12:00:00.250001Z");
        fire(task, DAY.plusDays(1), "FAILED", "2026-03-29T12:00:00.5Z");
        // ended after the day's record is made
        fire(task, DAY, "SUCCEEDED", "2026-03-29T01:00:00Z", 5);
    }

    @AfterEach
    void close() {
        book.close();
    }

    @Test
    void aDayIsRecordedOnceItAndItsGraceAreOver() {
        assertThat(records.runOnce(over(DAY).minusSeconds(1), () -> true)).isEqualTo(1);
        assertThat(days()).containsExactly(DAY.minusDays(1));

        assertThat(records.runOnce(over(DAY), () -> true)).isEqualTo(1);
        assertThat(records.runOnce(over(DAY), () -> true)).isZero();

        assertThat(days()).containsExactly(DAY, DAY.minusDays(1));
        assertThat(list().getFirst().fires()).isEqualTo(1);
        assertThat(list().getFirst().previousHash()).isEqualTo(list().getLast().hash());
        assertThat(list().getLast().previousHash()).isEqualTo(AuditHash.NONE);
        assertThat(list().getFirst().counts()).containsEntry("tasks", 1L);
    }

    @Test
    void aStrangerComputesTheSameHashes() throws Exception {
        records.runOnce(over(DAY), () -> true);
        DayRecord day = list().getFirst();
        TaskId task = TestBook.id("daily");
        Instant at = DAY.atTime(12, 0).toInstant(ZoneOffset.UTC);
        String line = FireId.of(task, at, Trigger.SCHEDULE)
                + "\tdaily\t1774699200000000\tSCHEDULE\tSUCCEEDED\t\t1\t1774699200000000\t1774699200250001\n";
        assertThat(day.ledgerHash()).isEqualTo(sha256(line));
        StringBuilder counts = new StringBuilder();
        day.counts().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(count -> counts.append("count.%s=%d\n".formatted(count.getKey(), count.getValue())));
        assertThat(day.hash())
                .isEqualTo(sha256("punctual-audit-1\nnamespace=default\nday=2026-03-28\nasOf=1774746000000000\n"
                        + counts + "fires=1\nledger=" + day.ledgerHash() + "\nprevious=" + "0".repeat(64) + "\n"));
    }

    @Test
    void missedDaysAreRecordedLater() {
        records.runOnce(over(DAY), () -> true);
        assertThat(records.runOnce(over(DAY.plusDays(3)), () -> true)).isEqualTo(3);
        assertThat(problems()).containsOnlyNulls().hasSize(4);
    }

    @Test
    void aChangedOrMissingRecordShows() {
        records.runOnce(over(DAY), () -> true);
        records.runOnce(over(DAY.plusDays(3)), () -> true);

        update("update audit_record set counts = counts || '{\"unexplained\": 0}' where day = '2026-03-29'");
        assertThat(problems().get(2)).contains("was changed");
        assertThat(problems().getFirst()).isNull();

        // changed together with its hash, which the next one names
        DayRecord changed = list().get(2);
        book.jdbc()
                .sql("update audit_record set hash = :hash where day = '2026-03-29'")
                .param("hash", AuditHash.of(changed))
                .update();
        assertThat(problems().get(2)).isNull();
        assertThat(problems().get(1)).contains("does not name the hash of the record of 2026-03-29");

        update("delete from audit_record where day = '2026-03-29'");
        assertThat(problems().get(1)).contains("2026-03-29 is missing");
        update("delete from audit_record where day = '2026-03-28'");
        assertThat(problems().getLast()).contains("missing");
    }

    @Test
    void oneProcessRecordsAtATime() throws Exception {
        try (ExecutorService processes = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> made = processes.invokeAll(
                    java.util.Collections.nCopies(4, () -> records().runOnce(over(DAY), () -> true)));
            int all = 0;
            for (Future<Integer> each : made) {
                all += each.get();
            }
            assertThat(all).isEqualTo(1);
        }
        assertThat(days()).containsExactly(DAY);
    }

    private static Instant over(LocalDate day) {
        return AuditRecords.asOf(day).plus(Duration.ofMinutes(1));
    }

    private List<DayRecord> list() {
        return audits.records("default", null, 100);
    }

    private List<LocalDate> days() {
        return list().stream().map(DayRecord::day).toList();
    }

    /** Of each record, newest first, what is wrong; null for nothing. */
    private List<String> problems() {
        return AuditChain.check(list(), null).stream()
                .map(AuditChain.Link::problem)
                .toList();
    }

    private void update(String sql) {
        assertThat(book.jdbc().sql(sql).update()).isEqualTo(1);
    }

    private void fire(TaskId task, LocalDate day, String state, String finishedAt) {
        fire(task, day, state, finishedAt, 0);
    }

    private void fire(TaskId task, LocalDate day, String state, String finishedAt, int minute) {
        Instant at = day.atTime(12, minute).toInstant(ZoneOffset.UTC);
        book.jdbc()
                .sql("""
                        insert into fire (id, namespace, task, scheduled_for, trigger, state, version, attempt, claimed_at,
                            started_at, finished_at)
                        values (:id, :namespace, :task, :at, 'SCHEDULE', :state, 1, 1, :at, :at, :finished)
                        """)
                .param("id", FireId.of(task, at, Trigger.SCHEDULE).value())
                .param("namespace", task.namespace())
                .param("task", task.id())
                .param("at", Columns.parameter(at))
                .param("state", state)
                .param("finished", Objects.requireNonNull(Columns.parameter(Instant.parse(finishedAt))))
                .update();
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
