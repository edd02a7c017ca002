package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.http;
import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.onceAt;
import static dev.punctual.workerapp.e2e.Client.onceIn;
import static dev.punctual.workerapp.e2e.Client.simulate;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What starts first under a backlog, and how much of it, on a worker that performs one fire of each queue at a time. */
class QueueLimitsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Path PAGE = Path.of("..", "docs", "policies.md");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path directory;

    private static Servers servers;
    private static PunctualProcess punctual;
    private static Sink sink;
    private static Client client;

    @BeforeAll
    static void start() {
        sink = new Sink();
        servers = new Servers(directory);
        punctual = PunctualProcess.connected(
                        directory,
                        servers,
                        "--punctual.queues=partner-api,tenants,slow,fair",
                        "--punctual.queue-settings.partner-api.rate-per-second=5",
                        "--punctual.queue-settings.tenants.rate-per-key-per-second=2",
                        "--punctual.worker.slots=1")
                .start();
        client = punctual.client();
    }

    @AfterAll
    static void stop() {
        punctual.close();
        servers.close();
        sink.close();
    }

    @TestFactory
    Stream<DynamicTest> everyExampleOfThePageIsATask() throws IOException {
        Matcher blocks = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        List<JsonNode> examples = new ArrayList<>();
        while (blocks.find()) {
            examples.add(JSON.readTree(blocks.group(1)));
        }
        assertThat(examples).isNotEmpty();
        return examples.stream()
                .map(example -> DynamicTest.dynamicTest(
                        text(example, "id"), () -> Client.ok(client.post("/v1/tasks?validateOnly=true", example))));
    }

    @Test
    void noMoreStartThanTheQueuesRateAllowsAndNoneIsLost() {
        Instant due = soon();
        List<String> tasks = create("limited", 30, due, Map.of("queue", "partner-api"));

        awaitEnd(tasks);

        List<Instant> calls = arrivals(tasks);
        assertThat(calls).hasSize(30);
        // five may start at once, and five more in each second after that
        assertThat(Duration.between(calls.getFirst(), calls.getLast())).isGreaterThan(Duration.ofSeconds(4));
    }

    @Test
    void noMoreOfOneKeyStartThanTheRateOfEachKeyAllows() {
        Instant due = soon();
        List<String> tasks = new ArrayList<>();
        for (String tenant : List.of("a", "b")) {
            tasks.addAll(create("tenant-" + tenant, 12, due, Map.of("queue", "tenants", "fairnessKey", tenant)));
        }

        awaitEnd(tasks);

        for (String tenant : List.of("a", "b")) {
            List<Instant> calls = arrivals(tasks.stream()
                    .filter(task -> task.startsWith("tenant-" + tenant))
                    .toList());
            assertThat(calls).hasSize(12);
            assertThat(Duration.between(calls.getFirst(), calls.getLast())).isGreaterThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void aHigherPriorityOvertakesWhatWaits() {
        block("slow", "PT8S");
        List<String> low = create("low", 8, Instant.now(), Map.of("queue", "slow", "priority", 5));
        awaitInQueue(low);
        List<String> high = create("high", 1, Instant.now(), Map.of("queue", "slow", "priority", 1));

        awaitEnd(low);
        awaitEnd(high);

        List<String> all = new ArrayList<>(low);
        all.addAll(high);
        assertThat(order(all).indexOf("high-0")).isLessThanOrEqualTo(1);
    }

    @Test
    void aFloodOfOneTenantDoesNotStarveAnother() {
        block("fair", "PT20S");
        List<String> flood = create("flood", 300, Instant.now(), Map.of("queue", "fair", "fairnessKey", "a"));
        awaitInQueue(flood.subList(290, 300));
        List<String> few = create("few", 10, Instant.now(), Map.of("queue", "fair", "fairnessKey", "b"));

        awaitEnd(flood);
        awaitEnd(few);

        List<String> all = new ArrayList<>(flood);
        all.addAll(few);
        List<String> order = order(all);
        int last = few.stream().mapToInt(order::indexOf).max().orElseThrow();
        System.out.printf("of 310 fires the last of the ten was the %dth to start%n", last + 1);
        assertThat(last).isLessThan(150);
    }

    /** Keeps the queue's only slot busy for a while. */
    private static void block(String queue, String duration) {
        String task = "blocks-" + queue;
        client.create(task, onceIn("PT0S"), simulate(duration), Map.of("queue", queue));
        await().atMost(LIMIT).until(() -> client.fires(task, "RUNNING").size() == 1);
    }

    private static Instant soon() {
        return Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MICROS);
    }

    private static List<String> create(String name, int count, Instant due, Map<String, Object> more) {
        List<String> tasks =
                IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
        tasks.forEach(task ->
                client.create(task, onceAt(due.truncatedTo(ChronoUnit.MICROS)), http(sink.url()), new HashMap<>(more)));
        return tasks;
    }

    private static void awaitInQueue(List<String> tasks) {
        for (String task : tasks) {
            await().atMost(LIMIT).until(() -> !client.fires(task).isEmpty());
        }
    }

    private static void awaitEnd(List<String> tasks) {
        for (String task : tasks) {
            await().atMost(LIMIT).until(() -> text(client.task(task), "state").equals("COMPLETED"));
            assertThat(client.fires(task, "SUCCEEDED")).as(task).hasSize(1);
        }
    }

    private static List<Instant> arrivals(List<String> tasks) {
        return tasks.stream()
                .flatMap(task -> sink.of(task).stream())
                .map(Sink.Arrival::at)
                .sorted()
                .toList();
    }

    /** The tasks as they were started. */
    private static List<String> order(List<String> tasks) {
        Map<String, Instant> starts = new HashMap<>();
        tasks.forEach(task -> starts.put(task, instant(client.fires(task).getFirst(), "startedAt")));
        return tasks.stream().sorted(Comparator.comparing(starts::get)).toList();
    }
}
