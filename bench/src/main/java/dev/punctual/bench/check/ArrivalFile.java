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

/** The payload's own ledger: JSON lines, appended when a payload begins and when it ends, outside of any database. */
public final class ArrivalFile implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final BufferedWriter out;
    private int last;
    private boolean closed;

    /** Appends to a file. */
    public ArrivalFile(Path file) {
        try {
            this.out = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(file), e);
        }
    }

    /**
     * Notes that a payload begins.
     *
     * @return its number
     */
    public synchronized int begins(String task, String scheduledFor, int attempt, String fire, Instant entered) {
        int seq = ++last;
        append(Json.object(
                "begin",
                seq,
                "task",
                task,
                "scheduledFor",
                scheduledFor,
                "attempt",
                attempt,
                "fire",
                fire,
                "at",
                entered.toString()));
        return seq;
    }

    /** Notes that a payload ended. */
    public synchronized void ends(int seq, String how) {
        append(Json.object("end", seq, "at", Instant.now().toString(), "how", how));
    }

    private void append(Map<String, Object> line) {
        if (closed) {
            return;
        }
        try {
            out.write(JSON.writeValueAsString(line));
            out.newLine();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The payload's ledger cannot be written", e);
        }
    }

    /** All that began, in order. */
    public static List<Arrival> read(Path file) {
        Map<Integer, JsonNode> begins = new TreeMap<>();
        Map<Integer, JsonNode> ends = new TreeMap<>();
        try {
            for (String text : Files.readAllLines(file)) {
                JsonNode line = JSON.readTree(text);
                if (line.has("begin")) {
                    begins.put(line.path("begin").asInt(), line);
                } else {
                    ends.put(line.path("end").asInt(), line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(file), e);
        }
        List<Arrival> arrivals = new ArrayList<>();
        begins.forEach((seq, begin) -> arrivals.add(arrival(seq, begin, ends.get(seq))));
        return arrivals;
    }

    private static Arrival arrival(int seq, JsonNode begin, @Nullable JsonNode end) {
        return new Arrival(
                seq,
                begin.path("task").asString(),
                Instant.parse(begin.path("scheduledFor").asString()),
                begin.path("attempt").asInt(),
                begin.path("fire").asString(),
                Instant.parse(begin.path("at").asString()),
                end == null ? null : Instant.parse(end.path("at").asString()),
                end == null ? null : end.path("how").asString());
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The payload's ledger cannot be closed", e);
        }
    }
}
