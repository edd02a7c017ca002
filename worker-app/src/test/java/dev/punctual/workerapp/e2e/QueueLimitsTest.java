package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.http;
import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.onceAt;
import static dev.punctual.workerapp.e2e.Client.onceIn;
import static dev.punctual.workerapp.e2e.Client.simulate;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.workflows.TaskQueues;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
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
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What starts first under a backlog, on a worker with one slot; and how much of it, on a worker with several. */
@Isolated("it fills queues and counts what waits in them")
class QueueLimitsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Path PAGE = Path.of("..", "docs", "policies.md");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path directory;

    private static Servers servers;
    private static PunctualProcess oneSlot;
    private static PunctualProcess manySlots;
    private static Sink sink;
    private static Client client;
    private static WorkflowServiceStubs engine;

    @BeforeAll
    static void start() {
        sink = new Sink();
        servers = new Servers(directory);
        oneSlot = process("a", "--punctual.worker.queues=slow,fair", "--punctual.worker.slots=1");
        manySlots = process(
                "b",
                "--punctual.roles=worker",
                "--punctual.worker.queues=partner-api,tenants",
                "--punctual.worker.slots=8");
        oneSlot.start();
        manySlots.start();
        client = oneSlot.client();
        engine = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(servers.temporal.target())
                .build());
    }

    private static PunctualProcess process(String name, String... own) {
        List<String> arguments = new ArrayList<>(List.of(own));
        arguments.add("--punctual.queues=partner-api,tenants,slow,fair");
        arguments.add("--punctual.queue-settings.partner-api.rate-per-second=5");
        arguments.add("--punctual.queue-settings.tenants.rate-per-key-per-second=0.5");
        return PunctualProcess.connected(directory.resolve(name), servers, arguments.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        engine.shutdownNow();
        manySlots.close();
        oneSlot.close();
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
        assertThat(describe("partner-api")
                        .getConfig()
                        .getQueueRateLimit()
                        .getRateLimit()
                        .getRequestsPerSecond())
                .isEqualTo(5);
        // five may start at once, and five more in each second after that
        assertThat(Duration.between(calls.getFirst(), calls.getLast())).isGreaterThan(Duration.ofMillis(3_500));
    }

    @Test
    void noMoreOfOneKeyStartThanTheRateOfEachKeyAllows() {
        Instant due = soon();
        List<String> tasks = new ArrayList<>();
        for (String tenant : List.of("a", "b")) {
            tasks.addAll(create("tenant-" + tenant, 6, due, Map.of("queue", "tenants", "fairnessKey", tenant)));
        }

        awaitEnd(tasks);

        for (String tenant : List.of("a", "b")) {
            List<Instant> calls = arrivals(tasks.stream()
                    .filter(task -> task.startsWith("tenant-" + tenant))
                    .toList());
            assertThat(calls).hasSize(6);
            // one in two seconds
            assertThat(Duration.between(calls.getFirst(), calls.getLast())).isGreaterThan(Duration.ofSeconds(7));
        }
    }

    @Test
    void aHigherPriorityOvertakesWhatWaits() {
        String blocking = block("slow");
        List<String> all = new ArrayList<>(create("low", 8, Instant.now(), Map.of("queue", "slow", "priority", 5)));
        awaitBacklog("slow", 8);
        all.addAll(create("high", 1, Instant.now(), Map.of("queue", "slow", "priority", 1)));
        awaitBacklog("slow", 9);

        client.verb(blocking, "cancel", Map.of());
        awaitEnd(all);

        assertThat(starts(all).getFirst()).isEqualTo("high-0");
    }

    @Test
    void aFloodOfOneTenantDoesNotStarveAnother() {
        String blocking = block("fair");
        List<String> flood = create("flood", 300, Instant.now(), Map.of("queue", "fair", "fairnessKey", "a"));
        awaitBacklog("fair", 300);
        List<String> few = create("few", 10, Instant.now(), Map.of("queue", "fair", "fairnessKey", "b"));
        awaitBacklog("fair", 310);

        client.verb(blocking, "cancel", Map.of());
        awaitEnd(few);

        long before = flood.stream().filter(task -> !sink.of(task).isEmpty()).count();
        System.out.printf("of 300 fires that came first %d were done before the other tenant's ten%n", before);
        assertThat(before).isLessThan(100);
        flood.forEach(task -> client.verb(task, "cancel", Map.of()));
    }

    /** Keeps the queue's only slot busy until it is cancelled. */
    private static String block(String queue) {
        String task = "blocks-" + queue;
        client.create(task, onceIn("PT0S"), simulate("PT10M"), Map.of("queue", queue, "timeout", "PT15M"));
        await().atMost(LIMIT).until(() -> client.fires(task, "RUNNING").size() == 1);
        return task;
    }

    /** Waits until so many attempts wait in the engine for a worker. */
    private static void awaitBacklog(String queue, int size) {
        await().atMost(LIMIT).until(() -> describe(queue).getStats().getApproximateBacklogCount() >= size);
    }

    private static DescribeTaskQueueResponse describe(String queue) {
        return engine.blockingStub()
                .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                        .setNamespace("default")
                        .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.of(queue)))
                        .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                        .setReportStats(true)
                        .setReportConfig(true)
                        .build());
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

    private static void awaitEnd(List<String> tasks) {
        for (String task : tasks) {
            await().atMost(LIMIT).until(() -> text(client.task(task), "state").equals("COMPLETED"));
            assertThat(client.fires(task, "SUCCEEDED")).as(task).hasSize(1);
        }
    }

    private static List<Instant> arrivals(List<String> tasks) {
        List<Instant> calls = tasks.stream()
                .flatMap(task -> sink.of(task).stream())
                .map(Sink.Arrival::at)
                .sorted()
                .toList();
        System.out.printf(
                "calls of %s and others after the first, in ms: %s%n",
                tasks.getFirst(),
                calls.stream()
                        .map(call -> Duration.between(calls.getFirst(), call).toMillis())
                        .toList());
        return calls;
    }

    /** The tasks as they were started. */
    private static List<String> starts(List<String> tasks) {
        Map<String, Instant> starts = new HashMap<>();
        tasks.forEach(task -> starts.put(task, instant(client.fires(task).getFirst(), "startedAt")));
        return tasks.stream().sorted(Comparator.comparing(starts::get)).toList();
    }
}
