package dev.punctual.peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** db-scheduler: as it comes, polling every 10 s; at its best, lock-and-fetch every 100 ms. */
final class DbSchedulerPeer implements Peer {
    private static final int BATCH = 500;
    private static final int THREADS = 50;
    private static final int DEFAULT_THREADS = 10;

    /** Connections beside those of the threads: for polling, housekeeping and heartbeats. */
    private static final int SPARE = 5;

    /** The table that its documentation asks for. */
    private static final String TABLE = """
            create table if not exists scheduled_tasks (
              task_name text not null,
              task_instance text not null,
              task_data bytea,
              execution_time timestamptz,
              picked boolean not null,
              picked_by text,
              last_success timestamptz,
              last_failure timestamptz,
              consecutive_failures int,
              last_heartbeat timestamptz,
              version bigint not null,
              priority smallint,
              state text,
              primary key (task_name, task_instance));
            create index if not exists execution_time_idx on scheduled_tasks (execution_time);
            create index if not exists last_heartbeat_idx on scheduled_tasks (last_heartbeat);
            create index if not exists priority_execution_time_idx on scheduled_tasks (priority desc, execution_time asc)
            """;

    private final OneTimeTask<String> fire = Tasks.oneTime("fire", String.class)
            .execute((instance, context) -> Payload.call(instance.getId(), instance.getData()));
    private final HikariDataSource pool;
    private final Scheduler scheduler;

    DbSchedulerPeer(Setup setup, boolean tuned) {
        pool = setup.pool((tuned ? THREADS : DEFAULT_THREADS) + SPARE);
        SchedulerBuilder builder = Scheduler.create(pool, fire);
        if (tuned) {
            builder.threads(THREADS)
                    .pollUsingLockAndFetch(0.5, 4.0)
                    .pollingInterval(Duration.ofMillis(100))
                    // what a dead process had picked is taken over after four of these, not after half an hour
                    .heartbeatInterval(Duration.ofSeconds(1))
                    .missedHeartbeatsLimit(4);
        }
        scheduler = builder.build();
    }

    @Override
    public void prepare() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
    }

    @Override
    public void register(List<DueTask> tasks) {
        for (List<DueTask> part : InParallel.parts(tasks, BATCH)) {
            List<SchedulableInstance<?>> instances = new ArrayList<>();
            part.forEach(task ->
                    instances.add(SchedulableInstance.of(fire.instance(task.id(), task.due()), task.instant())));
            scheduler.scheduleBatch(instances);
        }
    }

    @Override
    public void run() {
        scheduler.start();
    }

    @Override
    public void close() {
        scheduler.stop();
        pool.close();
    }
}
