package dev.punctual.bench;

import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.measure.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Creates tasks through the API, one by one or in batches, at a fixed rate or as fast as so many clients can. */
final class CreateLoad {
    private static final String ACTION = "{\"type\":\"simulate\",\"duration\":\"PT0S\"}";
    private static final Duration AWAY = Duration.ofDays(365);
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final Api api;
    private final String prefix;
    private final String run;
    private final int batch;
    private final long firstDue;
    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();

    /**
     * One request.
     *
     * @param sentMicros when it was to be sent
     * @param answeredMicros when its answer was there, {@link Micros#NEVER} when it was not acknowledged
     * @param status the answer's, 0 without one
     * @param acknowledged the ids of the tasks that were
     */
    record Call(long sentMicros, long answeredMicros, int status, List<String> acknowledged) {
        /** Due when it was to be sent, done when it was answered. */
        Sample sample() {
            return new Sample(sentMicros, answeredMicros);
        }
    }

    /** @param batch how many tasks go into one request; 1 for single creates */
    CreateLoad(Session session, int batch) {
        this.api = session.api();
        this.prefix = session.prefix();
        this.run = session.stamp();
        this.batch = batch;
        this.firstDue = Micros.now() + AWAY.toNanos() / 1_000;
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** How many tasks were acknowledged until now. */
    int acknowledged() {
        return acknowledged.get();
    }

    /** When the requests of an open loop are to be sent, evenly spread. */
    static long[] sendTimes(long begin, double requestsPerSecond, Duration duration) {
        int count = (int) Math.floor(requestsPerSecond * duration.toNanos() / 1e9);
        return IntStream.range(0, count)
                .mapToLong(i -> begin + (long) (i * Micros.SECOND / requestsPerSecond))
                .toArray();
    }

    /** Sends each request at its time, whether the ones before were answered or not; returns after the last answer. */
    void open(long[] sendTimes, Runnable progress) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long time : sendTimes) {
                for (long left = time - Micros.now(); left > 0; left = time - Micros.now()) {
                    LockSupport.parkNanos(left * 1_000);
                }
                threads.execute(() -> {
                    var _ = send(time);
                });
                progress.run();
            }
        }
    }

    /** So many clients send the next request as soon as the one before is answered, until an instant. */
    void closed(int clients, long until, Runnable progress) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                threads.execute(() -> {
                    while (Micros.now() < until) {
                        Call call = send(Micros.now());
                        if (call.answeredMicros() == Micros.NEVER) {
                            // a client that is refused does not knock at once again
                            Progress.pause(LONGEST_PAUSE_MILLIS);
                        }
                    }
                });
            }
            while (Micros.now() < until) {
                Progress.pause(100);
                progress.run();
            }
        }
    }

    private Call send(long time) {
        int first = created.getAndAdd(batch);
        List<String> ids = new ArrayList<>(batch);
        List<String> bodies = new ArrayList<>(batch);
        for (int i = first; i < first + batch; i++) {
            String id = Workload.id(prefix, i);
            ids.add(id);
            bodies.add(Registration.body(id, run, Workload.onceAt(firstDue + i * Micros.MILLI), ACTION, ""));
        }
        Call call;
        try {
            Api.Answer answer = batch == 1
                    ? api.post("/v1/tasks", bodies.getFirst(), ids.getFirst())
                    : api.post("/v1/tasks:batchCreate", Registration.batch(bodies), ids.getFirst());
            long now = Micros.now();
            List<String> done = batch == 1 ? (answer.status() == 201 ? ids : List.of()) : accepted(answer, ids);
            call = new Call(time, done.size() == batch ? now : Micros.NEVER, answer.status(), done);
        } catch (IOException e) {
            call = new Call(time, Micros.NEVER, 0, List.of());
        }
        acknowledged.addAndGet(call.acknowledged().size());
        calls.add(call);
        return call;
    }

    private static List<String> accepted(Api.Answer answer, List<String> ids) {
        if (answer.status() != 200) {
            return List.of();
        }
        JsonNode items = Api.parse(answer.body()).path("items");
        return IntStream.range(0, ids.size())
                .filter(i -> items.path(i).path("task").isObject())
                .mapToObj(ids::get)
                .toList();
    }
}
