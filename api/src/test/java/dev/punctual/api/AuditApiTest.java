package dev.punctual.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.punctual.book.AuditBook.DayRecord;
import dev.punctual.book.AuditHash;
import dev.punctual.workflows.audit.LedgerRow;
import dev.punctual.workflows.audit.TaskHistory;
import dev.punctual.workflows.audit.TaskHistory.Change;
import dev.punctual.workflows.audit.TaskHistory.Present;
import dev.punctual.workflows.audit.TaskHistory.Version;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** It is 2026-11-20, ten o'clock UTC. */
@SpringBootTest(classes = ApiTestApplication.class)
@AutoConfigureMockMvc
class AuditApiTest {
    private static final Instant MORNING = Instant.parse("2026-11-20T06:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 10);

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InMemoryAuditBook audits;

    @BeforeEach
    void forget() {
        audits.clear();
    }

    @Test
    void countsWhatWasExpectedAndNamesWhatIsMissing() {
        hourly("complete", 6, 7, 8, 9);
        hourly("hole", 6, 7, 9);

        MvcTestResult answer = get("/v1/audits/completeness?from=2026-11-20T05:30:00Z&to=2026-11-21T00:00:00Z");

        assertThat(answer).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                {"from": "2026-11-20T05:30:00Z", "to": "2026-11-20T09:59:50.123456Z", "capped": true, "lateAfter": "PT1S",
                 "tasks": 2, "expected": 8, "fired": {"SUCCEEDED": 7}, "late": 0, "skipped": {}, "open": 0, "pending": {},
                 "superseded": 0, "unexplained": 1, "unexpected": 0, "notJudged": {"ARCHIVED": 2},
                 "findings": [{"task": "hole", "scheduledFor": "2026-11-20T08:00:00Z", "kind": "UNEXPLAINED"}]}
                """);
        assertThat(answer).bodyJson().doesNotHavePath("$.nextPageToken");
    }

    @Test
    void countsAsLateWhatIsAskedFor() {
        hourly("complete", 6, 7, 8, 9);
        assertThat(get("/v1/audits/completeness?from=2026-11-20T05:30:00Z&lateAfter=PT0.005S"))
                .bodyJson()
                .extractingPath("$.late")
                .isEqualTo(4);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "to=2026-11-20T00:00:00Z,                                        from",
        "from=yesterday,                                                 from",
        "from=2026-11-20T00:00:00Z&to=2026-11-19T00:00:00Z,              from",
        "from=2026-11-20T12:00:00Z,                                      from",
        "from=2026-09-01T00:00:00Z,                                      from",
        "from=2026-11-20T00:00:00Z&lateAfter=soon,                       lateAfter",
        "from=2026-11-20T00:00:00Z&lateAfter=PT0S,                       lateAfter",
        "from=2026-11-20T00:00:00Z&findings=0,                           findings",
        "from=2026-11-20T00:00:00Z&pageToken=x,                          pageToken",
        "from=2026-11-20T00:00:00Z&task=No%20Name,                       task",
        "from=2026-11-20T00:00:00Z&tasks=a,                              tasks"
    })
    void refusesWhatItCannotJudge(String query, String parameter) {
        MvcTestResult refused = get("/v1/audits/completeness?" + query);
        assertThat(refused).hasStatus(422);
        assertThat(refused).bodyJson().extractingPath("$.errors[0].parameter").isEqualTo(parameter);
    }

    @Test
    void knowsNoOtherTask() {
        assertThat(get("/v1/audits/completeness?from=2026-11-20T00:00:00Z&task=other"))
                .hasStatus(404);
    }

    @Test
    void listsRecordsAndChecksTheirChain() throws Exception {
        DayRecord first = record(DAY, AuditHash.NONE, 0);
        DayRecord second = record(DAY.plusDays(1), first.hash(), 0);
        List.of(first, second, record(DAY.plusDays(2), second.hash(), 0)).forEach(audits::add);

        MvcTestResult page = get("/v1/audits/records?pageSize=2");
        assertThat(page).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                {"verified": true, "items": [
                    {"day": "2026-11-12", "verified": true, "counts": {"expected": 7}, "fires": 7},
                    {"day": "2026-11-11", "verified": true}]}
                """);
        String token = JsonPath.read(page.getResponse().getContentAsString(), "$.nextPageToken");
        assertThat(get("/v1/audits/records?pageSize=2&pageToken=" + token))
                .bodyJson()
                .isLenientlyEqualTo("""
                {"verified": true, "items": [{"day": "2026-11-10", "previousHash": "%s"}]}
                """.formatted(AuditHash.NONE));
    }

    @Test
    void showsARecordThatWasChanged() {
        DayRecord first = record(DAY, AuditHash.NONE, 0);
        audits.add(first);
        audits.add(record(DAY.plusDays(1), first.hash(), 1));

        MvcTestResult answer = get("/v1/audits/records");

        assertThat(answer).bodyJson().isLenientlyEqualTo("""
                {"verified": false, "items": [{"day": "2026-11-11", "verified": false}, {"day": "2026-11-10", "verified": true}]}
                """);
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.items[0].problem")
                .asString()
                .contains("was changed");
    }

    private MvcTestResult get(String path) {
        return mvc.get().uri(URI.create(path)).exchange();
    }

    private void hourly(String task, int... hours) {
        Instant createdAt = MORNING.minusSeconds(60);
        audits.add(
                new TaskHistory(
                        new TaskId("default", task),
                        createdAt,
                        List.of(new Version(1, createdAt, new IntervalSchedule(Duration.ofHours(1), MORNING))),
                        List.of(new Change(1, "create", null)),
                        new Present(TaskState.ACTIVE, MORNING.plusSeconds(4 * 3_600))),
                Arrays.stream(hours)
                        .mapToObj(hour -> LedgerRow.of(
                                MORNING.plusSeconds((hour - 6) * 3_600L), FireState.SUCCEEDED, Duration.ofMillis(5)))
                        .toList());
    }

    /** @param added to the number of fires after its hash was computed */
    private static DayRecord record(LocalDate day, String previous, long added) {
        Instant at = Instant.parse("2026-11-19T01:00:00Z");
        Map<String, Long> counts = Map.of("expected", 7L);
        DayRecord bare = new DayRecord("default", day, at, counts, 7, AuditHash.NONE, previous, "", at);
        return new DayRecord("default", day, at, counts, 7 + added, AuditHash.NONE, previous, AuditHash.of(bare), at);
    }
}
