package dev.punctual.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import dev.punctual.workflows.task.TaskId;
import java.io.UnsupportedEncodingException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What the console reads besides tasks and fires. It is 2026-11-20, ten o'clock UTC. */
@SpringBootTest(classes = ApiTestApplication.class)
@AutoConfigureMockMvc
class OverviewApiTest {
    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InMemoryTaskBook tasks;

    @Test
    void saysWhatThisPunctualIs() {
        assertThat(mvc.get().uri("/v1/system").exchange())
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                {"version": "1.2.3", "now": "2026-11-20T10:00:00.123456Z", "database": {"up": true},
                 "temporal": {"up": true, "address": "127.0.0.1:7233", "webUi": "http://127.0.0.1:8233",
                    "namespace": "default"},
                 "engineBacklog": 1, "overdue": 0, "namespaces": ["billing", "default"],
                 "features": {"command": true, "sql": ["reports"]}, "queues": ["default"]}
                """);
    }

    @Test
    void answersEveryStepOfTheHistoryEvenWithoutFires() {
        MvcTestResult answer = mvc.get()
                .uri("/v1/stats/history?from=2026-11-20T09:00:30Z&to=2026-11-20T09:10:00Z&step=PT5M")
                .exchange();
        assertThat(answer).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                {"step": "PT5M", "points": [
                    {"at": "2026-11-20T09:00:00Z", "succeeded": 0, "failed": 0, "skipped": 0},
                    {"at": "2026-11-20T09:05:00Z", "succeeded": 5, "timedOut": 1, "latenessP50Millis": 1.500,
                     "latenessP99Millis": 2.000, "latenessMaxMillis": 3.000}]}
                """);
        assertThat(mvc.get().uri("/v1/stats/history").exchange())
                .bodyJson()
                .extractingPath("$.points.length()")
                .isEqualTo(61);
    }

    @Test
    void showsTheHoursOfTheComingDaysAndTheInstantsThatTasksShare() {
        await().untilAsserted(() -> assertThat(
                        mvc.get().uri("/v1/upcoming/hours?days=1").exchange())
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"computedAt": "2026-11-20T10:00:00.123456Z",
                         "busiest": [{"at": "2026-11-20T10:30:00Z", "fires": 2}]}
                        """));
        MvcTestResult answer = mvc.get().uri("/v1/upcoming/hours?days=1").exchange();
        assertThat(answer).bodyJson().extractingPath("$.hours.length()").isEqualTo(24);
        assertThat(answer).bodyJson().extractingPath("$.hours[0].fires").isEqualTo(2);
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.hours[1]")
                .isEqualTo(Map.of("at", "2026-11-20T11:00:00Z", "fires", 4));
    }

    @Test
    void listsTasksWithTheirLastFiresAndAsAGrid() throws Exception {
        tasks.create(new TaskId("grid", "one"), OverviewFakes.SPEC, "ann");
        tasks.create(new TaskId("grid", "two"), OverviewFakes.SPEC, "ann");
        MvcTestResult listed =
                mvc.get().uri("/v1/namespaces/grid/tasks?include=recent").exchange();
        assertThat(listed)
                .bodyJson()
                .extractingPath("$.items[0].recent[0].latenessMillis")
                .isEqualTo(1.234);
        assertThat(listed)
                .bodyJson()
                .extractingPath("$.items[1].recent[0].durationMillis")
                .isEqualTo(20.0);
        assertThat(mvc.get().uri("/v1/namespaces/grid/tasks").exchange())
                .bodyJson()
                .doesNotHavePath("$.items[0].recent");

        String span = "from=2026-11-20T08:00:00Z&to=2026-11-20T10:00:00Z&limit=1";
        MvcTestResult first = mvc.get().uri("/v1/namespaces/grid/grid?" + span).exchange();
        assertThat(first).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                {"columns": ["2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z"],
                 "rows": [{"task": "one", "cells": [null, {"fires": 1, "state": "FAILED", "late": true}]}]}
                """);
        MvcTestResult second = mvc.get()
                .uri("/v1/namespaces/grid/grid?" + span + "&pageToken=" + read(first, "$.nextPageToken"))
                .exchange();
        assertThat(second).bodyJson().extractingPath("$.rows[0].task").isEqualTo("two");
        assertThat(second).bodyJson().doesNotHavePath("$.nextPageToken");
    }

    @Test
    void showsVersionsAsPutTakesThem() throws Exception {
        tasks.create(new TaskId("versions", "one"), OverviewFakes.SPEC, "ann");
        MvcTestResult first = mvc.get()
                .uri("/v1/namespaces/versions/tasks/one/versions?pageSize=1")
                .exchange();
        assertThat(first)
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.items[0].actor")
                .isEqualTo("ann");
        assertThat(first).bodyJson().doesNotHavePath("$.items[0].definition.version");
        String definition = JsonPath.parse(
                        JsonPath.<Object>read(first.getResponse().getContentAsString(), "$.items[0].definition"))
                .jsonString();
        assertThat(mvc.put()
                        .uri("/v1/namespaces/versions/tasks/one")
                        .contentType("application/json")
                        .content(definition)
                        .exchange())
                .hasStatusOk();
        assertThat(mvc.get()
                        .uri("/v1/namespaces/versions/tasks/one/versions?pageSize=1&pageToken="
                                + read(first, "$.nextPageToken"))
                        .exchange())
                .bodyJson()
                .extractingPath("$.items[0].version")
                .isEqualTo(1);
        assertThat(mvc.get().uri("/v1/namespaces/versions/tasks/one/durations").exchange())
                .bodyJson()
                .extractingPath("$.usualMillis")
                .isEqualTo(20.0);
    }

    @Test
    void pagesThroughTheAuditLog() throws Exception {
        MvcTestResult first = mvc.get().uri("/v1/audit?actor=ann").exchange();
        assertThat(first).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                {"items": [{"at": "2026-11-20T10:00:00.123456Z", "actor": "ann", "task": "one", "version": 2,
                    "action": "pause", "detail": {"fire": "f"}}]}
                """);
        assertThat(mvc.get()
                        .uri("/v1/audit?actor=ann&pageToken=" + read(first, "$.nextPageToken"))
                        .exchange())
                .bodyJson()
                .isStrictlyEqualTo("{\"items\": []}");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/stats/history?step=PT90S, 422",
        "/v1/stats/history?step=PT1S, 422",
        "/v1/stats/history?from=2026-11-21T00:00:00Z, 422",
        "/v1/stats/history?from=2020-11-21T00:00:00Z, 422",
        "/v1/grid?from=2020-11-21T00:00:00Z, 422",
        "/v1/grid?limit=101, 422",
        "/v1/tasks?include=everything, 422",
        "/v1/upcoming/hours?days=15, 422",
        "/v1/tasks/unknown/versions, 404",
        "/v1/tasks/unknown/durations, 404",
        "/v1/audit?task=A, 422",
        "/v1/audit?pageToken=x, 422",
    })
    void refusesWhatItCannotAnswer(String path, int status) {
        assertThat(mvc.get().uri(path).exchange()).hasStatus(status);
    }

    private static String read(MvcTestResult answer, String path) throws UnsupportedEncodingException {
        return JsonPath.read(answer.getResponse().getContentAsString(), path);
    }
}
