package dev.punctual.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each adapter for a few seconds: all is called, at its time, and each as what it is. */
class PeerTests {
    private static final int TASKS = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Map<String, Instant> CALLS = new ConcurrentHashMap<>();
    private static final Map<String, String> DUE = new ConcurrentHashMap<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static HttpServer sink;

    @SuppressWarnings("NullAway.Init")
    private static PeerDatabase database;

    @BeforeAll
    static void start() throws Exception {
        sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sink.createContext("/fire", exchange -> {
            String task = exchange.getRequestHeaders().getFirst("Punctual-Task");
            CALLS.put(task, Instant.now());
            DUE.put(task, exchange.getRequestHeaders().getFirst("Punctual-Scheduled-For"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        sink.start();
        Payload.install(URI.create(
                "http://127.0.0.1:%d/fire".formatted(sink.getAddress().getPort())));
        database = PeerDatabase.start(directory);
    }

    @BeforeEach
    void forget() {
        CALLS.clear();
        DUE.clear();
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
        sink.stop(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"DB_SCHEDULER_TUNED", "QUARTZ_TUNED", "JOBRUNR_TUNED"})
    void performsWhatIsRegisteredOnADatabase(PeerKind kind) throws Exception {
        performs(kind, new Setup(database.url(), "-"));
    }

    /** The test server has no Schedules; those are seen in a run only. */
    @Test
    void performsWhatIsRegisteredOnTemporal() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port, false)) {
            assertThat(server).isNotNull();
            performs(PeerKind.TEMPORAL_TUNED, new Setup("-", "127.0.0.1:" + port));
        }
    }

    private static void performs(PeerKind kind, Setup setup) throws Exception {
        try (Peer peer = kind.create(setup)) {
            peer.prepare();
            // twice, as after a kill
            peer.prepare();
            List<DueTask> tasks = tasks(kind);
            peer.register(tasks);
            peer.run();
            Awaitility.await().atMost(PATIENCE).until(() -> tasks.stream().allMatch(t -> CALLS.containsKey(t.id())));
            for (DueTask task : tasks) {
                assertThat(CALLS.get(task.id())).isAfterOrEqualTo(task.instant().minus(earliness(kind)));
                assertThat(DUE).containsEntry(task.id(), task.due());
            }
        }
    }

    /** How early a peer may be by its nature. */
    private static Duration earliness(PeerKind kind) {
        return switch (kind) {
            // it begins what is due before its next poll at once
            case JOBRUNR, JOBRUNR_TUNED -> Duration.ofSeconds(5);
            // the test server, not Temporal, goes by a clock of its own, which under load is early by seconds
            case TEMPORAL, TEMPORAL_TUNED, TEMPORAL_SCHEDULES, TEMPORAL_SCHEDULES_TUNED -> PATIENCE;
            case DB_SCHEDULER, DB_SCHEDULER_TUNED, QUARTZ, QUARTZ_TUNED -> Duration.ZERO;
        };
    }

    /** Five in a second. */
    private static List<DueTask> tasks(PeerKind kind) {
        Instant first = Instant.now().plusSeconds(2);
        List<DueTask> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(new DueTask(
                    kind.label() + "-" + i,
                    first.plusMillis(200L * i).plusNanos(1_000).toString()));
        }
        return tasks;
    }
}
