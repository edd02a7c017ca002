package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What became of each expected instant of a task.
 *
 * @param fires the scheduled fires by their instants; one that stands for many appears at each of them
 */
record Ledger(String task, Map<Instant, JsonNode> fires) {

    /** Reads the ledger of an interval task; no instant may have two fires. */
    static Ledger of(Client client, String task, Duration every) {
        Map<Instant, JsonNode> fires = new TreeMap<>();
        for (JsonNode fire : client.fires(task)) {
            if (!text(fire, "trigger").equals("SCHEDULE")) {
                continue;
            }
            Instant until = fire.has("coversUntil") ? instant(fire, "coversUntil") : instant(fire, "scheduledFor");
            for (Instant at = instant(fire, "scheduledFor"); !at.isAfter(until); at = at.plus(every)) {
                assertThat(fires.put(at, fire))
                        .as("a second fire of %s at %s", task, at)
                        .isNull();
            }
        }
        return new Ledger(task, fires);
    }

    /** Every instant from the first on has its fire, and there is no other. */
    Ledger isGridFrom(Instant first, Duration every) {
        List<Instant> expected = new ArrayList<>();
        for (int i = 0; i < fires.size(); i++) {
            expected.add(first.plus(every.multipliedBy(i)));
        }
        assertThat(fires.keySet()).as("instants of %s", task).containsExactlyElementsOf(expected);
        return this;
    }

    /** What arrived is what the ledger says: no attempt twice, none that the ledger does not know. */
    Ledger agreesWith(Sink sink) {
        Set<String> seen = new HashSet<>();
        for (Sink.Arrival arrival : sink.of(task)) {
            assertThat(seen.add(arrival.fire() + "/" + arrival.attempt()))
                    .as("arrived once: %s", arrival)
                    .isTrue();
            JsonNode fire = fires.get(arrival.scheduledFor());
            if (fire == null) {
                throw new AssertionError("the ledger does not know the fire of " + arrival);
            }
            assertThat(arrival.attempt())
                    .isLessThanOrEqualTo(fire.path("attempt").asInt());
        }
        return this;
    }

    /** The instants whose fires are in this state, a skipped one with its reason as {@code SKIPPED PAUSED}. */
    List<Instant> in(String state) {
        return fires.entrySet().stream()
                .filter(entry -> state(entry.getValue()).equals(state))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The state at this instant, in the same way. */
    String at(Instant instant) {
        JsonNode fire = fires.get(instant);
        return fire == null ? "none" : state(fire);
    }

    private static String state(JsonNode fire) {
        return (text(fire, "state") + " " + text(fire, "reason")).strip();
    }
}
