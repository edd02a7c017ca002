package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.book.FireBook.ClaimRequest;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is deleted when, and what never is. The time is handed in. */
class RetentionTests {
    private static final Duration KEPT = Duration.ofDays(90);

    private final TestBook book = TestBook.open();
    private final Retention retention =
            new Retention(book.jdbc(), book.transactions(), new Retention.Limits(KEPT, Duration.ofDays(400)));
    private final Instant now = book.now();
    private final Instant old = now.minus(Duration.ofDays(120));

    @AfterEach
    void close() {
        book.close();
    }

    @Test
    void aWeekThatIsOverIsDroppedWithItsAttempts() {
        book.partitions().ensure(old);
        book.partitions().ensure(now);
        TaskId id = book.create("weekly", book.everyMinute()).id();
        fire(id, old, "SUCCEEDED");
        fire(id, now.minusSeconds(5), "SUCCEEDED");
        int before = weeks().size();

        assertThat(retention.tidy(now)).isPositive();

        // four weeks, and of each two tables
        assertThat(weeks()).hasSize(before - 8);
        assertThat(book.firesOf(id)).extracting(Fire::scheduledFor).containsExactly(now.minusSeconds(5));
        assertThat(retention.tidy(now)).isZero();
    }

    @Test
    void aWeekWithAnOpenFireStays() {
        book.partitions().ensure(old);
        TaskId id = book.create("open", book.everyMinute()).id();
        fire(id, old, "SUCCEEDED");
        fire(id, old.plusSeconds(1), "RETRYING");

        retention.tidy(now);

        assertThat(book.firesOf(id)).hasSize(2);
        assertThat(weeks()).hasSize(2);
        book.jdbc()
                .sql("update fire set state = 'FAILED', finished_at = :at where state = 'RETRYING'")
                .param("at", Columns.parameter(old))
                .update();
        retention.tidy(now);
        assertThat(book.firesOf(id)).isEmpty();
        assertThat(weeks()).isEmpty();
    }

    @Test
    void aWeekInUseIsLeftForTheNextPassAndHoldsNobodyUp() throws Exception {
        book.partitions().ensure(old);
        try (Connection reader = book.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select count(*) from fire");
            long begun = System.nanoTime();
            assertThat(retention.tidy(now)).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            assertThat(weeks()).hasSize(8);
            reader.rollback();
        }
        assertThat(retention.tidy(now)).isEqualTo(8);
    }

    @Test
    void aDropThatWasCutOffIsFinished() {
        book.partitions().ensure(old);
        String week = weeks().getFirst();
        book.jdbc()
                .sql("alter table %s detach partition %s".formatted(week.substring(0, week.indexOf('_')), week))
                .update();

        retention.tidy(now);

        assertThat(weeks()).isEmpty();
    }

    @Test
    void whatNoWeekTookIsDeletedOnceItsEndIsOldToo() {
        TaskId id = book.create("default-week", book.everyMinute()).id();
        fire(id, old, "SUCCEEDED");
        fire(id, old.plusSeconds(1), "RUNNING");
        fire(id, old.plusSeconds(2), "SUCCEEDED", now.minusSeconds(60));
        book.jdbc().sql("""
                insert into attempt (fire, scheduled_for, number, state, claimed_at, finished_at)
                select id, scheduled_for, 1, 'FAILED', scheduled_for, scheduled_for from fire
                """).update();

        retention.tidy(now);

        assertThat(book.firesOf(id)).extracting(Fire::state).containsExactly(FireState.RUNNING, FireState.SUCCEEDED);
        assertThat(count("attempt")).isEqualTo(2);
    }

    @Test
    void aTaskMayKeepItsFiresForAShorterTime() {
        book.partitions().ensure(now.minus(Duration.ofDays(8)));
        book.partitions().ensure(now);
        TaskId shorter = create("shorter", Duration.ofDays(7));
        TaskId changed = create("changed", Duration.ofDays(7));
        book.tasks().replace(changed, TestBook.spec(book.everyMinute()), null, "tester");
        TaskId other = create("other", null);
        for (TaskId id : List.of(shorter, changed, other)) {
            fire(id, now.minus(Duration.ofDays(8)), "SUCCEEDED");
            fire(id, now.minus(Duration.ofDays(8)).plusSeconds(1), "RUNNING");
            fire(id, now.minus(Duration.ofDays(6)), "SUCCEEDED");
        }

        assertThat(retention.tidy(now)).isEqualTo(1);

        assertThat(book.firesOf(shorter)).hasSize(2);
        assertThat(book.firesOf(changed)).as("it says so no more").hasSize(3);
        assertThat(book.firesOf(other)).hasSize(3);
    }

    @Test
    void aTaskThatEndedLongAgoIsArchivedAndItsIdCanBeUsedAgain() {
        TaskId id = book.create("ended", book.pastOnce()).id();
        ClaimRequest claimed = book.claim(id);
        book.fires().finish(book.finish(claimed, new Outcome.Succeeded(null)));
        age("ended");
        TaskId active = book.create("active", book.everyMinute()).id();
        age("active");
        TaskId recent = book.create("recent", book.everyMinute()).id();
        book.tasks().cancel(recent, null, "tester");

        retention.tidy(now);
        assertThat(book.tasks().find(id)).as("it has a fire").isPresent();
        book.jdbc().sql("delete from fire").update();
        assertThat(retention.tidy(now)).isEqualTo(1);

        assertThat(book.tasks().find(id)).isEmpty();
        assertThat(book.tasks().archived(id)).isPresent();
        assertThat(book.tasks().find(active)).isPresent();
        assertThat(book.tasks().find(recent)).isPresent();
        assertThat(book.jdbc()
                        .sql("select verb from audit_event where task = 'ended' order by id")
                        .query(String.class)
                        .list())
                .containsExactly("create", "archive");
        // the same id and version, another definition: what a process remembers of the old one is not taken for it
        TaskSpec anew = TestBook.spec(new IntervalSchedule(Duration.ofHours(7), book.now()));
        assertThat(book.create("ended", anew).version()).isEqualTo(1);
        assertThat(book.due(id).spec().schedule()).isEqualTo(anew.schedule());
    }

    @Test
    void definitionsThatNoKeptFireRanByAreDeleted() {
        TaskId id = book.create("versions", book.everyMinute()).id();
        for (int i = 0; i < 3; i++) {
            book.tasks().replace(id, TestBook.spec(book.everyMinute()), null, "tester");
        }
        book.jdbc()
                .sql("update task_version set created_at = :at where version < 4")
                .param("at", Columns.parameter(old))
                .update();
        fire(id, old.plusSeconds(60), "RUNNING");
        retention.tidy(now);
        assertThat(count("task_version")).as("a fire of that time is kept").isEqualTo(4);

        book.jdbc().sql("delete from fire").update();
        retention.tidy(now);

        assertThat(book.jdbc()
                        .sql("select version from task_version order by 1")
                        .query(Integer.class)
                        .list())
                .containsExactly(3, 4);
    }

    @Test
    void eventsAreKeptLonger() {
        book.create("event", book.everyMinute());
        book.jdbc()
                .sql("update audit_event set at = :at")
                .param("at", Columns.parameter(old))
                .update();
        retention.tidy(now);
        assertThat(count("audit_event")).isEqualTo(1);
        retention.tidy(now.plus(Duration.ofDays(281)));
        assertThat(count("audit_event")).isZero();
    }

    @Test
    void oneProcessMakesAPassAndThenNoneForAWhile() {
        book.partitions().ensure(old);
        assertThat(retention.runOnce(now)).isEqualTo(8);
        book.partitions().ensure(old);
        assertThat(retention.runOnce(now)).isZero();
    }

    @Test
    void lessThanADayIsRefused() {
        assertThatThrownBy(() -> new Retention.Limits(Duration.ofHours(23), KEPT))
                .hasMessageContaining("punctual.retention is PT23H");
        assertThatThrownBy(() -> new Retention.Limits(KEPT, Duration.ZERO))
                .hasMessageContaining("punctual.audit-retention");
    }

    private TaskId create(String name, @Nullable Duration kept) {
        return book.create(
                        name,
                        TestBook.spec(book.everyMinute()).toBuilder()
                                .retention(kept)
                                .build())
                .id();
    }

    private void age(String id) {
        book.jdbc()
                .sql("update task set updated_at = :at where id = :id")
                .param("at", Columns.parameter(old))
                .param("id", id)
                .update();
    }

    private void fire(TaskId id, Instant at, String state) {
        fire(id, at, state, at);
    }

    private void fire(TaskId id, Instant at, String state, Instant finishedAt) {
        boolean open = state.equals("RUNNING") || state.equals("RETRYING");
        book.jdbc()
                .sql("""
                insert into fire (id, namespace, task, scheduled_for, trigger, state, version, attempt, finished_at)
                values (gen_random_uuid(), :namespace, :task, :at, 'SCHEDULE', :state, 1, 1,
                    case when :open then null else :finishedAt::timestamptz end)
                """)
                .param("namespace", id.namespace())
                .param("task", id.id())
                .param("at", Columns.parameter(at))
                .param("state", state)
                .param("open", open)
                .param("finishedAt", Columns.parameter(finishedAt))
                .update();
    }

    private long count(String table) {
        return book.jdbc()
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }

    private List<String> weeks() {
        return book.jdbc()
                .sql(
                        "select relname from pg_class where relkind = 'r' and relname ~ '^(fire|attempt)_[0-9]{8}$' order by 1")
                .query((row, number) -> row.getString("relname"))
                .list();
    }
}
