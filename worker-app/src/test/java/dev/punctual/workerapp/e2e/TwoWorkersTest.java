package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.every;
import static dev.punctual.workerapp.e2e.Client.http;
import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.onceAt;
import static dev.punctual.workerapp.e2e.Client.simulate;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two processes on one PostgreSQL and one Temporal: what one of them leaves behind, the other does. */
class TwoWorkersTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    /** So many that the engine gives some of them to each worker. */
    private static final int RUNS = 40;

    private static final Duration WORST = Duration.ofSeconds(15);
    private static final Duration STEP = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    @Test
    void losesAndDoublesNothingWhenOneIsKilled() {
        try (Sink sink = new Sink();
                Servers servers = new Servers(directory);
                PunctualProcess survivor = PunctualProcess.connected(directory.resolve("a"), servers);
                PunctualProcess victim =
                        PunctualProcess.connected(directory.resolve("b"), servers, "--punctual.roles=worker")) {
            survivor.start();
            victim.start();
            Client client = survivor.client();
            List<String> runs =
                    IntStream.range(0, RUNS).mapToObj(i -> "long-" + i).toList();
            for (String task : runs) {
                int number = Integer.parseInt(task.substring(5));
                boolean atMostOnce = number % 2 == 1;
                // one of two pairs is dispatched
                String timeout = number % 4 < 2 ? "PT1M" : "PT5M";
                client.create(
                        task,
                        onceAt(Instant.now().plusSeconds(1)),
                        simulate("PT20S"),
                        Map.of("timeout", timeout, "delivery", atMostOnce ? "AT_MOST_ONCE" : "AT_LEAST_ONCE"));
            }
            await().atMost(LIMIT)
                    .until(() -> runs.stream()
                            .allMatch(task -> client.fires(task, "RUNNING").size() == 1));
            Instant first = instant(client.create("two-grid", every("PT2S"), http(sink.url())), "nextFireAt");
            Instant due = Instant.now().plusSeconds(7).truncatedTo(ChronoUnit.MICROS);
            List<String> held =
                    IntStream.range(0, 40).mapToObj(i -> "held-" + i).toList();
            held.forEach(task -> client.create(task, onceAt(due), http(sink.url())));
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> Instant.now().isAfter(due.minusMillis(700)));

            victim.kill9();

            for (String task : held) {
                await().atMost(LIMIT)
                        .until(() -> text(client.task(task), "state").equals("COMPLETED"));
            }
            Duration worst = Duration.ZERO;
            for (String task : held) {
                assertThat(sink.instants(task)).as(task).containsExactly(due);
                Duration late = Duration.between(due, sink.of(task).getFirst().at());
                worst = late.compareTo(worst) > 0 ? late : worst;
            }
            System.out.printf("worst lateness of a fire that a killed worker held: %d ms%n", worst.toMillis());
            assertThat(worst).isLessThan(WORST);
            settlesWhatRan(client, runs, survivor);
            await().atMost(LIMIT)
                    .until(() -> sink.instants("two-grid").stream().anyMatch(at -> at.isAfter(due.plusSeconds(10))));
            client.verb("two-grid", "cancel", Map.of());
            await().atMost(LIMIT)
                    .until(() -> client.fires("two-grid").stream().allMatch(fire -> fire.has("finishedAt")));
            Ledger.of(client, "two-grid", STEP).isGridFrom(first, STEP).agreesWith(sink);
        }
    }

    private static void settlesWhatRan(Client client, List<String> tasks, PunctualProcess survivor) {
        int lost = 0;
        int again = 0;
        for (String task : tasks) {
            await().atMost(LIMIT).until(() -> client.fires(task).stream().allMatch(fire -> fire.has("finishedAt")));
            assertThat(client.fires(task)).as(task).hasSize(1);
            JsonNode fire = client.fires(task).getFirst();
            boolean byTheSurvivor = text(fire, "worker").contains("-" + survivor.pid() + "-");
            if (text(fire, "state").equals("LOST")) {
                assertThat(Integer.parseInt(task.substring(5)) % 2)
                        .as(task + " is AT_MOST_ONCE")
                        .isEqualTo(1);
                assertThat(byTheSurvivor).as(task).isFalse();
                lost++;
            } else {
                assertThat(text(fire, "state")).as(task).isEqualTo("SUCCEEDED");
                assertThat(byTheSurvivor).as(task).isTrue();
                again += fire.path("attempt").asInt() - 1;
            }
        }
        System.out.printf("of %d runs %d were lost and %d tried again%n", tasks.size(), lost, again);
        // otherwise the killed worker ran nothing
        assertThat(lost + again).isPositive();
    }
}
