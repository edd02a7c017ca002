package dev.punctual.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.punctual.book.BookUnavailableException;
import dev.punctual.book.IdempotencyStore;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.schedule.TimeZoneData;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.TransactionSystemException;

@SpringBootTest(classes = ApiTestApplication.class)
@AutoConfigureMockMvc
class TaskApiTest {
    private static final String TASK =
            "{'schedule': {'type': 'interval', 'every': 'PT1M', 'anchor': '2026-01-01T00:00:00Z'}, 'labels': {'team': 'billing'}, 'action': {'type': 'simulate', 'duration': 'PT0.05S'}}";

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InMemoryTaskBook book;

    @Autowired
    private InMemoryFireLedger ledger;

    @Autowired
    private IdempotencyStore store;

    @BeforeEach
    void forget() {
        book.clear();
        ledger.clear();
    }

    @Test
    void registersATaskAndShowsIt() {
        MvcTestResult created = post("/v1/tasks", TASK.replace("{'schedule'", "{'id': 'a', 'schedule'"));
        assertThat(created).hasStatus(201).hasHeader("Location", "/v1/tasks/a").hasHeader("ETag", "\"1\"");
        String expected = json("""
                {"id": "a", "labels": {"team": "billing"},
                 "schedule": {"type": "interval", "every": "PT1M", "anchor": "2026-01-01T00:00:00Z", "mode": "FIXED_RATE"},
                 "action": {"type": "simulate", "duration": "PT0.05S", "failureRate": 0.0},
                 "retry": {"maxAttempts": 3, "initialInterval": "PT1S", "backoffCoefficient": 2.0, "maxInterval": "PT5M"},
                 "timeout": "PT30S", "overlapPolicy": "SKIP", "catchUp": {"policy": "LAST", "window": "PT1H"},
                 "delivery": "AT_LEAST_ONCE", "priority": 3, "queue": "default",
                 "state": "ACTIVE", "version": 1, "nextFireAt": "2026-11-20T10:01:00Z",
                 "engine": {"state": "PENDING", "workflowId": "punctual/default/a"},
                 "createTime": "2026-11-20T10:00:00.123456Z", "updateTime": "2026-11-20T10:00:00.123456Z", "tzdataVersion": "TZDATA"}
                """.replace("TZDATA", TimeZoneData.version()));
        assertThat(created).bodyJson().isStrictlyEqualTo(expected);
        assertThat(get("/v1/tasks/a"))
                .hasStatusOk()
                .hasHeader("ETag", "\"1\"")
                .bodyJson()
                .isStrictlyEqualTo(expected);
    }

    @Test
    void makesAnIdWhereNoneIsGivenAndRefusesOneThatIsTaken() {
        assertThat(post("/v1/tasks", TASK))
                .hasStatus(201)
                .bodyJson()
                .extractingPath("$.id")
                .asString()
                .hasSize(36);
        put("a", TASK);
        assertThat(post("/v1/tasks", TASK.replace("{'schedule'", "{'id': 'a', 'schedule'")))
                .hasStatus(409)
                .hasContentType("application/problem+json")
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("urn:punctual:problem:exists");
    }

    @Test
    void keepsNamespacesApart() {
        assertThat(post("/v1/namespaces/tenant/tasks", TASK.replace("{'schedule'", "{'id': 'a', 'schedule'")))
                .hasStatus(201)
                .hasHeader("Location", "/v1/namespaces/tenant/tasks/a");
        assertThat(get("/v1/tasks/a")).hasStatus(404);
        assertThat(get("/v1/namespaces/tenant/tasks/a")).hasStatusOk();
        assertThat(get("/v1/namespaces/Tenant/tasks/a")).hasStatus(404);
    }

    @Test
    void putCreatesThenReplacesWhatWasRead() throws Exception {
        assertThat(put("a", TASK)).hasStatus(201);
        String read = get("/v1/tasks/a").getResponse().getContentAsString();
        assertThat(put("a", read.replace("PT30S", "PT20S")))
                .hasStatusOk()
                .hasHeader("ETag", "\"2\"")
                .bodyJson()
                .extractingPath("$.timeout")
                .isEqualTo("PT20S");
        assertThat(put("b", read))
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.errors[0].pointer")
                .isEqualTo("/id");
    }

    @Test
    void honoursPreconditions() {
        assertThat(with(HttpMethod.PUT, "/v1/tasks/a", TASK)
                        .header("If-Match", "*")
                        .exchange())
                .hasStatus(412);
        assertThat(with(HttpMethod.PUT, "/v1/tasks/a", TASK)
                        .header("If-None-Match", "*")
                        .exchange())
                .hasStatus(201);
        assertThat(with(HttpMethod.PUT, "/v1/tasks/a", TASK)
                        .header("If-None-Match", "*")
                        .exchange())
                .hasStatus(412);
        assertThat(with(HttpMethod.PUT, "/v1/tasks/a", TASK)
                        .header("If-Match", "\"7\"")
                        .exchange())
                .hasStatus(412);
        assertThat(with(HttpMethod.PUT, "/v1/tasks/a", TASK)
                        .header("If-Match", "W/\"1\"")
                        .exchange())
                .hasStatus(412);
        assertThat(with(HttpMethod.PUT, "/v1/tasks/a", TASK)
                        .header("If-Match", "1")
                        .exchange())
                .hasStatus(400);
        assertThat(with(HttpMethod.PUT, "/v1/tasks/a", TASK)
                        .header("If-Match", "\"7\", \"1\"")
                        .exchange())
                .hasStatusOk();
        assertThat(with(HttpMethod.POST, "/v1/tasks/a:pause", "")
                        .header("If-Match", "\"1\"")
                        .exchange())
                .hasStatus(412);
        assertThat(with(HttpMethod.PATCH, "/v1/tasks/a", "{}")
                        .header("If-Match", "\"1\"")
                        .exchange())
                .hasStatus(412);
        assertThat(with(HttpMethod.POST, "/v1/tasks/a:trigger", "")
                        .header("If-Match", "\"1\"")
                        .exchange())
                .hasStatus(412);
        assertThat(mvc.delete().uri("/v1/tasks/a").header("If-Match", "\"1\"").exchange())
                .hasStatus(412);
        assertThat(mvc.delete().uri("/v1/tasks/a").header("If-Match", "\"2\"").exchange())
                .hasStatus(204);
    }

    @Test
    void patchesAsRfc7396Says() {
        put("a", TASK);
        MvcTestResult patched = mvc.patch()
                .uri("/v1/tasks/a")
                .contentType("application/merge-patch+json")
                .content(json(
                        "{'labels': {'team': null, 'env': 'test'}, 'action': {'output': {'x': 1}}, 'retry': null}"))
                .exchange();
        assertThat(patched).hasStatusOk().hasHeader("ETag", "\"2\"");
        assertThat(patched).bodyJson().extractingPath("$.labels").isEqualTo(Map.of("env", "test"));
        assertThat(patched).bodyJson().extractingPath("$.action.output.x").isEqualTo(1);
        assertThat(patched).bodyJson().extractingPath("$.action.duration").isEqualTo("PT0.05S");
        assertThat(with(HttpMethod.PATCH, "/v1/tasks/a", "{'schedule': {'type': 'once'}}")
                        .exchange())
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.errors[*].code")
                .isEqualTo(List.of("UNKNOWN_FIELD", "UNKNOWN_FIELD", "UNKNOWN_FIELD"));
        assertThat(with(HttpMethod.PATCH, "/v1/tasks/a", "[]").exchange()).hasStatus(422);
    }

    @Test
    void verbsChangeTheTask() {
        put("a", TASK);
        MvcTestResult paused = post("/v1/tasks/a:pause", "{'reason': 'why', 'until': '2026-12-01T00:00:00Z'}");
        assertThat(paused).hasStatusOk().hasHeader("ETag", "\"2\"");
        assertThat(paused).bodyJson().extractingPath("$.state").isEqualTo("PAUSED");
        assertThat(paused).bodyJson().extractingPath("$.pause.reason").isEqualTo("why");
        assertThat(post("/v1/tasks/a:pause", "{'until': '2026-11-20T10:00:00Z'}"))
                .hasStatus(422);
        assertThat(post("/v1/tasks/a:resume", "{'catchUp': 'ALL'}")).hasStatusOk();
        assertThat(post("/v1/tasks/a:resume", "")).hasStatus(409);
        assertThat(post("/v1/tasks/a:reschedule", "{'at': '2026-11-21T00:00:00Z'}"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.nextFireAt")
                .isEqualTo("2026-11-21T00:00:00Z");
        assertThat(post("/v1/tasks/a:reschedule", "{}")).hasStatus(422);
        assertThat(post("/v1/tasks/a:cancel", "{'x': 1}")).hasStatus(422);
        assertThat(post("/v1/tasks/a:cancel", "")).hasStatusOk();
        assertThat(mvc.delete().uri("/v1/tasks/a").exchange()).hasStatus(204);
        assertThat(post("/v1/tasks/a:trigger", "")).hasStatus(409);
        assertThat(post("/v1/tasks/none:pause", "")).hasStatus(404);
    }

    @Test
    void triggersAndWaitsForTheEnd() {
        put("a", TASK);
        assertThat(post("/v1/tasks/a:trigger", ""))
                .hasStatus(202)
                .bodyJson()
                .extractingPath("$.state")
                .isEqualTo("PENDING");
        ledger.onFind(TaskApiTest::succeeded);
        MvcTestResult ended = post("/v1/tasks/a:trigger", "{'wait': 'PT10S'}");
        assertThat(ended)
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.latenessMillis")
                .isEqualTo(1.5);
        assertThat(post("/v1/tasks/a:trigger", "{'wait': 'PT61S'}")).hasStatus(422);
    }

    @Test
    void givesAFireItsInput() {
        put("a", TASK);
        assertThat(post("/v1/tasks/a:trigger", "{'input': {'order': 7, 'items': ['x']}}"))
                .hasStatus(202)
                .bodyJson()
                .extractingPath("$.input")
                .isEqualTo(Map.of("order", 7, "items", List.of("x")));
        MvcTestResult tooLong = post("/v1/tasks/a:trigger", "{'input': '%s'}".formatted("x".repeat(16 * 1024)));
        assertThat(tooLong)
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.errors[0].pointer")
                .isEqualTo("/input");
        assertThat(tooLong).bodyText().contains("16386 bytes", "16384");
    }

    @Test
    void listsFiresWithTheirUsualDurationWhereThatIsAskedFor() {
        put("a", TASK);
        post("/v1/tasks/a:trigger", "{}");
        assertThat(get("/v1/fires?include=usual"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.items[0].usualMillis")
                .isEqualTo(20.0);
        assertThat(get("/v1/fires")).hasStatusOk().bodyJson().doesNotHavePath("$.items[0].usualMillis");
    }

    @Test
    void cancelsAFireOnceAndMakesItAgain() throws Exception {
        put("a", TASK);
        String fire = JsonPath.read(
                post("/v1/tasks/a:trigger", "{'input': 'x'}").getResponse().getContentAsString(), "$.id");
        assertThat(post("/v1/fires/" + fire + ":retry", ""))
                .hasStatus(409)
                .bodyText()
                .contains("PENDING");
        assertThat(post("/v1/fires/" + fire + ":cancel", ""))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.error.type")
                .isEqualTo("CANCELLED");
        assertThat(post("/v1/fires/" + fire + ":cancel", ""))
                .hasStatus(409)
                .bodyText()
                .contains("CANCELLED");
        MvcTestResult again = post("/v1/fires/" + fire + ":retry", "");
        assertThat(again).hasStatus(202).containsHeader("Location");
        assertThat(again).bodyJson().extractingPath("$.retryOf").isEqualTo(fire);
        assertThat(again).bodyJson().extractingPath("$.input").isEqualTo("x");
        assertThat(again).bodyJson().extractingPath("$.actsFor").isEqualTo("2026-11-20T10:00:00.123456Z");
        assertThat(post("/v1/fires/019aa0a4-0000-7000-8000-000000000000:cancel", ""))
                .hasStatus(404);
        assertThat(post("/v1/fires/" + fire + ":cancel", "{'x': 1}")).hasStatus(422);
    }

    @Test
    void skipsTheNextFires() {
        put("a", TASK);
        assertThat(post("/v1/tasks/a:skipNext", "{'count': 2}"))
                .hasStatusOk()
                .hasHeader("ETag", "\"2\"")
                .bodyJson()
                .extractingPath("$.nextFireAt")
                .isEqualTo("2026-11-20T10:03:00Z");
        assertThat(post("/v1/tasks/a:skipNext", "{'count': 0}")).hasStatus(422);
        assertThat(post("/v1/tasks/a:skipNext", "{'count': 1001}"))
                .hasStatus(422)
                .bodyText()
                .contains("1000");
        put("once", TASK.replaceFirst("\\{'type': 'interval'.*?}", "{'type': 'once', 'delay': 'PT1H'}"));
        assertThat(post("/v1/tasks/once:skipNext", ""))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.state")
                .isEqualTo("COMPLETED");
        assertThat(post("/v1/tasks/once:skipNext", "")).hasStatus(409);
    }

    @Test
    void actsOnManyTasksEachForItself() {
        put("a", TASK);
        put("b", TASK);
        put("other", TASK.replace("billing", "sales"));

        MvcTestResult tried =
                post("/v1/tasks:batch", "{'verb': 'pause', 'filter': {'label': 'team=billing'}, 'dryRun': true}");
        assertThat(tried).hasStatusOk().bodyJson().extractingPath("$.matched").isEqualTo(2);
        assertThat(tried).bodyJson().extractingPath("$.items[*].wouldChange").isEqualTo(List.of(true, true));
        assertThat(tried).bodyJson().extractingPath("$.items[0].task.state").isEqualTo("PAUSED");
        assertThat(get("/v1/tasks/a")).bodyJson().extractingPath("$.state").isEqualTo("ACTIVE");

        MvcTestResult paused =
                post("/v1/tasks:batch", "{'verb': 'pause', 'ids': ['b', 'none'], 'reason': 'stocktaking'}");
        assertThat(paused)
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.items[0].task.pause.reason")
                .isEqualTo("stocktaking");
        assertThat(paused).bodyJson().extractingPath("$.items[1].error.status").isEqualTo(404);
        assertThat(post("/v1/tasks:batch", "{'verb': 'skipNext', 'filter': {}, 'count': 3}"))
                .bodyJson()
                .extractingPath("$.items[*].error.status")
                .isEqualTo(List.of(409));
        assertThat(post("/v1/tasks:batch", "{'verb': 'trigger', 'ids': ['a'], 'input': 7}"))
                .bodyJson()
                .extractingPath("$.items[0].fire.input")
                .isEqualTo(7);
        assertThat(post("/v1/tasks:batch", "{'verb': 'delete', 'filter': {'q': 'oth'}}"))
                .bodyJson()
                .extractingPath("$.items[0].task.state")
                .isEqualTo("CANCELLED");
    }

    @Test
    void goesOnWithABatchWhereTheCallBeforeEnded() throws Exception {
        for (int i = 0; i <= 1_000; i++) {
            put("many-" + i, TASK);
        }
        MvcTestResult first = post("/v1/tasks:batch", "{'verb': 'cancel', 'filter': {'q': 'many'}}");
        assertThat(first).bodyJson().extractingPath("$.matched").isEqualTo(1_000);
        String token = JsonPath.read(first.getResponse().getContentAsString(), "$.nextPageToken");
        MvcTestResult rest = post(
                "/v1/tasks:batch", "{'verb': 'cancel', 'filter': {'q': 'many'}, 'pageToken': '%s'}".formatted(token));
        assertThat(rest).bodyJson().extractingPath("$.items[0].id").isEqualTo("many-999");
        assertThat(rest).bodyJson().doesNotHavePath("$.nextPageToken");
        assertThat(post("/v1/tasks:batch", "{'verb': 'cancel', 'filter': {}, 'pageToken': '%s'}".formatted(token)))
                .hasStatus(422);
    }

    @Test
    void refusesABatchThatDoesNotSayForWhat() {
        for (String body : List.of(
                "{'verb': 'pause'}",
                "{'verb': 'pause', 'ids': ['a'], 'filter': {}}",
                "{'verb': 'stop', 'ids': ['a']}",
                "{'ids': ['a']}",
                "{'verb': 'cancel', 'ids': ['a'], 'reason': 'x'}",
                "{'verb': 'pause', 'ids': ['a', 'a']}",
                "{'verb': 'pause', 'ids': ['A b']}",
                "{'verb': 'pause', 'filter': {'label': 'x'}}",
                "{'verb': 'pause', 'filter': {'states': 'ACTIVE'}}")) {
            assertThat(post("/v1/tasks:batch", body)).as(body).hasStatus(422);
        }
    }

    @Test
    void createsABatchEachWhollyOrNotAtAll() {
        put("taken", TASK);
        String named = TASK.replace("{'schedule'", "{'id': 'NAME', 'schedule'");
        String body = "{'tasks': [%s, %s, {'id': 'bad'}, %s]}"
                .formatted(named.replace("NAME", "x"), named.replace("NAME", "taken"), TASK);
        MvcTestResult result = post("/v1/tasks:batchCreate", body);
        assertThat(result).hasStatusOk();
        assertThat(result).bodyJson().extractingPath("$.items[0].task.id").isEqualTo("x");
        assertThat(result).bodyJson().extractingPath("$.items[1].error.status").isEqualTo(409);
        assertThat(result)
                .bodyJson()
                .extractingPath("$.items[2].error.errors[0].pointer")
                .isEqualTo("/tasks/2/schedule");
        assertThat(result).bodyJson().extractingPath("$.items[3].task.version").isEqualTo(1);
        assertThat(post("/v1/tasks:batchCreate", "{'tasks': []}")).hasStatus(422);
        assertThat(post("/v1/tasks:batchCreate", "{}")).hasStatus(422);
    }

    @Test
    void pagesThroughTheListByTokensOfTheQuery() throws Exception {
        IntStream.rangeClosed(1, 5).forEach(i -> put("t" + i, TASK));
        MvcTestResult first = get("/v1/tasks?pageSize=2&label=team:billing");
        assertThat(first).bodyJson().extractingPath("$.items[*].id").isEqualTo(List.of("t1", "t2"));
        String token = JsonPath.read(first.getResponse().getContentAsString(), "$.nextPageToken");
        MvcTestResult second = get("/v1/tasks?pageSize=3&label=team=billing&pageToken=" + token);
        assertThat(second).bodyJson().extractingPath("$.items[*].id").isEqualTo(List.of("t3", "t4", "t5"));
        assertThat(second).bodyJson().doesNotHavePath("$.nextPageToken");
        assertThat(get("/v1/tasks?pageSize=2&pageToken=" + token)).hasStatus(422);
        assertThat(get("/v1/tasks?label=team=billing&pageToken=x")).hasStatus(422);
        for (String bad : List.of(
                "pageSize=0", "pageSize=501", "pageSize=x", "state=BUSY", "stat=ACTIVE", "label=x", "q=a&q=b")) {
            assertThat(get("/v1/tasks?" + bad)).as(bad).hasStatus(422).hasContentType("application/problem+json");
        }
    }

    @Test
    void saysHonestlyThatTheBookIsAway() throws Exception {
        DataAccessException readOnly =
                new NonTransientDataAccessResourceException("secret", new SQLException("secret", "25006"));
        DataAccessException fullDisk =
                new NonTransientDataAccessResourceException("secret", new SQLException("secret", "53100"));
        for (RuntimeException away : List.of(
                new BookUnavailableException("secret"),
                new DataAccessResourceFailureException("secret"),
                new TransactionSystemException("secret"),
                readOnly,
                fullDisk)) {
            book.failWith(away);
            MvcTestResult answer = get("/v1/tasks/a");
            assertThat(answer).hasStatus(503).containsHeader("Retry-After").hasContentType("application/problem+json");
            assertThat(answer.getResponse().getContentAsString()).doesNotContain("secret");
        }
        book.failWith(new IllegalStateException("secret"));
        MvcTestResult answer = get("/v1/tasks/a");
        assertThat(answer)
                .hasStatus(500)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .contains("incident");
        assertThat(answer.getResponse().getContentAsString()).doesNotContain("secret", "at dev.punctual");
    }

    @Test
    void repeatsTheAnswerToARepeatedPost() throws Exception {
        MvcTestResult first = with(HttpMethod.POST, "/v1/tasks", TASK)
                .header("Idempotency-Key", "k1")
                .exchange();
        MvcTestResult again = with(HttpMethod.POST, "/v1/tasks", TASK)
                .header("Idempotency-Key", "k1")
                .exchange();
        assertThat(first).hasStatus(201);
        assertThat(again)
                .hasStatus(201)
                .hasHeader("ETag", "\"1\"")
                .hasHeader("Idempotency-Replayed", "true")
                .hasHeader("Location", String.valueOf(first.getResponse().getHeader("Location")));
        assertThat(again.getResponse().getContentAsString())
                .isEqualTo(first.getResponse().getContentAsString());
        assertThat(with(HttpMethod.POST, "/v1/tasks", "{}")
                        .header("Idempotency-Key", "k1")
                        .exchange())
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("urn:punctual:problem:idempotency-mismatch");
        assertThat(with(HttpMethod.POST, "/v1/tasks", "{}")
                        .header("Idempotency-Key", "")
                        .exchange())
                .hasStatus(400);
    }

    @Test
    void asksForPatienceWhileTheFirstRequestIsCarriedOut() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(json(TASK).getBytes(StandardCharsets.UTF_8));
        store.begin(
                new IdempotencyStore.Key("default", "POST", "/v1/tasks", "k3"),
                HexFormat.of().formatHex(hash));
        assertThat(with(HttpMethod.POST, "/v1/tasks", TASK)
                        .header("Idempotency-Key", "k3")
                        .exchange())
                .hasStatus(409)
                .containsHeader("Retry-After");
    }

    @Test
    void aFailureOfTheServerIsNotRepeated() {
        book.failWith(new BookUnavailableException("away"));
        assertThat(with(HttpMethod.POST, "/v1/tasks", TASK)
                        .header("Idempotency-Key", "k2")
                        .exchange())
                .hasStatus(503);
        book.failWith(null);
        assertThat(with(HttpMethod.POST, "/v1/tasks", TASK)
                        .header("Idempotency-Key", "k2")
                        .exchange())
                .hasStatus(201);
    }

    @Test
    void refusesOtherMediaTypes() {
        assertThat(mvc.post()
                        .uri("/v1/tasks")
                        .contentType("text/plain")
                        .content("{}")
                        .exchange())
                .hasStatus(415)
                .hasContentType("application/problem+json");
        assertThat(mvc.get().uri("/v1/tasks").header("Accept", "text/csv").exchange())
                .hasStatus(406)
                .hasContentType("application/problem+json");
    }

    private static Fire succeeded(Fire fire) {
        return new Fire(
                fire.id(),
                fire.task(),
                fire.scheduledFor(),
                fire.trigger(),
                FireState.SUCCEEDED,
                null,
                null,
                1,
                fire.coversUntil(),
                fire.version(),
                1,
                "w",
                fire.scheduledFor().minusMillis(1_200),
                fire.scheduledFor(),
                fire.scheduledFor().plusNanos(1_500_000),
                fire.scheduledFor().plusNanos(2_000_000),
                null,
                null,
                null,
                null,
                null,
                false,
                fire.asked());
    }

    private MvcTestResult get(String uri) {
        return mvc.get().uri(uri).exchange();
    }

    private MvcTestResult put(String id, String body) {
        return with(HttpMethod.PUT, "/v1/tasks/" + id, body).exchange();
    }

    private MvcTestResult post(String uri, String body) {
        return with(HttpMethod.POST, uri, body).exchange();
    }

    private MockMvcRequestBuilder with(HttpMethod method, String uri, String body) {
        return mvc.method(method).uri(uri).contentType("application/json").content(json(body));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
