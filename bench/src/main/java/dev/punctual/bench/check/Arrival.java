package dev.punctual.bench.check;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One start of a payload, as the payload itself saw it.
 *
 * @param seq its number in the payload's ledger
 * @param task whose headers it carried
 * @param scheduledFor the instant that it was started for
 * @param attempt which try of the fire it is, from 1
 * @param fire the fire's id, which came as idempotency key
 * @param entered when its request was there
 * @param ended when it was answered or cut; null when it went on until the ledger was closed
 * @param end the status that was answered, or {@code cut} when the caller had gone; null like ended
 */
public record Arrival(
        int seq,
        String task,
        Instant scheduledFor,
        int attempt,
        String fire,
        Instant entered,
        @Nullable Instant ended,
        @Nullable String end) {

    /** Whether it was answered as done. */
    boolean succeeded() {
        return end != null && end.startsWith("2");
    }

    String line() {
        return "payload %d: %s for %s, fire %s attempt %d, entered %s, %s"
                .formatted(
                        seq, task, scheduledFor, fire, attempt, entered, ended == null ? "open" : end + " at " + ended);
    }
}
