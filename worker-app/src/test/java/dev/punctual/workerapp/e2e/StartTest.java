package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.http;
import static dev.punctual.workerapp.e2e.Client.onceIn;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How Punctual starts, and where it refuses to. */
class StartTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void waitsForServersThatAreAwayAndThenWorks() {
        try (Sink sink = new Sink();
                Servers servers = new Servers(directory);
                PunctualProcess punctual = PunctualProcess.connected(directory, servers)) {
            servers.stop();
            punctual.launch();
            await().atMost(Duration.ofMinutes(2)).until(() -> punctual.readiness() == 503);

            servers.postgres.start();
            Client client = punctual.client();
            // the book alone is enough to accept tasks, once its clock was read
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .untilAsserted(() -> client.create("early-bird", onceIn("PT1S"), http(sink.url())));
            assertThat(punctual.readiness()).isEqualTo(503);

            servers.temporal.start();
            punctual.awaitReady();
            await().atMost(LIMIT)
                    .until(() -> text(client.task("early-bird"), "state").equals("COMPLETED"));
            assertThat(sink.of("early-bird")).hasSize(1);
        }
    }

    @Test
    void refusesToListenForOthersWithoutAKey() {
        try (PunctualProcess punctual = PunctualProcess.embedded(directory, "--server.address=0.0.0.0")) {
            punctual.launch();

            assertThat(punctual.awaitExit()).isNotZero();

            assertThat(punctual.output()).contains("punctual.security.api-key").doesNotContain("\tat ");
            assertThat(directory.resolve("home")).doesNotExist();
        }
    }

    @Test
    void listensForOthersWithAKeyAndShowsItsInsidesElsewhere() {
        int management = PunctualProcess.freePort();
        try (PunctualProcess punctual = PunctualProcess.embedded(
                directory,
                "--server.address=0.0.0.0",
                "--punctual.security.api-key=0123456789abcdef",
                "--management.server.port=" + management)) {
            punctual.launch();
            Client insides = new Client("http://127.0.0.1:" + management);
            await().atMost(Duration.ofMinutes(2))
                    .ignoreExceptions()
                    .until(() -> insides.get("/actuator/health/readiness").status() == 200);

            Client.Answer answer = punctual.client().get("/v1/tasks");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body().path("status").asInt()).isEqualTo(401);
            assertThat(punctual.client().get("/actuator/prometheus").status()).isIn(401, 404);
        }
    }
}
