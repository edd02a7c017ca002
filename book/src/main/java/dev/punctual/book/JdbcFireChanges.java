package dev.punctual.book;

import dev.punctual.book.FireBook.RemoteClaim;
import dev.punctual.book.TaskChanges.Current;
import dev.punctual.workflows.fire.Asked;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.task.TaskId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What users do to single fires in PostgreSQL. */
public final class JdbcFireChanges implements FireChanges {
    private final JdbcClient jdbc;
    private final JdbcFireLedger ledger;
    private final ChangeRecords records;
    private final TaskChanges changes;
    private final FireListener stops;

    /**
     * @param jdbc of the book's database
     * @param transactions of the same
     * @param listener hears of tasks that must look again
     * @param stops hears of fires whose workflows are to end
     */
    public JdbcFireChanges(
            JdbcClient jdbc, TransactionOperations transactions, TaskListener listener, FireListener stops) {
        this.jdbc = jdbc;
        this.ledger = new JdbcFireLedger(jdbc);
        this.records = new ChangeRecords(jdbc);
        this.changes = new TaskChanges(jdbc, transactions, listener);
        this.stops = stops;
    }

    /** A fire after the change, and whether its workflow is to hear of it. */
    private record Stopped(Fire fire, boolean byEngine) {}

    @Override
    public Fire cancel(String namespace, FireId fire, String actor) {
        TaskId task = find(namespace, fire).task();
        Stopped stopped = changes.request(task, current -> cancel(current, find(namespace, fire), actor));
        if (stopped.byEngine()) {
            stops.stopped(task, fire);
        }
        return stopped.fire();
    }

    /** The task's row is locked, so the fire does not start meanwhile; it can only end. */
    private Stopped cancel(Current task, Fire fire, String actor) {
        switch (fire.state()) {
            case PENDING, RETRYING -> {
                jdbc.sql("""
                        update fire set state = 'CANCELLED', finished_at = clock_timestamp(), due_at = null, claim = null,
                            error_type = 'CANCELLED', error_message = :message
                        where scheduled_for = :at and id = :id and state in ('PENDING', 'RETRYING')
                        """)
                        .param("message", actor + " cancelled the fire before its next attempt")
                        .param("at", Columns.parameter(fire.scheduledFor()))
                        .param("id", fire.id().value())
                        .update();
                // it may have been what the task waits for
                records.wakeEngine(task.id());
            }
            case RUNNING -> {
                if (isStopping(fire, actor) == 0) {
                    // it has ended meanwhile, or goes on to its next attempt
                    return cancel(task, find(task.id().namespace(), fire.id()), actor);
                }
            }
            case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, SKIPPED, LOST ->
                throw new FireRefusal.WrongState(
                        fire.id(),
                        fire.state(),
                        "only a fire that has not ended can be cancelled, and what it did is not undone");
        }
        records.audit(task, task.version(), actor, "cancelFire", ChangeRecords.detail(fire.id(), null));
        TaskNotices.announce(jdbc, task.id());
        return new Stopped(find(task.id().namespace(), fire.id()), isCarriedByEngine(fire));
    }

    /** How many fires are now asked to stop by a user, be it that they were before: one or none. */
    private int isStopping(Fire fire, String actor) {
        return jdbc.sql("""
                update fire set stopped_by = case when stop = 'USER' then stopped_by else :actor end, stop = 'USER'
                where scheduled_for = :at and id = :id and state = 'RUNNING'
                """)
                .param("actor", actor)
                .param("at", Columns.parameter(fire.scheduledFor()))
                .param("id", fire.id().value())
                .update();
    }

    /** What a worker of Punctual performs it stops by itself, and says so; else the engine has to. */
    private boolean isCarriedByEngine(Fire fire) {
        boolean here = fire.state() == FireState.RUNNING && !RemoteClaim.WORKER.equals(fire.worker());
        return !here
                && jdbc.sql("select dispatched_at is not null from fire where scheduled_for = :at and id = :id")
                        .param("at", Columns.parameter(fire.scheduledFor()))
                        .param("id", fire.id().value())
                        .query(Boolean.class)
                        .single();
    }

    @Override
    public Fire retry(String namespace, FireId fire, @Nullable UUID seed, String actor) {
        Fire old = find(namespace, fire);
        return changes.request(old.task(), task -> {
            Fire before = records.firedBefore(task.id(), seed);
            return before == null ? retry(task, find(namespace, fire), seed, actor) : before;
        });
    }

    private Fire retry(Current task, Fire old, @Nullable UUID seed, String actor) {
        if (!old.state().isFinal()) {
            throw new FireRefusal.WrongState(
                    old.id(),
                    old.state(),
                    "only one that has ended can be made again; wait for its end, or :cancel it, or :trigger the task");
        }
        if (old.trigger().isFollowUp()) {
            throw new FireRefusal.WrongState(
                    old.id(),
                    old.state(),
                    "it follows fire %s by %s and is not made again by itself; :retry that one, or :trigger the task"
                            .formatted(old.source(), old.trigger()));
        }
        Asked asked = new Asked(old.asked().input(), old.id(), old.asked().instant(old.scheduledFor()));
        return changes.fire(task, asked, "retryFire", seed, actor);
    }

    private Fire find(String namespace, FireId fire) {
        return ledger.find(namespace, fire).orElseThrow(() -> new FireRefusal.NotFound(namespace, fire));
    }
}
