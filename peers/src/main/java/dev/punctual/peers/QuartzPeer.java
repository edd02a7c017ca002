package dev.punctual.peers;

import static org.quartz.JobBuilder.newJob;
import static org.quartz.TriggerBuilder.newTrigger;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.quartz.Job;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.impl.StdSchedulerFactory;

/** Quartz with its clustered JDBC store: as it comes, and with more threads that are handed triggers in batches. */
final class QuartzPeer implements Peer {
    private static final int BATCH = 200;
    private static final int THREADS = 50;
    private static final int DEFAULT_THREADS = 10;
    private static final String TABLES = "/org/quartz/impl/jdbcjobstore/tables_postgres.sql";

    private final Setup setup;
    private final Scheduler scheduler;

    QuartzPeer(Setup setup, boolean tuned) {
        this.setup = setup;
        try {
            scheduler = new StdSchedulerFactory(settings(setup, tuned)).getScheduler();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz refuses its settings", e);
        }
    }

    private static Properties settings(Setup setup, boolean tuned) {
        int threads = tuned ? THREADS : DEFAULT_THREADS;
        Properties settings = new Properties();
        settings.put("org.quartz.scheduler.instanceName", "peers");
        settings.put("org.quartz.scheduler.instanceId", "AUTO");
        settings.put("org.quartz.scheduler.skipUpdateCheck", "true");
        settings.put("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        settings.put("org.quartz.threadPool.threadCount", Integer.toString(threads));
        settings.put("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        settings.put("org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        settings.put("org.quartz.jobStore.dataSource", "peers");
        settings.put("org.quartz.jobStore.isClustered", "true");
        settings.put("org.quartz.dataSource.peers.provider", "hikaricp");
        settings.put("org.quartz.dataSource.peers.driver", "org.postgresql.Driver");
        settings.put("org.quartz.dataSource.peers.URL", setup.jdbc());
        // its documentation asks for the number of threads and some more
        settings.put("org.quartz.dataSource.peers.maxConnections", Integer.toString(threads + 3));
        if (tuned) {
            settings.put("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", Integer.toString(threads));
            // a batch is only safe under the lock
            settings.put("org.quartz.jobStore.acquireTriggersWithinLock", "true");
            settings.put("org.quartz.scheduler.idleWaitTime", "1000");
            // a herd that takes longer than the default of one minute is late, not misfired
            settings.put("org.quartz.jobStore.misfireThreshold", "300000");
            settings.put("org.quartz.jobStore.clusterCheckinInterval", "1000");
        }
        return settings;
    }

    /** The job of each task. Public, because Quartz makes it. */
    public static final class FireJob implements Job {

        @Override
        public void execute(JobExecutionContext context) {
            Payload.call(
                    context.getJobDetail().getKey().getName(),
                    context.getMergedJobDataMap().getString("due"));
        }
    }

    @Override
    public void prepare() throws SQLException, IOException {
        try (HikariDataSource pool = setup.pool(1);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("select to_regclass('qrtz_triggers') is not null")) {
                // the script begins by dropping what is there
                if (rows.next() && rows.getBoolean(1)) {
                    return;
                }
            }
            statement.execute(tables());
        }
    }

    private static String tables() throws IOException {
        try (InputStream script = Scheduler.class.getResourceAsStream(TABLES)) {
            if (script == null) {
                throw new IOException("Quartz's own %s is not in its jar".formatted(TABLES));
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void register(List<DueTask> tasks) throws SchedulerException {
        for (List<DueTask> part : InParallel.parts(tasks, BATCH)) {
            Map<JobDetail, Set<? extends Trigger>> jobs = new LinkedHashMap<>();
            for (DueTask task : part) {
                JobDetail job = newJob(FireJob.class)
                        .withIdentity(task.id())
                        .usingJobData("due", task.due())
                        .requestRecovery()
                        .build();
                jobs.put(
                        job,
                        Set.of(newTrigger()
                                .withIdentity(task.id())
                                .startAt(startAt(task))
                                .build()));
            }
            scheduler.scheduleJobs(jobs, false);
        }
    }

    /** Its dates hold milliseconds: the next whole one, so that nothing is early. */
    private static Date startAt(DueTask task) {
        return Date.from(Times.upToMillis(task.instant()));
    }

    @Override
    public void run() throws SchedulerException {
        scheduler.start();
    }

    @Override
    public void close() {
        try {
            scheduler.shutdown();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not stop", e);
        }
    }
}
