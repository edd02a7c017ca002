package dev.punctual.workerapp.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Work that HTTP actions do outside of Punctual, and its own ledger of it. It can be made to last until it is let go, so that
 * a test knows where an attempt stands.
 */
final class Payload implements AutoCloseable {
    private final HttpServer server;
    private final List<Run> runs = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch finishing = new CountDownLatch(0);

    /** A piece of work. */
    static final class Run {
        final String task;
        final Instant scheduledFor;
        final int attempt;
        final Instant begun;
        private volatile @Nullable Instant ended;

        private Run(String task, Instant scheduledFor, int attempt) {
            this.task = task;
            this.scheduledFor = scheduledFor;
            this.attempt = attempt;
            this.begun = Instant.now();
        }

        /** When it had answered; null before, and when whoever asked was gone by then. */
        @Nullable
        Instant ended() {
            return ended;
        }

        @Override
        public String toString() {
            return "%s for %s, attempt %d, %s to %s".formatted(task, scheduledFor, attempt, begun, ended);
        }
    }

    Payload() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 500);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::run);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** From now on work lasts until {@link #goOn}. */
    void hold() {
        finishing = new CountDownLatch(1);
    }

    void goOn() {
        finishing.countDown();
    }

    /** What was done for a task, in order. */
    List<Run> of(String task) {
        return runs.stream().filter(run -> run.task.equals(task)).toList();
    }

    private void run(HttpExchange exchange) throws IOException {
        String task = header(exchange, "Punctual-Task");
        Run run = new Run(
                task.substring(task.lastIndexOf('/') + 1),
                Instant.parse(header(exchange, "Punctual-Scheduled-For")),
                Integer.parseInt(header(exchange, "Punctual-Attempt")));
        runs.add(run);
        awaitTheEnd();
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
        run.ended = Instant.now();
    }

    private void awaitTheEnd() {
        try {
            finishing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Objects.requireNonNull(exchange.getRequestHeaders().getFirst(name), name);
    }

    @Override
    public void close() {
        finishing.countDown();
        server.stop(0);
    }
}
