package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.every;
import static dev.punctual.workerapp.e2e.Client.http;
import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.onceAt;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.workerapp.e2e.Sink.Arrival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** What an outage left behind is caught up beside what is on time. */
@Isolated("it looks at how late what is on time becomes")
class CatchUpTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int MISSED = 300;
    private static final int ON_TIME = 10;
    private static final Duration OUTAGE = Duration.ofSeconds(20);

    /** Beyond what the issue promises: the machine that the tests run on has other work. */
    private static final Duration PUNCTUAL = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    @Test
    void missedFiresRunOnceAtABoundedRateAndMakeNothingElseLate() throws IOException {
        try (Sink sink = new Sink();
                Servers servers = new Servers(directory);
                PunctualProcess punctual = PunctualProcess.connected(directory.resolve("p"), servers)) {
            punctual.start();
            Client client = punctual.client();
            Client.ok(client.post("/v1/tasks", example()));
            for (int number = 0; number < ON_TIME; number++) {
                client.create("on-time-" + number, every("PT1S"), http(sink.url()));
            }
            Instant first = Instant.now().plusSeconds(20).truncatedTo(ChronoUnit.MICROS);
            for (int number = 0; number < MISSED; number++) {
                client.create(missed(number), onceAt(first.plusMillis(20L * number)), http(sink.url()));
            }
            Instant before = Instant.now();
            assertThat(before).as("all of them were registered in time").isBefore(first.minusSeconds(4));
            await().atMost(LIMIT).until(() -> Instant.now().isAfter(before.plusSeconds(3)));

            punctual.kill9();
            List<Duration> usual = onTime(sink, before.minusSeconds(5), before.plusSeconds(3));
            Instant back = first.plus(OUTAGE);
            await().atMost(LIMIT).until(() -> Instant.now().isAfter(back));
            punctual.start();

            await().atMost(LIMIT)
                    .until(() -> IntStream.range(0, MISSED)
                            .allMatch(number -> !sink.of(missed(number)).isEmpty()));
            for (int number = 0; number < MISSED; number++) {
                String task = missed(number);
                await().atMost(LIMIT)
                        .until(() -> text(client.task(task), "state").equals("COMPLETED"));
                assertThat(sink.instants(task)).as(task).containsExactly(first.plusMillis(20L * number));
            }
            List<Arrival> caughtUp = IntStream.range(0, MISSED)
                    .mapToObj(number -> sink.of(missed(number)).getFirst())
                    .sorted(Comparator.comparing(Arrival::at))
                    .toList();
            Instant begun = caughtUp.getFirst().at();
            Instant ended = caughtUp.getLast().at();
            List<Duration> meanwhile = onTime(sink, begun, ended);
            double order = order(caughtUp);
            System.out.printf(
                    "caught up %d in %d ms, order %.2f; on time before: %s; meanwhile: %s%n",
                    MISSED, Duration.between(begun, ended).toMillis(), order, figures(usual), figures(meanwhile));

            assertThat(Duration.between(begun, ended)).as("at a bounded rate").isGreaterThan(Duration.ofSeconds(3));
            // CatchUpLineTest has the order; here it depends on when the engine wakes whom, in seconds
            assertThat(order).as("not the newest first").isGreaterThan(-0.2);
            assertThat(meanwhile).as("fires on time").hasSizeGreaterThan(ON_TIME);
            assertThat(share(meanwhile)).as("on time meanwhile: " + meanwhile).isGreaterThanOrEqualTo(0.9);
            for (int number = 0; number < ON_TIME; number++) {
                String task = "on-time-" + number;
                Instant grid = instant(client.fires(task).getFirst(), "scheduledFor");
                client.verb(task, "cancel", Map.of());
                await().atMost(LIMIT).until(() -> client.fires(task).stream().allMatch(fire -> fire.has("finishedAt")));
                Ledger.of(client, task, Duration.ofSeconds(1))
                        .isGridFrom(grid, Duration.ofSeconds(1))
                        .agreesWith(sink);
            }
        }
    }

    /** The task of docs/policies.md. */
    private static JsonNode example() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "policies.md"));
        String section = page.substring(page.indexOf("## Instants that were missed"));
        int block = section.indexOf("```json") + 7;
        return Client.JSON.readTree(section.substring(block, section.indexOf("```", block)));
    }

    private static String missed(int number) {
        return "missed-" + number;
    }

    /** How late the calls of the other tasks came whose instants lie between these. */
    private static List<Duration> onTime(Sink sink, Instant from, Instant to) {
        List<Duration> late = new ArrayList<>();
        for (int number = 0; number < ON_TIME; number++) {
            for (Arrival arrival : sink.of("on-time-" + number)) {
                if (arrival.scheduledFor().isAfter(from)
                        && arrival.scheduledFor().isBefore(to)) {
                    late.add(Duration.between(arrival.scheduledFor(), arrival.at()));
                }
            }
        }
        return late.stream().sorted().toList();
    }

    private static double share(List<Duration> late) {
        return late.stream().filter(each -> each.compareTo(PUNCTUAL) <= 0).count() / (double) late.size();
    }

    private static String figures(List<Duration> late) {
        return late.isEmpty()
                ? "none"
                : "p50 %d ms, p90 %d ms, worst %d ms"
                        .formatted(
                                late.get(late.size() / 2).toMillis(),
                                late.get(late.size() * 9 / 10).toMillis(),
                                late.getLast().toMillis());
    }

    /** Spearman's rank correlation of instant and arrival: 1 in order, 0 in none, -1 in the opposite one. */
    private static double order(List<Arrival> arrivals) {
        List<Arrival> byInstant = arrivals.stream()
                .sorted(Comparator.comparing(Arrival::scheduledFor))
                .toList();
        double squares = 0;
        for (int rank = 0; rank < arrivals.size(); rank++) {
            squares += Math.pow(rank - byInstant.indexOf(arrivals.get(rank)), 2);
        }
        double n = arrivals.size();
        return 1 - 6 * squares / (n * (n * n - 1));
    }
}
