package dev.punctual.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** It is 2026-11-20, a Friday, ten o'clock UTC. */
@SpringBootTest(classes = ApiTestApplication.class)
@AutoConfigureMockMvc
class SimulationApiTest {
    private static final String SPAN = "'from': '2026-11-20T11:00:00Z', 'to': '2026-11-23T00:00:00Z', ";

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InMemoryTaskBook tasks;

    @BeforeEach
    void forget() {
        tasks.clear();
        create("noon", "{'type': 'cron', 'expression': '0 12 * * *'}", "a");
        create("hourly", "{'type': 'cron', 'expression': '0 * * * *'}", "b");
    }

    @Test
    void saysWhatBecomesOfFridayNight() {
        assertThat(
                        simulate(
                                SPAN
                                        + "'outages': [{'from': '2026-11-20T11:30:00Z', 'to': '2026-11-20T12:30:00Z'}], 'tasks': ['noon']"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo(json("""
                        {'onTime': 2, 'late': 1, 'skipped': {}, 'tasks': [
                            {'task': 'noon', 'state': 'ACTIVE', 'duration': 'PT0.02S', 'onTime': 2, 'late': 1, 'more': false,
                             'events': [
                                {'what': 'LATE', 'scheduledFor': '2026-11-20T12:00:00Z', 'at': '2026-11-20T12:30:00Z',
                                 'lateBy': 'PT30M'},
                                {'what': 'ON_TIME', 'scheduledFor': '2026-11-21T12:00:00Z'},
                                {'what': 'ON_TIME', 'scheduledFor': '2026-11-22T12:00:00Z'}]}]}
                        """));
    }

    @Test
    void findsTasksByAFilterAndTakesTheDurationThatIsSent() {
        assertThat(simulate(SPAN + "'filter': {'label': 'team=b'}, 'duration': 'PT90M', 'limit': 2"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo(json("""
                        {'tasks': [{'task': 'hourly', 'duration': 'PT1H30M', 'skipped': {'OVERLAP': 30}, 'more': true, 'events': [
                            {'what': 'ON_TIME', 'scheduledFor': '2026-11-20T11:00:00Z'},
                            {'what': 'SKIPPED', 'scheduledFor': '2026-11-20T12:00:00Z', 'reason': 'OVERLAP'}]}]}
                        """));
        assertThat(simulate(SPAN + "'filter': {}"))
                .bodyJson()
                .extractingPath("$.tasks.length()")
                .isEqualTo(2);
    }

    @Test
    void storesNothing() {
        int version = tasks.inForce().getFirst().version();
        assertThat(simulate(SPAN + "'tasks': ['noon']")).hasStatusOk();
        assertThat(tasks.inForce().getFirst().version()).isEqualTo(version);
    }

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'tasks': ['noon']                                                               | /from      | REQUIRED",
                "'from': '2026-11-20T11:00:00Z', 'to': '2026-11-20T10:00:00Z', 'tasks': []       | /to        | OUT_OF_RANGE",
                "'from': '2026-11-20T11:00:00Z', 'to': '2028-11-20T10:00:00Z', 'tasks': []       | /to        | OUT_OF_RANGE",
                SPAN
                        + "'limit': 1                                                               |            | TARGETS",
                SPAN
                        + "'tasks': ['noon'], 'filter': {}                                          |            | TARGETS",
                SPAN
                        + "'tasks': ['noon', 'noon']                                                | /tasks/1   | REPEATED",
                SPAN + "'tasks': ['No']                                                          | /tasks/0   | ID",
                SPAN
                        + "'filter': {'label': 'billing'}                                           | /filter/label | LABEL",
                SPAN
                        + "'tasks': [], 'limit': 1001                                               | /limit     | OUT_OF_RANGE",
                SPAN
                        + "'tasks': [], 'duration': 'PT-1S'                                         | /duration  | OUT_OF_RANGE",
                SPAN
                        + "'tasks': [], 'outage': []                                                | /outage    | UNKNOWN_FIELD",
                SPAN
                        + "'tasks': [], 'outages': [{'from': '2026-11-20T11:30:00Z'}]               | /outages/0 | REQUIRED",
                SPAN
                        + "'tasks': [], 'outages': [{'from': '2026-11-20T11:30:00Z', 'to': '2026-11-20T11:30:00Z'}] | /outages/0 | OUT_OF_RANGE",
            })
    void refusesWhatItCannotSimulate(String body, String pointer, String code) {
        MvcTestResult refused = simulate(body);

        assertThat(refused).hasStatus(422);
        assertThat(refused).bodyJson().extractingPath("$.errors[0].pointer").isEqualTo(pointer == null ? "" : pointer);
        assertThat(refused).bodyJson().extractingPath("$.errors[0].code").isEqualTo(code);
    }

    @Test
    void refusesMoreFiresThanItSimulates() {
        create("often", "{'type': 'interval', 'every': 'PT1S'}", "a");
        MvcTestResult refused = simulate(SPAN + "'tasks': ['often']");
        assertThat(refused).hasStatus(422);
        assertThat(refused)
                .bodyJson()
                .extractingPath("$.errors[0].message")
                .asString()
                .contains("100000")
                .contains("often");
        assertThat(simulate(SPAN + "'tasks': ['other']")).hasStatus(404);
    }

    private void create(String id, String schedule, String team) {
        assertThat(mvc.put()
                        .uri("/v1/tasks/" + id)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(json("{'schedule': %s, 'action': {'type': 'simulate'}, 'labels': {'team': '%s'}}"
                                .formatted(schedule, team)))
                        .exchange())
                .hasStatus(201);
    }

    private MvcTestResult simulate(String fields) {
        return mvc.post()
                .uri("/v1/simulations")
                .contentType(MediaType.APPLICATION_JSON)
                .content(json("{" + fields + "}"))
                .exchange();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
