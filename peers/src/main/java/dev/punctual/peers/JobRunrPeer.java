package dev.punctual.peers;

import static org.jobrunr.scheduling.JobBuilder.aJob;
import static org.jobrunr.server.BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration.JobRunrConfigurationResult;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jspecify.annotations.Nullable;

/** JobRunr, the open-source edition: as it comes, polling every 15 s; at its best, every 5 s, the least that it allows. */
final class JobRunrPeer implements Peer {
    private static final int BATCH = 500;
    private static final int WORKERS = 50;
    private static final int DEFAULT_CONNECTIONS = 10;

    private final HikariDataSource pool;
    private final boolean tuned;
    private @Nullable StorageProvider storage;
    private @Nullable JobRequestScheduler scheduler;

    JobRunrPeer(Setup setup, boolean tuned) {
        this.tuned = tuned;
        pool = setup.pool(tuned ? WORKERS : DEFAULT_CONNECTIONS);
    }

    /** What is stored of a task, as JSON. */
    record Fire(String task, String due) implements JobRequest {

        @Override
        public Class<FireHandler> getJobRequestHandler() {
            return FireHandler.class;
        }
    }

    /** Performs it. Public, because JobRunr makes it. */
    public static final class FireHandler implements JobRequestHandler<Fire> {

        @Override
        public void run(Fire fire) {
            Payload.call(fire.task(), fire.due());
        }
    }

    @Override
    public void prepare() {
        storage = SqlStorageProviderFactory.using(pool);
        JobRunrConfigurationResult result =
                JobRunr.configure().useStorageProvider(storage).initialize();
        scheduler = result.getJobRequestScheduler();
    }

    @Override
    public void register(List<DueTask> tasks) {
        for (List<DueTask> part : InParallel.parts(tasks, BATCH)) {
            prepared(scheduler)
                    .create(part.stream()
                            .map(task ->
                                    aJob().scheduleAt(task.instant()).withJobRequest(new Fire(task.id(), task.due()))));
        }
    }

    @Override
    public void run() {
        BackgroundJobServerConfiguration configuration = usingStandardBackgroundJobServerConfiguration();
        if (tuned) {
            configuration = configuration.andPollInterval(Duration.ofSeconds(5)).andWorkerCount(WORKERS);
        }
        var _ = JobRunr.configure()
                .useStorageProvider(prepared(storage))
                .useBackgroundJobServer(configuration)
                .initialize();
    }

    private static <T> T prepared(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("prepare() comes first");
        }
        return part;
    }

    @Override
    public void close() {
        JobRunr.destroy();
        pool.close();
    }
}
