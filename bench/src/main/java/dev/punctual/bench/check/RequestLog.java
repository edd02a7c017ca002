package dev.punctual.bench.check;

import dev.punctual.bench.measure.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The registration log: a file of JSON lines to which each request is appended before it is sent, and its answer when that has
 * come. A request without a second line was not answered.
 */
public final class RequestLog implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final BufferedWriter out;
    private int last;

    /** Appends to a file. */
    public RequestLog(Path file) {
        try {
            this.out = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(file), e);
        }
    }

    /**
     * Notes that a request is about to be sent.
     *
     * @return its number
     */
    public synchronized int sends(
            String task,
            String verb,
            String wish,
            boolean keyed,
            @Nullable Integer ifMatch,
            @Nullable String body,
            Instant intended) {
        int seq = ++last;
        Map<String, Object> line = Json.object("send", seq, "task", task, "verb", verb, "wish", wish, "keyed", keyed);
        if (ifMatch != null) {
            line.put("ifMatch", ifMatch);
        }
        if (body != null) {
            line.put("body", JSON.readTree(body));
        }
        line.put("intended", intended.toString());
        line.put("sent", Instant.now().toString());
        append(line);
        return seq;
    }

    /** Notes an answer. */
    public synchronized void answers(int seq, int status, @Nullable Integer version, String body) {
        Map<String, Object> line =
                Json.object("answer", seq, "at", Instant.now().toString(), "status", status);
        if (version != null) {
            line.put("version", version);
        }
        if (body.startsWith("{")) {
            line.put("body", JSON.readTree(body));
        }
        append(line);
    }

    private void append(Map<String, Object> line) {
        try {
            out.write(JSON.writeValueAsString(line));
            out.newLine();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The registration log cannot be written", e);
        }
    }

    /** All requests of a log, in the order in which they were sent. */
    public static List<Request> read(Path file) {
        Map<Integer, JsonNode> sends = new TreeMap<>();
        Map<Integer, JsonNode> answers = new TreeMap<>();
        try {
            for (String text : Files.readAllLines(file)) {
                JsonNode line = JSON.readTree(text);
                if (line.has("send")) {
                    sends.put(line.path("send").asInt(), line);
                } else {
                    answers.put(line.path("answer").asInt(), line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(file), e);
        }
        List<Request> requests = new ArrayList<>();
        sends.forEach((seq, send) -> requests.add(request(seq, send, answers.get(seq))));
        return requests;
    }

    private static Request request(int seq, JsonNode send, @Nullable JsonNode answer) {
        return new Request(
                seq,
                send.path("task").asString(),
                send.path("verb").asString(),
                send.path("wish").asString(),
                send.path("keyed").asBoolean(false),
                send.has("ifMatch") ? send.path("ifMatch").asInt() : null,
                send.get("body"),
                Instant.parse(send.path("intended").asString()),
                Instant.parse(send.path("sent").asString()),
                answer == null ? null : Instant.parse(answer.path("at").asString()),
                answer == null ? 0 : answer.path("status").asInt(),
                answer == null || !answer.has("version")
                        ? null
                        : Integer.valueOf(answer.path("version").asInt()),
                answer == null ? null : answer.get("body"));
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The registration log cannot be closed", e);
        }
    }
}
