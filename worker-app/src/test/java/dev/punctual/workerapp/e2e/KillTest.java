package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.http;
import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.onceAt;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.workerapp.e2e.Payload.Run;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Kills Punctual at each point of a fire's path, inline and dispatched, and asks the payload itself what was done. */
@TestInstance(Lifecycle.PER_CLASS)
@Isolated("it kills within fractions of a second")
class KillTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int EACH = 2;

    private final Payload payload = new Payload();
    private final Wire wire = new Wire(payload.port());
    private final Servers servers;
    private final PunctualProcess punctual;
    private final Client client;

    KillTest(@TempDir Path directory) {
        this.servers = new Servers(directory);
        this.punctual = PunctualProcess.connected(directory.resolve("p"), servers);
        this.client = punctual.client();
    }

    @BeforeAll
    void start() {
        punctual.start();
    }

    @AfterAll
    void stop() {
        punctual.close();
        wire.close();
        payload.close();
        servers.close();
    }

    /** Where on its path a fire is when its worker dies. */
    enum Point {
        /** It waits for its instant. */
        HOLD,
        /** It is claimed, and what it asks for has not arrived. */
        CLAIMED,
        /** What it asked for is being done. */
        ACTING,
        /** It was answered, and that is not recorded yet. */
        ANSWERED
    }

    private record Subject(String task, boolean atMostOnce, Instant due) {}

    @ParameterizedTest
    @EnumSource(Point.class)
    void everyInstantRunsAsOftenAsItsDeliveryAllows(Point point) throws SQLException {
        payload.goOn();
        List<Subject> subjects = register(point);

        Instant killed = killAt(point, subjects);
        payload.goOn();
        wire.mend();
        punctual.start();

        for (Subject subject : subjects) {
            await().atMost(LIMIT)
                    .until(() -> text(client.task(subject.task()), "state").equals("COMPLETED"));
            check(subject, point, killed);
        }
    }

    private List<Subject> register(Point point) {
        if (point == Point.ACTING || point == Point.ANSWERED) {
            payload.hold();
        }
        if (point == Point.CLAIMED) {
            wire.cut();
        }
        Instant due = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.MICROS);
        List<Subject> subjects = new ArrayList<>();
        for (boolean dispatched : new boolean[] {false, true}) {
            for (boolean atMostOnce : new boolean[] {false, true}) {
                for (int number = 0; number < EACH; number++) {
                    String task = "%s-%s-%s-%d"
                            .formatted(
                                    point.name().toLowerCase(Locale.ROOT),
                                    dispatched ? "dispatched" : "inline",
                                    atMostOnce ? "most" : "least",
                                    number);
                    client.create(
                            task,
                            onceAt(due),
                            http(wire.url()),
                            Map.of(
                                    "timeout",
                                    dispatched ? "PT5M" : "PT1M",
                                    "delivery",
                                    atMostOnce ? "AT_MOST_ONCE" : "AT_LEAST_ONCE"));
                    subjects.add(new Subject(task, atMostOnce, due));
                }
            }
        }
        return subjects;
    }

    private Instant killAt(Point point, List<Subject> subjects) throws SQLException {
        Instant due = subjects.getFirst().due();
        return switch (point) {
            case HOLD -> {
                await().atMost(LIMIT)
                        .pollInterval(POLL)
                        .until(() -> Instant.now().isAfter(due.minusMillis(700)));
                Instant killed = kill();
                assertThat(killed).isBefore(due);
                yield killed;
            }
            case CLAIMED -> {
                await().atMost(LIMIT).pollInterval(POLL).until(() -> wire.stuck() >= subjects.size());
                yield kill();
            }
            case ACTING -> {
                awaitRuns(subjects);
                yield kill();
            }
            case ANSWERED -> {
                awaitRuns(subjects);
                yield killBeforeTheRecord(subjects);
            }
        };
    }

    private void awaitRuns(List<Subject> subjects) {
        await().atMost(LIMIT)
                .pollInterval(POLL)
                .until(() -> subjects.stream()
                        .allMatch(subject -> payload.of(subject.task()).size() == 1));
    }

    private Instant kill() {
        punctual.kill9();
        return Instant.now();
    }

    /** Locks the fires, so that no end of theirs can be recorded. */
    private Instant killBeforeTheRecord(List<Subject> subjects) throws SQLException {
        try (Connection book = book();
                Statement statement = book.createStatement()) {
            book.setAutoCommit(false);
            try (ResultSet locked = statement.executeQuery(
                    "select id from fire where finished_at is null and task like 'answered-%' for update")) {
                int rows = 0;
                while (locked.next()) {
                    rows++;
                }
                assertThat(rows).isEqualTo(subjects.size());
            }
            payload.goOn();
            await().atMost(LIMIT)
                    .pollInterval(POLL)
                    .until(() -> subjects.stream()
                            .flatMap(subject -> payload.of(subject.task()).stream())
                            .allMatch(run -> run.ended() != null));
            await().atMost(LIMIT).pollInterval(POLL).until(() -> waitsForALock(statement));
            Instant killed = kill();
            // what it had sent to the server would still be carried out
            statement.execute(
                    "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
                            + " where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'");
            book.rollback();
            return killed;
        }
    }

    private static boolean waitsForALock(Statement statement) throws SQLException {
        try (ResultSet waits = statement.executeQuery("select count(*) from pg_locks where not granted")) {
            return waits.next() && waits.getInt(1) > 0;
        }
    }

    private Connection book() throws SQLException {
        return DriverManager.getConnection(
                servers.postgres.url(), servers.postgres.username(), servers.postgres.password());
    }

    private void check(Subject subject, Point point, Instant killed) {
        List<JsonNode> fires = client.fires(subject.task());
        assertThat(fires).as(subject.task()).hasSize(1);
        JsonNode fire = fires.getFirst();
        List<Run> runs = payload.of(subject.task());
        boolean wasClaimed = point != Point.HOLD;
        boolean wasRun = point == Point.ACTING || point == Point.ANSWERED;
        boolean goesOn = !wasClaimed || !subject.atMostOnce();

        assertThat(text(fire, "state")).as("%s: %s", subject, fire).isEqualTo(goesOn ? "SUCCEEDED" : "LOST");
        assertThat(instant(fire, "scheduledFor")).isEqualTo(subject.due());
        assertThat(fire.path("attempt").asInt()).as("%s", fire).isEqualTo(goesOn && wasClaimed ? 2 : 1);
        assertThat(runs).as("runs of %s", subject).hasSize((wasRun ? 1 : 0) + (goesOn ? 1 : 0));
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.scheduledFor).isEqualTo(subject.due());
            assertThat(run.begun).isAfterOrEqualTo(subject.due());
        });
        if (wasRun && goesOn) {
            assertThat(runs.getLast().attempt).isEqualTo(2);
            assertThat(runs.getLast().begun)
                    .as("never two at the same time: %s", runs)
                    .isAfterOrEqualTo(killed);
        }
    }
}
