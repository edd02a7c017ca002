package dev.punctual.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.task.TaskId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What validateOnly answers. It is 2026-11-20T10:00Z. */
@SpringBootTest(classes = ApiTestApplication.class)
@AutoConfigureMockMvc
class TaskPlanApiTest {
    private static final String TASK =
            "{'schedule': {'type': 'cron', 'expression': '0 2 * * *'}, 'action': {'type': 'simulate', 'duration': 'PT0.05S'}}";

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InMemoryTaskBook book;

    @BeforeEach
    void forget() {
        book.clear();
    }

    @Test
    void planOfANewTaskTellsItsFiresAndStoresNothing() {
        MvcTestResult plan = put("a?validateOnly=true&days=2", TASK);
        assertThat(plan).hasStatusOk().doesNotContainHeader("Location");
        assertThat(plan).bodyJson().isLenientlyEqualTo(json("""
                {'wouldCreate': true, 'from': '2026-11-21T02:00:00Z', 'until': '2026-11-23T02:00:00Z',
                 'added': ['2026-11-21T02:00:00Z', '2026-11-22T02:00:00Z'], 'removed': [], 'moved': [],
                 'truncated': false, 'tzdataVersion': 'TZDATA',
                 'task': {'id': 'a', 'version': 1, 'state': 'ACTIVE', 'nextFireAt': '2026-11-21T02:00:00Z'}}
                """.replace("TZDATA", TimeZoneData.version())));
        assertThat(plan).bodyJson().doesNotHavePath("$.planFor").doesNotHavePath("$.changes");
        assertThat(mvc.get().uri("/v1/tasks/a").exchange()).hasStatus(404);
    }

    @Test
    void planOfAReplacementTellsWhatChangesAndStoresNothing() {
        put("a", TASK);
        MvcTestResult plan =
                put("a?validateOnly=true&days=2", TASK.replace("'0 2", "'0 3").replace("}}", "}, 'timeout': 'PT1M'}"));
        assertThat(plan).hasStatusOk();
        assertThat(plan).bodyJson().isLenientlyEqualTo(json("""
                {'wouldCreate': false, 'planFor': 1,
                 'changes': [
                   {'pointer': '/schedule/expression', 'before': '0 2 * * *', 'after': '0 3 * * *'},
                   {'pointer': '/timeout', 'before': 'PT30S', 'after': 'PT1M'},
                   {'pointer': '/nextFireAt', 'before': '2026-11-21T02:00:00Z', 'after': '2026-11-21T03:00:00Z'}],
                 'from': '2026-11-21T02:00:00Z', 'until': '2026-11-23T02:00:00Z', 'added': [], 'removed': [],
                 'moved': [
                   {'from': '2026-11-21T02:00:00Z', 'to': '2026-11-21T03:00:00Z'},
                   {'from': '2026-11-22T02:00:00Z', 'to': '2026-11-22T03:00:00Z'}],
                 'truncated': false, 'task': {'version': 2, 'timeout': 'PT1M'}}
                """));
        assertUnchanged();
    }

    @Test
    void planOfAPatchTellsWhatComesAndGoes() {
        put("a", TASK);
        MvcTestResult plan = with(
                        HttpMethod.PATCH,
                        "/v1/tasks/a?validateOnly=true&days=3",
                        "{'schedule': {'expression': '0 2,14 * * SAT,MON'}, 'labels': {'a/b': 'c'}}")
                .exchange();
        assertThat(plan).hasStatusOk();
        assertThat(plan).bodyJson().isLenientlyEqualTo(json("""
                {'changes': [{'pointer': '/labels/a~1b', 'after': 'c'}, {'pointer': '/schedule/expression'}],
                 'added': ['2026-11-23T14:00:00Z'], 'removed': [],
                 'moved': [{'from': '2026-11-22T02:00:00Z', 'to': '2026-11-21T14:00:00Z'}], 'until': '2026-11-24T02:00:00Z'}
                """));
        assertUnchanged();
    }

    @Test
    void planOfACreationTellsTheNextFires() {
        assertThat(with(HttpMethod.POST, "/v1/tasks?validateOnly=true", TASK).exchange())
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.added.length()")
                .isEqualTo(30);
        put("a", TASK);
        assertThat(with(
                                HttpMethod.POST,
                                "/v1/tasks?validateOnly=true",
                                TASK.replace("{'schedule'", "{'id': 'a', 'schedule'"))
                        .exchange())
                .hasStatus(409);
        assertThat(mvc.get().uri("/v1/tasks").exchange())
                .bodyJson()
                .extractingPath("$.items.length()")
                .isEqualTo(1);
    }

    @Test
    void listsABoundedNumberOfFires() {
        MvcTestResult plan = put("a?validateOnly=true&days=366", TASK.replace("0 2 * * *", "* * * * *"));
        assertThat(plan).bodyJson().extractingPath("$.added.length()").isEqualTo(1_000);
        assertThat(plan).bodyJson().extractingPath("$.truncated").isEqualTo(true);
        assertThat(plan).bodyJson().extractingPath("$.until").isEqualTo("2026-11-21T02:41:00Z");
    }

    @Test
    void runsEveryCheckOfTheCall() {
        assertThat(with(HttpMethod.PATCH, "/v1/tasks/a?validateOnly=true", "{}").exchange())
                .hasStatus(404);
        assertThat(put("a?validateOnly=true", "{'schedule': {'type': 'cron', 'expression': '61 * * * *'}}"))
                .hasStatus(422)
                .hasContentType("application/problem+json");
        assertThat(put("b?validateOnly=true", TASK.replace("{'schedule'", "{'id': 'a', 'schedule'")))
                .hasStatus(422);
        assertThat(with(HttpMethod.PUT, "/v1/tasks/a?validateOnly=true", TASK)
                        .header("If-Match", "\"1\"")
                        .exchange())
                .hasStatus(412);
        put("a", TASK);
        assertThat(with(HttpMethod.PUT, "/v1/tasks/a?validateOnly=true", TASK)
                        .header("If-None-Match", "*")
                        .exchange())
                .hasStatus(412);
        for (HttpMethod method : new HttpMethod[] {HttpMethod.PUT, HttpMethod.PATCH}) {
            assertThat(with(method, "/v1/tasks/a?validateOnly=true", TASK)
                            .header("If-Match", "\"7\"")
                            .exchange())
                    .hasStatus(412);
            assertThat(with(method, "/v1/tasks/a?validateOnly=true", TASK)
                            .header("If-Match", "\"1\"")
                            .exchange())
                    .hasStatusOk();
        }
    }

    @Test
    void refusesWhatItDoesNotKnowRatherThanChangeSomething() {
        for (String query : new String[] {
            "validateonly=true",
            "validateOnly=yes",
            "validateOnly=true&days=0",
            "validateOnly=true&days=367",
            "validateOnly=true&days=x",
            "days=3",
            "validateOnly=false&days=3",
            "validateOnly=true&validateOnly=true"
        }) {
            assertThat(put("a?" + query, TASK)).as(query).hasStatus(422);
            assertThat(with(HttpMethod.POST, "/v1/tasks?" + query, TASK).exchange())
                    .as(query)
                    .hasStatus(422);
        }
        assertThat(book.find(new TaskId("default", "a"))).isEmpty();
        assertThat(put("a?validateOnly=false", TASK)).hasStatus(201);
    }

    @Test
    void saysThatRunsCannotBeForetold() {
        put("a", TASK);
        String delay =
                "{'schedule': {'type': 'interval', 'every': 'PT1M', 'mode': 'FIXED_DELAY'}, 'action': {'type': 'simulate', 'duration': 'PT0.05S'}}";
        MvcTestResult plan = put("a?validateOnly=true", delay);
        assertThat(plan).hasStatusOk();
        assertThat(plan)
                .bodyJson()
                .doesNotHavePath("$.added")
                .doesNotHavePath("$.moved")
                .doesNotHavePath("$.until")
                .extractingPath("$.notes[0]")
                .asString()
                .contains("FIXED_DELAY");
        assertThat(plan).bodyJson().extractingPath("$.changes[0].pointer").isEqualTo("/schedule/type");
        assertUnchanged();
    }

    @Test
    void saysThatAPausedTaskFiresNothing() {
        put("a", TASK);
        assertThat(with(HttpMethod.POST, "/v1/tasks/a:pause", "{}").exchange()).hasStatusOk();
        MvcTestResult plan = put("a?validateOnly=true&days=1", TASK.replace("'0 2", "'0 3"));
        assertThat(plan).bodyJson().extractingPath("$.notes[0]").asString().contains("paused");
        assertThat(plan).bodyJson().extractingPath("$.from").isEqualTo("2026-11-20T10:00:00.123456Z");
        assertThat(plan).bodyJson().extractingPath("$.task.state").isEqualTo("PAUSED");
    }

    @Test
    void thePlannedJitterIsTheOneThatComes() throws Exception {
        String jittered = TASK.replace("* * *'", "* * *', 'jitter': 'PT1H'");
        String planned = put("a?validateOnly=true", jittered).getResponse().getContentAsString();
        String created = put("a", jittered).getResponse().getContentAsString();
        String next = JsonPath.read(created, "$.nextFireAt");
        assertThat(next).isNotEqualTo("2026-11-21T02:00:00Z");
        assertThat(JsonPath.<String>read(planned, "$.added[0]")).isEqualTo(next);
    }

    private void assertUnchanged() {
        assertThat(mvc.get().uri("/v1/tasks/a").exchange())
                .hasStatusOk()
                .hasHeader("ETag", "\"1\"")
                .bodyJson()
                .extractingPath("$.schedule.expression")
                .isEqualTo("0 2 * * *");
    }

    private MvcTestResult put(String id, String body) {
        return with(HttpMethod.PUT, "/v1/tasks/" + id, body).exchange();
    }

    private MockMvcRequestBuilder with(HttpMethod method, String uri, String body) {
        return mvc.method(method).uri(uri).contentType("application/json").content(json(body));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
