package dev.punctual.bench;

import dev.punctual.bench.measure.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Clients that watch what happens while the load runs, each on a stream of its own. They read and count. */
final class Watchers implements AutoCloseable {
    /** What each of them wants to hear. */
    enum Watch {
        /** Everything. */
        ALL,
        /** One task, as somebody who has its page open. */
        TASK
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final LongAdder events = new LongAdder();
    private final LongAdder gaps = new LongAdder();
    private final int count;
    private volatile boolean closed;

    private Watchers(int count) {
        this.count = count;
    }

    /**
     * Connects them, and waits until all are.
     *
     * @param workload the tasks of which each watches one, where it does not watch everything
     * @throws BenchException when one is refused
     */
    static Watchers open(Api api, int count, Watch watch, Workload workload) {
        Watchers watchers = new Watchers(count);
        List<Workload.NewTask> tasks = workload.tasks();
        try {
            for (int i = 0; i < count; i++) {
                String task = watch == Watch.ALL
                        ? ""
                        : "&task=" + tasks.get(i % tasks.size()).id();
                watchers.connect(api.uri("/v1/stream?types=fire,task,stats" + task));
            }
            return watchers;
        } catch (IOException e) {
            watchers.close();
            throw new BenchException("Watching failed: " + e.getMessage());
        } catch (InterruptedException e) {
            watchers.close();
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while connecting those who watch.");
        }
    }

    private void connect(URI uri) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(uri)
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new BenchException("Watching was answered %d: %s"
                    .formatted(
                            response.statusCode(), new String(response.body().readAllBytes(), StandardCharsets.UTF_8)));
        }
        connected.incrementAndGet();
        threads.execute(() -> read(response.body()));
    }

    private void read(InputStream body) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    (line.endsWith("gap") ? gaps : events).increment();
                }
            }
        } catch (IOException e) {
            // whoever is closed has nothing more to read; who is cut off is counted below
            if (closed) {
                return;
            }
        }
        ended.incrementAndGet();
    }

    /** What they saw, for the report and for the terminal. */
    Map<String, Object> data() {
        if (count == 0) {
            return Map.of();
        }
        return Json.object(
                "watchers", count,
                "connected", connected.get(),
                "cutOff", closed ? 0 : ended.get(),
                "events", events.sum(),
                "gaps", gaps.sum());
    }

    @Override
    public void close() {
        closed = true;
        client.shutdownNow();
        threads.shutdownNow();
    }
}
