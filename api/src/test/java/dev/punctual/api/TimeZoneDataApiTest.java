package dev.punctual.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.punctual.workflows.schedule.TimeZoneData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@SpringBootTest(classes = ApiTestApplication.class)
@AutoConfigureMockMvc
class TimeZoneDataApiTest {
    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InMemoryTimeZoneBook book;

    @BeforeEach
    void forget() {
        book.clear();
    }

    @Test
    void listsTheTasksThatMovePageByPage() throws Exception {
        MvcTestResult first = mvc.get().uri("/v1/timeZoneData?pageSize=1").exchange();
        assertThat(first).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                {"tzdataVersion": "TZDATA", "examined": 1,
                 "items": [{"task": "a", "state": "ACTIVE", "timeZone": "Europe/Berlin", "recordedTzdataVersion": "2019a",
                   "nextFireAt": "2026-12-01T02:00:00Z", "becomes": "2026-12-01T01:00:00Z"}]}
                """.replace("TZDATA", TimeZoneData.version()));
        String token = JsonPath.read(first.getResponse().getContentAsString(), "$.nextPageToken");
        assertThat(mvc.get().uri("/v1/timeZoneData?pageToken=" + token).exchange())
                .hasStatusOk()
                .bodyJson()
                .doesNotHavePath("$.nextPageToken")
                .extractingPath("$.items")
                .asArray()
                .isEmpty();
        assertThat(mvc.get()
                        .uri("/v1/namespaces/tenant/timeZoneData?pageToken=" + token)
                        .exchange())
                .hasStatus(422);
    }

    @Test
    void plansThemAnew() {
        assertThat(mvc.post().uri("/v1/timeZoneData:replan").exchange())
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.items[0].becomes")
                .isEqualTo("2026-12-01T01:00:00Z");
        assertThat(mvc.get().uri("/v1/timeZoneData").exchange())
                .bodyJson()
                .extractingPath("$.items")
                .asArray()
                .isEmpty();
        assertThat(mvc.post().uri("/v1/timeZoneData:replan?size=3").exchange()).hasStatus(422);
        assertThat(mvc.get().uri("/v1/timeZoneData:replan").exchange()).hasStatus(405);
        assertThat(mvc.get().uri("/v1/upcoming").exchange())
                .bodyJson()
                .extractingPath("$.tzdataVersion")
                .isEqualTo(TimeZoneData.version());
    }
}
