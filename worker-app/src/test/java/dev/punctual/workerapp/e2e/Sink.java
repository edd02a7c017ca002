package dev.punctual.workerapp.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** What HTTP actions call: it notes every call, so what really ran is known without asking Punctual. */
final class Sink implements AutoCloseable {
    private final HttpServer server;
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final Map<String, int[]> statuses = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * A call.
     *
     * @param fire the id of the fire
     * @param attempt its attempt
     * @param scheduledFor the instant that the call names
     * @param at when it arrived
     */
    record Arrival(String task, String fire, int attempt, Instant scheduledFor, Instant at) {}

    Sink() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 500);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where every call is answered with 200. */
    String url() {
        return "http://127.0.0.1:%d/ok".formatted(server.getAddress().getPort());
    }

    /** Where calls get these answers, one after the other, and the last one from then on. */
    String urlAnswering(String name, int... answers) {
        statuses.put("/" + name, answers);
        return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), name);
    }

    /** Where no call is answered. */
    String urlSilent() {
        return "http://127.0.0.1:%d/silent".formatted(server.getAddress().getPort());
    }

    /** The calls of a task, in the order of their arrival. */
    List<Arrival> of(String task) {
        return arrivals.stream().filter(arrival -> arrival.task().equals(task)).toList();
    }

    /** The instants that a task's calls named. */
    List<Instant> instants(String task) {
        return of(task).stream().map(Arrival::scheduledFor).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Instant at = Instant.now();
        arrivals.add(new Arrival(
                header(exchange, "Punctual-Task"),
                header(exchange, "Idempotency-Key"),
                Integer.parseInt(header(exchange, "Punctual-Attempt")),
                Instant.parse(header(exchange, "Punctual-Scheduled-For")),
                at));
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/silent")) {
            awaitTheEnd();
        }
        int[] answers = statuses.getOrDefault(path, new int[] {200});
        long before = arrivals.stream()
                .filter(arrival -> arrival.task().equals(header(exchange, "Punctual-Task")))
                .count();
        exchange.sendResponseHeaders(answers[(int) Math.min(before, answers.length) - 1], -1);
        exchange.close();
    }

    private void awaitTheEnd() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Names may come with a namespace. */
    private static String header(HttpExchange exchange, String name) {
        String value = Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                .orElseThrow(() -> new IllegalStateException("a call without the header " + name));
        return name.equals("Punctual-Task") ? value.substring(value.lastIndexOf('/') + 1) : value;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
