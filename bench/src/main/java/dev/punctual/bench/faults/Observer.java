package dev.punctual.bench.faults;

import dev.punctual.bench.check.Evidence.Observation;
import dev.punctual.bench.faults.FaultClient.Answer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the API for the last fires now and then, and notes each state that it tells. */
final class Observer {
    private static final long EVERY_MILLIS = 2_000;

    private final FaultClient client;
    private final List<Observation> observations = new ArrayList<>();
    private final Map<String, String> last = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    Observer(FaultClient client) {
        this.client = client;
        this.thread = Thread.ofVirtual().start(this::observe);
    }

    private void observe() {
        while (!closed) {
            Users.sleepUntil(Instant.now().plusMillis(EVERY_MILLIS));
            Instant from = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
            Answer answer = client.get("/v1/fires?pageSize=500&from=" + from);
            if (answer.isDone()) {
                note(JsonMapper.shared().readTree(answer.body()));
            }
        }
    }

    private synchronized void note(JsonNode page) {
        Instant now = Instant.now();
        for (JsonNode fire : page.path("items")) {
            String id = fire.path("id").asString();
            String state = fire.path("state").asString();
            int attempt = fire.path("attempt").asInt(0);
            if (!(state + attempt).equals(last.put(id, state + attempt))) {
                observations.add(new Observation(now, id, fire.path("task").asString(), state, attempt));
            }
        }
    }

    synchronized List<Observation> observations() {
        return List.copyOf(observations);
    }

    /** Stops asking; a second call does nothing. */
    void stop() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
