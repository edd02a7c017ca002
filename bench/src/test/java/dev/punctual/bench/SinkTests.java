package dev.punctual.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.bench.measure.Entry;
import dev.punctual.bench.measure.Micros;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkTests {
    private static final String DUE = "2026-12-01T01:00:00.000001Z";

    private final Ledger ledger = new Ledger();
    private final Sink sink = Sink.start(ledger);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        client.close();
        sink.close();
    }

    private HttpRequest.Builder fire(String task) {
        return HttpRequest.newBuilder(URI.create(sink.url()))
                .header("Punctual-Task", task)
                .header("Punctual-Scheduled-For", DUE)
                .header("Punctual-Attempt", "2")
                .header("Idempotency-Key", "fire-" + task);
    }

    @Test
    void notesWhatTheFireSaysAndTheWallClock() throws Exception {
        long before = Micros.now();
        HttpResponse<String> answer = client.send(
                fire("a")
                        .POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        long after = Micros.now();
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(ledger.entries()).hasSize(1);
        Entry entry = ledger.entries().getFirst();
        assertThat(entry).isEqualTo(new Entry("a", Micros.of(Instant.parse(DUE)), 2, entry.enteredMicros(), "fire-a"));
        assertThat(entry.enteredMicros()).isBetween(before, after);
    }

    @Test
    void losesNothingOfManyAtOnce() throws Exception {
        List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            answers.add(client.sendAsync(
                    fire("t" + i).POST(HttpRequest.BodyPublishers.noBody()).build(),
                    HttpResponse.BodyHandlers.discarding()));
            if (i % 100 == 99) {
                answers.getLast().join();
            }
        }
        for (CompletableFuture<HttpResponse<Void>> answer : answers) {
            assertThat(answer.join().statusCode()).isEqualTo(204);
        }
        assertThat(ledger.entries()).extracting(Entry::task).hasSize(3_000).doesNotHaveDuplicates();
        assertThat(sink.cpuMicros()).isPositive();
    }

    @Test
    void answersRequestsThatComeInPiecesOrTogetherOnOneConnection() throws IOException {
        String head = "POST /fire HTTP/1.1\r\nHost: x\r\nPUNCTUAL-TASK: %s\r\nPunctual-Scheduled-For: " + DUE
                + "\r\nContent-Length: 5\r\n\r\nhello";
        try (Socket socket = connected()) {
            for (byte next : head.formatted("a").getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(next);
                socket.getOutputStream().flush();
            }
            socket.getOutputStream()
                    .write((head.formatted("b") + head.formatted("c")).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            String answer = "HTTP/1.1 204 No Content\r\n\r\n";
            byte[] answers = socket.getInputStream().readNBytes(3 * answer.length());
            assertThat(new String(answers, StandardCharsets.US_ASCII)).isEqualTo(answer.repeat(3));
        }
        assertThat(ledger.entries()).extracting(Entry::task).containsExactly("a", "b", "c");
    }

    @Test
    void refusesWhatIsNoFireAndGoesOn() throws Exception {
        HttpRequest noFire = HttpRequest.newBuilder(URI.create(sink.url())).build();
        assertThat(client.send(noFire, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(400);
        try (Socket socket = connected()) {
            socket.getOutputStream()
                    .write("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 411 ");
        }
        assertThat(sink.refused()).isEqualTo(2);
        assertThat(ledger.size()).isZero();
        sink.check();
        assertThat(client.send(fire("a").GET().build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void theLedgerIsWrittenWithOneLineForEachStart(@TempDir Path directory) throws Exception {
        client.send(fire("a").GET().build(), HttpResponse.BodyHandlers.discarding());
        Path file = directory.resolve("ledger.csv");
        ledger.write(file);
        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().startsWith("a," + DUE + ",2,20");
    }

    private Socket connected() throws IOException {
        URI address = URI.create(sink.url());
        return new Socket(address.getHost(), address.getPort());
    }
}
