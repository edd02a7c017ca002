package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.every;
import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.simulate;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** Audits: the examples of docs/audits.md, and what an audit says of a fire that was deleted and a record that was changed. */
@Execution(ExecutionMode.CONCURRENT)
class AuditTest {
    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final Path PAGE = Path.of("..", "docs", "audits.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("```http\n(GET|PUT|POST) (\\S+) (\\d+)\n(.*?)```\n```json\n(.*?)\n```", Pattern.DOTALL);

    @TempDir
    private static Path directory;

    private static Servers servers;
    private static PunctualProcess punctual;
    private static Client client;
    private static Instant begin;

    @BeforeAll
    static void start() {
        servers = new Servers(directory);
        punctual = PunctualProcess.connected(directory, servers).start();
        client = punctual.client();
        begin = Instant.now().minusSeconds(60);
    }

    @AfterAll
    static void stop() {
        punctual.close();
        servers.close();
    }

    @Test
    void theExamplesOfThePageAreTrue() throws IOException {
        String page = Files.readString(PAGE);
        Matcher example = EXAMPLE.matcher(page);
        int examples = 0;
        while (example.find()) {
            String path = example.group(2).replace("{from}", begin.toString());
            Object body = example.group(4).isBlank() ? Map.of() : Client.JSON.readTree(example.group(4));
            Client.Answer answer = switch (example.group(1)) {
                case "GET" -> client.get(path);
                case "PUT" -> client.put(path, body);
                default -> client.post(path, body);
            };
            assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(Integer.parseInt(example.group(3)));
            Examples.assertContains(answer.body(), Client.JSON.readTree(example.group(5)), path + " ");
            examples++;
        }
        assertThat(examples).isEqualTo(page.split("```http\n", -1).length - 1).isPositive();
    }

    @Test
    void namesTheFireThatIsGone() throws SQLException {
        client.create("beat", every("PT1S"), simulate("PT0S"));
        await().atMost(LIMIT).until(() -> client.fires("beat", "SUCCEEDED").size() > 2);
        client.verb("beat", "pause", Map.of());
        Instant paused = Instant.now();
        await().atMost(LIMIT).until(() -> Instant.now().isAfter(paused.plusSeconds(4)));
        client.verb("beat", "resume", Map.of("catchUp", "NONE"));
        Instant resumed = Instant.now();
        // what is younger than some seconds is not judged yet
        await().atMost(LIMIT).until(() -> instant(audit(), "to").isAfter(resumed.plusSeconds(3)));

        JsonNode whole = audit();
        assertThat(whole.path("unexplained").asLong()).as("%s", whole).isZero();
        assertThat(whole.path("unexpected").asLong()).as("%s", whole).isZero();
        assertThat(whole.at("/skipped/PAUSED").asLong()).isGreaterThan(2);
        assertThat(whole.at("/fired/SUCCEEDED").asLong()).isGreaterThan(4);

        JsonNode gone = client.fires("beat", "SUCCEEDED").get(1);
        update("delete from fire where id = '%s'".formatted(text(gone, "id")));

        JsonNode holed = audit();
        assertThat(holed.path("unexplained").asLong()).isEqualTo(1);
        assertThat(holed.at("/findings/0/task").asString()).isEqualTo("beat");
        assertThat(Instant.parse(holed.at("/findings/0/scheduledFor").asString()))
                .isEqualTo(instant(gone, "scheduledFor"));
    }

    @Test
    void showsTheRecordThatWasChanged() throws SQLException {
        client.create("recorded", every("PT1H"), simulate("PT0S"));
        // yesterday's, or the one before it in the first hour of a day
        await().atMost(LIMIT).until(() -> !records().path("items").isEmpty());
        assertThat(records().path("verified").asBoolean()).isTrue();

        update("update audit_record set fires = fires + 1");

        assertThat(records().path("verified").asBoolean()).isFalse();
        assertThat(records().at("/items/0/problem").asString()).contains("was changed");
    }

    private static JsonNode audit() {
        return Client.ok(client.get("/v1/audits/completeness?task=beat&from=" + begin));
    }

    private static JsonNode records() {
        return Client.ok(client.get("/v1/audits/records"));
    }

    private static void update(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        servers.postgres.url(), servers.postgres.username(), servers.postgres.password());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }
}
