package dev.punctual.bench.check;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One request that was sent to the API, with what came back.
 *
 * @param seq its number in the log
 * @param task whose it is
 * @param verb what it asks for, by the word that the audit log uses: create, replace, pause, resume, cancel, reschedule,
 *     skipNext, trigger; preview changes nothing
 * @param wish names what the user wants: requests that repeat one another have the same
 * @param keyed whether it carries an idempotency key, which is then its wish
 * @param ifMatch the version that it insists on; null for any
 * @param body what was sent; null for nothing
 * @param intended when it was to be sent
 * @param sent when it was sent
 * @param answered when the answer was there; null when none came
 * @param status of the answer; 0 when none came
 * @param version the ETag of the answer; null without one
 * @param answer its body; null when there is none or it is no JSON
 */
public record Request(
        int seq,
        String task,
        String verb,
        String wish,
        boolean keyed,
        @Nullable Integer ifMatch,
        @Nullable JsonNode body,
        Instant intended,
        Instant sent,
        @Nullable Instant answered,
        int status,
        @Nullable Integer version,
        @Nullable JsonNode answer) {

    /** Whether the server said that it was carried out. */
    public boolean isAcknowledged() {
        return status / 100 == 2;
    }

    /** Whether the server said that it was not carried out, and will not be. */
    public boolean isRefused() {
        return status / 100 == 4 && status != 408 && status != 429 && !problem().contains("flight");
    }

    /** The kind of problem that was answered; empty without one. */
    String problem() {
        return answer == null ? "" : answer.path("type").asString("");
    }

    /** The request in a line of a report. */
    String line() {
        return "request %d: %s %s%s%s sent %s, %s%s"
                .formatted(
                        seq,
                        verb,
                        task,
                        ifMatch == null ? "" : " if version " + ifMatch,
                        body == null ? "" : " " + shortened(body.toString()),
                        sent,
                        status == 0 ? "no answer" : "answered " + status + " at " + answered,
                        version == null ? "" : " version " + version);
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
