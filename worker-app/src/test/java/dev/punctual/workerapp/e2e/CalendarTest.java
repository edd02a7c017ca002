package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.instant;
import static dev.punctual.workerapp.e2e.Client.ok;
import static dev.punctual.workerapp.e2e.Client.simulate;
import static dev.punctual.workerapp.e2e.Client.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.workerapp.e2e.SharedPunctual.World;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** Calendars, from their creation to what they do to fires. */
@ExtendWith(SharedPunctual.class)
@Execution(ExecutionMode.CONCURRENT)
class CalendarTest {
    private static final Duration LIMIT = Duration.ofSeconds(200);
    private static final String CALENDAR = "/v1/calendars/maintenance";

    private final Client client;

    CalendarTest(World world) {
        this.client = world.client();
    }

    /** Fires every 5 s; closed is first the minute that it is registered in, then the whole day. */
    @Test
    void aCalendarDropsFiresAndItsChangeMovesTheNextOne() {
        Instant anchor = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
        Instant opens = anchor.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
        assertThat(client.put(CALENDAR, minute(anchor)).status()).isEqualTo(201);
        List<Instant> dropped = Stream.iterate(anchor, at -> at.isBefore(opens), at -> at.plusSeconds(5))
                .toList();
        Instant first = dropped.getLast().plusSeconds(5);
        JsonNode task = client.create(
                "calendared",
                Map.of(
                        "type",
                        "interval",
                        "every",
                        "PT5S",
                        "anchor",
                        anchor.toString(),
                        "startAt",
                        anchor.toString(),
                        "exclude",
                        List.of("maintenance")),
                simulate("PT0S"));
        assertThat(task.path("schedule").path("exclude").path(0).asString()).isEqualTo("maintenance");
        assertThat(instant(task, "nextFireAt")).isEqualTo(first);

        await().atMost(LIMIT)
                .until(() -> !client.fires("calendared", "SUCCEEDED").isEmpty());

        assertThat(client.fires("calendared").subList(0, dropped.size() + 1))
                .extracting(fire -> instant(fire, "scheduledFor") + " " + text(fire, "state") + text(fire, "reason"))
                .containsExactlyElementsOf(Stream.concat(
                                dropped.stream().map(at -> at + " SKIPPEDCALENDAR"), Stream.of(first + " SUCCEEDED"))
                        .toList());

        // now the day of the next fire is closed, and of those soon after it
        Instant next = instant(client.task("calendared"), "nextFireAt");
        List<String> today = Arrays.stream(new String[] {
                    next.toString().substring(0, 10),
                    next.plusSeconds(60).toString().substring(0, 10)
                })
                .distinct()
                .toList();
        JsonNode plan =
                ok(client.put(CALENDAR + "?validateOnly=true&days=1", Map.of("type", "holidays", "days", today)));
        assertThat(plan.path("tasks").asInt()).isEqualTo(1);
        assertThat(plan.path("items").path(0).path("task").asString()).isEqualTo("calendared");
        JsonNode changed = ok(client.put(CALENDAR, Map.of("type", "holidays", "days", today)));
        assertThat(changed.path("version").asInt()).isEqualTo(2);
        assertThat(changed.path("usedBy").path("tasks").asInt()).isEqualTo(1);

        await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode moved = client.task("calendared");
            ZonedDateTime at = instant(moved, "nextFireAt").atZone(ZoneOffset.UTC);
            assertThat(today).doesNotContain(at.toLocalDate().toString());
            assertThat(moved.path("version").asInt()).isEqualTo(2);
            assertThat(text(moved.path("engine"), "state")).isEqualTo("IN_SYNC");
        });
        assertThat(client.delete(CALENDAR).status()).isEqualTo(409);
        client.verb("calendared", "cancel", Map.of());
        assertThat(client.delete(CALENDAR).status()).isEqualTo(204);
    }

    private static Map<String, Object> minute(Instant at) {
        ZonedDateTime time = at.atZone(ZoneOffset.UTC);
        return Map.of(
                "type",
                "blackout",
                "expression",
                "%d %d %d %d *"
                        .formatted(time.getMinute(), time.getHour(), time.getDayOfMonth(), time.getMonthValue()));
    }
}
