package dev.punctual.bench.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import tools.jackson.databind.JsonNode;

/**
 * I17: local times that a change of the clocks skips or repeats follow the written policy. A run is too short to live through
 * one, so the previews of random expressions around such changes are compared with the oracle.
 */
final class PreviewCheck implements Check {

    @Override
    public void judge(Evidence evidence, Findings findings) {
        for (Request request : evidence.requests()) {
            JsonNode answer = request.answer();
            JsonNode body = request.body();
            if (!request.verb().equals("preview") || request.status() != 200 || answer == null || body == null) {
                continue;
            }
            List<Instant> told = new ArrayList<>();
            answer.path("fires")
                    .forEach(fire ->
                            told.add(Instant.parse(fire.path("scheduledFor").asString())));
            if (told.isEmpty()) {
                continue;
            }
            NavigableSet<Instant> expected = CronOracle.of(body.path("schedule"))
                    .between(Instant.parse(body.path("after").asString()), told.getLast());
            if (!List.copyOf(expected).equals(told)) {
                findings.add(
                        "I17",
                        "",
                        null,
                        "the preview differs from the oracle",
                        List.of(request.line(), "oracle: " + expected, "preview: " + told));
            }
        }
    }
}
