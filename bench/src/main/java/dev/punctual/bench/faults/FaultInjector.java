package dev.punctual.bench.faults;

import dev.punctual.bench.check.Window;
import dev.punctual.bench.faults.ProcessLimit.Resource;
import dev.punctual.bench.faults.Scenario.Planned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Does the faults of a scenario, one after the other, and notes when each was at work. */
final class FaultInjector {
    /** How long a slow server stands still at a time, in milliseconds. */
    private static final long STOPPED = 100;

    private final Fleet fleet;
    private final FaultClient client;
    private final List<Window> windows = new ArrayList<>();

    FaultInjector(Fleet fleet, FaultClient client) {
        this.fleet = fleet;
        this.client = client;
    }

    List<Window> windows() {
        return windows;
    }

    /** Does one fault and waits until everything answers again. */
    void inject(Planned planned) {
        Instant from = Instant.now();
        try {
            run(planned);
        } catch (SQLException away) {
            // a fault before this one may have left the database away for longer; then this one has no effect
        }
        awaitReady();
        windows.add(new Window(planned.fault().name(), from, Instant.now()));
    }

    /** @throws BenchException when Punctual does not become ready */
    void awaitReady() {
        client.awaitReady(
                () -> "its process %s. See %s.".formatted(fleet.isAlive() ? "lives" : "has ended", fleet.log()));
    }

    private void run(Planned planned) throws SQLException {
        switch (planned.fault()) {
            case KILL_PUNCTUAL -> {
                fleet.postgres();
                fleet.temporal();
                Fleet.kill(fleet.punctual());
                pause(planned.millis() / 4);
                fleet.start();
            }
            case STOP_PUNCTUAL -> stop(fleet.punctual(), planned.millis());
            case KILL_TEMPORAL -> Fleet.kill(fleet.temporal());
            case STOP_TEMPORAL -> stop(fleet.temporal(), planned.millis());
            case KILL_POSTGRES -> Fleet.kill(fleet.postgres());
            case STOP_POSTGRES -> stop(fleet.postgres(), planned.millis());
            case KILL_ALL -> {
                killAll();
                pause(planned.millis() / 4);
                fleet.start();
            }
            case RESTART -> {
                fleet.stop();
                fleet.start();
            }
            case CUT_CONNECTIONS -> cut(planned.millis());
            case LOCK_TASKS -> lock(planned.millis());
            case EXHAUST_CONNECTIONS -> exhaust(planned.millis());
            case READ_ONLY -> readOnly(planned.millis());
            case FORGET_TEMPORAL -> {
                killAll();
                forget();
                fleet.start();
            }
            case SLOW_POSTGRES -> slow(fleet::postgres, planned.millis());
            case SLOW_TEMPORAL -> slow(fleet::temporal, planned.millis());
            case EXHAUST_FILES -> limit(fleet.punctual(), Resource.FILES, planned.millis());
            case KILL_WORKER -> {
                Fleet.kill(fleet.second().processes());
                pause(planned.millis() / 4);
                fleet.second().start();
            }
            case STOP_WORKER -> stop(fleet.second().processes(), planned.millis());
            case CUT_WORKER -> network(Relay.State.CUT, planned.millis());
            case MUTE_WORKER -> network(Relay.State.MUTE, planned.millis());
            case SLOW_WORKER -> network(Relay.State.SLOW, planned.millis());
            case FULL_DISK -> limit(fleet.postgres(), Resource.FILE_SIZE, planned.millis());
            case EXHAUST_MEMORY -> {
                limit(fleet.punctual(), Resource.MEMORY, planned.millis());
                if (!fleet.isAlive()) {
                    fleet.start();
                }
            }
        }
    }

    private void killAll() {
        List<ProcessHandle> all = new ArrayList<>(fleet.punctual());
        all.addAll(fleet.postgres());
        all.addAll(fleet.temporal());
        Fleet.kill(all);
    }

    private static void stop(List<ProcessHandle> processes, long millis) {
        Fleet.signal("STOP", processes);
        try {
            pause(millis);
        } finally {
            Fleet.signal("CONT", processes);
        }
    }

    /** The processes are looked up again and again, since a server may start others. */
    private static void slow(Supplier<List<ProcessHandle>> processes, long millis) {
        Instant end = Instant.now().plusMillis(millis);
        while (Instant.now().isBefore(end)) {
            stop(processes.get(), STOPPED);
            pause(STOPPED / 2);
        }
    }

    private void network(Relay.State state, long millis) {
        fleet.second().network(state);
        try {
            pause(millis);
        } finally {
            fleet.second().network(Relay.State.WHOLE);
        }
    }

    private static void limit(List<ProcessHandle> processes, Resource resource, long millis) {
        List<ProcessLimit> limits = processes.stream()
                .filter(ProcessHandle::isAlive)
                .map(process -> ProcessLimit.of(process.pid(), resource))
                .toList();
        try {
            limits.forEach(ProcessLimit::allowNoMore);
            pause(millis);
        } finally {
            limits.forEach(ProcessLimit::restore);
        }
    }

    private void cut(long millis) throws SQLException {
        Instant end = Instant.now().plusMillis(millis / 2);
        try (Connection connection = fleet.connect();
                Statement statement = connection.createStatement()) {
            while (Instant.now().isBefore(end)) {
                statement.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'");
                pause(700);
            }
        }
    }

    private void lock(long millis) throws SQLException {
        try (Connection connection = fleet.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // in the order in which everybody locks them
            statement.execute("select id from task order by namespace, id for update");
            pause(millis);
            connection.rollback();
        }
    }

    private void exhaust(long millis) throws SQLException {
        List<Connection> taken = new ArrayList<>();
        try {
            while (taken.size() < 500) {
                taken.add(fleet.connect());
            }
        } catch (SQLException noneLeft) {
            pause(millis);
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }

    private void readOnly(long millis) throws SQLException {
        try (Connection connection = fleet.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter database punctual set default_transaction_read_only = on");
            try {
                // a setting of the database is for new connections
                statement.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'");
                pause(millis / 2);
            } finally {
                statement.execute("alter database punctual reset default_transaction_read_only");
                statement.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'");
            }
        }
    }

    private void forget() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(fleet.home(), "temporal.db*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Temporal's data cannot be deleted", e);
        }
    }

    private static void pause(long millis) {
        Users.sleepUntil(Instant.now().plusMillis(millis));
    }
}
