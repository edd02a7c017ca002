package dev.punctual.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Registers the tasks of a workload, and ends them. */
final class Registration {
    private static final int BATCH = 500;
    private static final int PARALLEL_ENDS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Api api;
    private final Progress progress;
    private final String run;

    Registration(Api api, Progress progress, String run) {
        this.api = api;
        this.progress = progress;
        this.run = run;
    }

    /**
     * The body that registers a task.
     *
     * @param schedule in JSON
     * @param action in JSON
     * @param members what it has more than others: members of a JSON object, with a comma before each
     */
    static String body(String id, String run, String schedule, String action, String members) {
        return "{\"id\":\"%s\",\"labels\":{\"bench\":\"%s\"},\"schedule\":%s,\"action\":%s%s}"
                .formatted(id, run, schedule, action, members);
    }

    /** The body that registers many. */
    static String batch(List<String> bodies) {
        return bodies.stream().collect(Collectors.joining(",", "{\"tasks\":[", "]}"));
    }

    /**
     * Registers all tasks.
     *
     * @param action of each, in JSON
     * @param way of each
     * @throws BenchException when one is refused
     */
    void register(List<Workload.NewTask> tasks, String action, FireRun.Way way) {
        for (int from = 0; from < tasks.size(); from += BATCH) {
            List<Workload.NewTask> part = tasks.subList(from, Math.min(tasks.size(), from + BATCH));
            List<String> bodies = part.stream()
                    .map(task -> body(task.id(), run, task.schedule(), action, way.members() + task.members()))
                    .toList();
            Api.Answer answer = patiently(batch(bodies), part.getFirst().id());
            check(answer, part);
            int done = from + part.size();
            progress.update(() -> "registering: %,d of %,d tasks".formatted(done, tasks.size()));
        }
    }

    private Api.Answer patiently(String body, String key) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                Api.Answer answer = api.post("/v1/tasks:batchCreate", body, key);
                if (!answer.isBusy() || System.nanoTime() > deadline) {
                    return answer;
                }
                Progress.pause(answer.retryAfter().toMillis());
            }
        } catch (IOException e) {
            throw new BenchException("Tasks cannot be registered (%s). Does Punctual still run?".formatted(e), e);
        }
    }

    private static void check(Api.Answer answer, List<Workload.NewTask> tasks) {
        if (answer.status() != 200) {
            throw new BenchException("batchCreate answered %d: %s".formatted(answer.status(), answer.body()));
        }
        JsonNode items = Api.parse(answer.body()).path("items");
        if (items.size() != tasks.size()) {
            throw new BenchException("batchCreate answered for %d of %d tasks".formatted(items.size(), tasks.size()));
        }
        for (int i = 0; i < tasks.size(); i++) {
            JsonNode error = items.get(i).path("error");
            if (error.isObject()) {
                throw new BenchException(
                        "Task '%s' was refused: %s".formatted(tasks.get(i).id(), error));
            }
        }
    }

    /** Ends tasks, so that a Punctual that goes on does not go on with them. */
    void end(List<String> tasks) {
        progress.say("ending %,d tasks".formatted(tasks.size()));
        AtomicReference<@Nullable String> problem = new AtomicReference<>();
        Semaphore parallel = new Semaphore(PARALLEL_ENDS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String task : tasks) {
                parallel.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        Api.Answer answer = api.delete(task);
                        if (answer.status() / 100 != 2 && answer.status() != 404 && answer.status() != 409) {
                            problem.set("%s: %d %s".formatted(task, answer.status(), answer.body()));
                        }
                    } catch (IOException e) {
                        problem.set("%s: %s".formatted(task, e));
                    } finally {
                        parallel.release();
                    }
                });
            }
        }
        if (problem.get() != null) {
            progress.say("not all tasks of the run could be ended (%s); they have the label bench=%s"
                    .formatted(problem.get(), run));
        }
    }
}
