package dev.punctual.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
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

/** It is 2026-11-20, ten o'clock UTC. */
@SpringBootTest(classes = ApiTestApplication.class)
@AutoConfigureMockMvc
class BackfillApiTest {
    private static final String TASK =
            "{'schedule': {'type': 'cron', 'expression': '0 12 * * *'}, 'action': {'type': 'simulate'}}";

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InMemoryTaskBook tasks;

    @Autowired
    private InMemoryBackfillBook backfills;

    @BeforeEach
    void forget() {
        tasks.clear();
        backfills.clear();
        assertThat(mvc.put()
                        .uri("/v1/tasks/daily")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(json(TASK))
                        .exchange())
                .hasStatus(201);
    }

    @Test
    void answersWithAnOperationThatCanBeWatchedPausedResumedAndCancelled() throws Exception {
        MvcTestResult begun = post(
                "/v1/tasks/daily:backfill",
                "{'from': '2026-11-01T00:00:00Z', 'to': '2026-11-11T00:00:00Z', 'ratePerMinute': 5}");

        assertThat(begun).hasStatus(202).bodyJson().isLenientlyEqualTo(json("""
                        {'kind': 'BACKFILL', 'task': 'daily', 'state': 'RUNNING', 'from': '2026-11-01T00:00:00Z',
                         'to': '2026-11-11T00:00:00Z', 'ratePerMinute': 5, 'rerun': false, 'instants': 10, 'entered': 0,
                         'leftOut': 0, 'fires': {}}
                        """));
        String id = JsonPath.read(begun.getResponse().getContentAsString(), "$.id");
        String path = "/v1/operations/" + id;
        assertThat(begun).hasHeader("Location", path);
        assertThat(mvc.get().uri("/v1/operations?task=daily").exchange())
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.items[0].id")
                .isEqualTo(id);
        assertState(post(path + ":pause", ""), "PAUSED");
        assertState(post(path + ":pause", ""), "PAUSED");
        assertState(post(path + ":resume", "{}"), "RUNNING");
        assertState(post(path + ":cancel", ""), "CANCELLED");
        assertState(mvc.get().uri(path).exchange(), "CANCELLED");
        assertThat(post(path + ":resume", "")).hasStatus(409);
    }

    @Test
    void saysOnADryRunWhatWouldRun() {
        assertThat(post("/v1/tasks/daily:backfill", "{'from': '2026-11-01T00:00:00Z', 'dryRun': true}"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo(json("""
                        {'from': '2026-11-01T00:00:00Z', 'instants': 19, 'first': '2026-11-01T12:00:00Z',
                         'last': '2026-11-19T12:00:00Z'}
                        """));
        assertThat(mvc.get().uri("/v1/operations").exchange())
                .bodyJson()
                .extractingPath("$.items")
                .asArray()
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                                                                  | /from          | REQUIRED",
                "{'from': 'yesterday'}                                               | /from          | INSTANT",
                "{'from': '2026-11-01T00:00:00Z', 'to': '2026-12-01T00:00:00Z'}      | /to            | OUT_OF_RANGE",
                "{'from': '2026-11-02T00:00:00Z', 'to': '2026-11-01T00:00:00Z'}      | /from          | OUT_OF_RANGE",
                "{'from': '2026-11-01T00:00:00Z', 'ratePerMinute': 0}                | /ratePerMinute | OUT_OF_RANGE",
                "{'from': '2026-11-01T00:00:00Z', 'rate': 5}                         | /rate          | UNKNOWN_FIELD",
            })
    void refusesWhatItCannotRun(String body, String pointer, String code) {
        MvcTestResult refused = post("/v1/tasks/daily:backfill", body);

        assertThat(refused).hasStatus(422);
        assertThat(refused).bodyJson().extractingPath("$.errors[0].pointer").isEqualTo(pointer);
        assertThat(refused).bodyJson().extractingPath("$.errors[0].code").isEqualTo(code);
    }

    @Test
    void knowsNoOtherTasksAndOperations() {
        assertThat(post("/v1/tasks/other:backfill", "{'from': '2026-11-01T00:00:00Z'}"))
                .hasStatus(404);
        assertThat(mvc.get().uri("/v1/operations/none").exchange()).hasStatus(404);
        assertThat(post("/v1/operations/none:cancel", "")).hasStatus(404);
    }

    private static void assertState(MvcTestResult answer, String state) {
        assertThat(answer).hasStatusOk().bodyJson().extractingPath("$.state").isEqualTo(state);
    }

    private MvcTestResult post(String path, String body) {
        return mvc.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(json(body))
                .exchange();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
