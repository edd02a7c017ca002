package dev.punctual.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@SpringBootTest(classes = ApiTestApplication.class)
@AutoConfigureMockMvc
class CalendarApiTest {
    private static final String WEEKEND = "{'type': 'weeklyDays', 'days': ['SATURDAY', 'SUNDAY']}";
    private static final String HOLIDAYS =
            "{'type': 'holidays', 'days': ['2026-11-23', {'name': 'Christmas', 'from': '2026-12-25', 'until': '2026-12-26', 'yearly': true, 'except': ['2027-12-25']}]}";

    /** It is a Friday, 2026-11-20. */
    private static final String DAILY =
            "{'schedule': {'type': 'cron', 'expression': '0 12 * * *', 'exclude': ['%s']}, 'action': {'type': 'simulate'}}";

    private static final String ICS = """
            BEGIN:VCALENDAR
            VERSION:2.0
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20261225
            DTEND;VALUE=DATE:20261227
            RRULE:FREQ=YEARLY
            SUMMARY:Weihnachten
            END:VEVENT
            END:VCALENDAR
            """;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InMemoryTaskBook tasks;

    @Autowired
    private InMemoryCalendarBook calendars;

    @BeforeEach
    void forget() {
        tasks.clear();
        calendars.clear();
    }

    @Test
    void createsACalendarAndShowsIt() {
        MvcTestResult created = put("holidays", HOLIDAYS);
        assertThat(created)
                .hasStatus(201)
                .hasHeader("Location", "/v1/calendars/holidays")
                .hasHeader("ETag", "\"1\"");
        String expected = json("""
                {'name': 'holidays', 'type': 'holidays',
                 'days': [{'from': '2026-11-23'},
                    {'name': 'Christmas', 'from': '2026-12-25', 'until': '2026-12-26', 'rule': 'FREQ=YEARLY', 'except': ['2027-12-25']}],
                 'version': 1, 'usedBy': {'tasks': 0, 'behind': 0},
                 'createTime': '2026-11-20T10:00:00.123456Z', 'updateTime': '2026-11-20T10:00:00.123456Z'}
                """);
        assertThat(created).bodyJson().isStrictlyEqualTo(expected);
        assertThat(get("/v1/calendars/holidays"))
                .hasStatusOk()
                .hasHeader("ETag", "\"1\"")
                .bodyJson()
                .isStrictlyEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type': 'weeklyDays', 'days': ['SATURDAY', 'SUNDAY']}",
                "{'type': 'businessHours', 'open': [{'day': 'MONDAY', 'from': '09:00', 'until': '17:30'}]}",
                "{'type': 'blackout', 'expression': '* 2-3 * * SUN', 'dialect': 'UNIX'}",
                "{'type': 'union', 'of': ['weekend', {'type': 'difference', 'of': 'weekend', 'without': {'type': 'weeklyDays', 'days': ['SUNDAY']}}]}",
                "{'type': 'difference', 'of': 'weekend', 'without': {'type': 'union', 'of': ['weekend']}}"
            })
    void showsEveryKindAsItWasSent(String definition) throws Exception {
        put("weekend", WEEKEND);
        assertThat(put("it", definition)).hasStatus(201).bodyJson().isLenientlyEqualTo(json(definition));
        // what was read can be sent back
        assertThat(put("it", get("/v1/calendars/it").getResponse().getContentAsString()))
                .hasStatusOk()
                .hasHeader("ETag", "\"1\"");
    }

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]                                                                       |                 | TYPE",
                "{}                                                                       | /type           | REQUIRED",
                "{'type': 'week'}                                                         | /type           | CHOICE",
                "{'type': 'weeklyDays'}                                                   | /days           | REQUIRED",
                "{'type': 'weeklyDays', 'days': ['SATURDAY', 'SUN']}                      | /days/1         | CHOICE",
                "{'type': 'weeklyDays', 'days': ['SUNDAY'], 'day': 'MONDAY'}              | /day            | UNKNOWN_FIELD",
                "{'type': 'weeklyDays', 'days': ['SUNDAY'], 'name': 'other'}              | /name           | NAME",
                "{'type': 'holidays', 'days': ['2026-02-29']}                             | /days/0         | DATE",
                "{'type': 'holidays', 'days': [{'from': '2026-12-26', 'until': '2026-12-25'}]} | /days/0/until | INVALID",
                "{'type': 'holidays', 'days': [{'from': '2026-12-26', 'rule': 'FREQ=HOURLY'}]} | /days/0/rule | INVALID",
                "{'type': 'holidays', 'days': [{'until': '2026-12-25'}]}                  | /days/0/from    | REQUIRED",
                "{'type': 'holidays', 'days': [{'from': '2026-12-25', 'til': 1}]}         | /days/0/til     | UNKNOWN_FIELD",
                "{'type': 'holidays', 'days': [{'from': '2026-12-25', 'yearly': 1}]}      | /days/0/yearly  | TYPE",
                "{'type': 'businessHours', 'open': []}                                    | /open           | REQUIRED",
                "{'type': 'businessHours', 'open': [{'day': 'MONDAY', 'from': '9', 'until': '17:00'}]} | /open/0/from | TIME",
                "{'type': 'businessHours', 'open': [{'day': 'MONDAY', 'from': '22:00', 'until': '06:00'}]} | /open/0/until | INVALID",
                "{'type': 'blackout', 'expression': '* * *'}                              | /expression     | INVALID",
                "{'type': 'union', 'of': []}                                              | /of             | REQUIRED",
                "{'type': 'union', 'of': ['weekend', 'nobody']}                           | /of/1           | UNKNOWN_CALENDAR",
                "{'type': 'union', 'of': ['it']}                                          | /of/0           | CYCLE",
                "{'type': 'union', 'of': [{'type': 'union', 'of': [7]}]}                  | /of/0/of/0      | TYPE",
                "{'type': 'difference', 'of': 'weekend'}                                  | /without        | REQUIRED"
            })
    void refusesWithThePlaceAndTheReason(String definition, String pointer, String code) {
        put("weekend", WEEKEND);
        assertThat(put("it", definition))
                .hasStatus(422)
                .hasContentType("application/problem+json")
                .bodyJson()
                .extractingPath("$.errors[0]")
                .asMap()
                .containsEntry("pointer", pointer == null ? "" : pointer)
                .containsEntry("code", code);
    }

    @Test
    void refusesCalendarsThatAreMadeOfEachOtherOrStandTooDeep() {
        put("a", WEEKEND);
        put("b", "{'type': 'union', 'of': ['a']}");
        put("c", "{'type': 'union', 'of': ['b']}");
        assertThat(put("a", "{'type': 'union', 'of': ['c']}"))
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.errors[0].code")
                .isEqualTo("CYCLE");
        String deep = WEEKEND;
        for (int i = 0; i < 9; i++) {
            deep = "{'type': 'union', 'of': [" + deep + "]}";
        }
        assertThat(put("deep", deep))
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.errors[0].code")
                .isEqualTo("TOO_DEEP");
        for (int i = 0; i < 5; i++) {
            put("c" + i, "{'type': 'union', 'of': ['" + (i == 0 ? "c" : "c" + (i - 1)) + "']}");
        }
        assertThat(put("c5", "{'type': 'union', 'of': ['c4']}"))
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.errors[0].code")
                .isEqualTo("TOO_DEEP");
    }

    @Test
    void honoursPreconditions() {
        assertThat(with(HttpMethod.PUT, "weekend", WEEKEND)
                        .header("If-Match", "*")
                        .exchange())
                .hasStatus(412);
        assertThat(with(HttpMethod.PUT, "weekend", WEEKEND)
                        .header("If-None-Match", "*")
                        .exchange())
                .hasStatus(201);
        assertThat(with(HttpMethod.PUT, "weekend", WEEKEND)
                        .header("If-None-Match", "*")
                        .exchange())
                .hasStatus(412);
        assertThat(with(HttpMethod.PUT, "weekend", HOLIDAYS)
                        .header("If-Match", "\"7\"")
                        .exchange())
                .hasStatus(412);
        assertThat(with(HttpMethod.PUT, "weekend", HOLIDAYS)
                        .header("If-Match", "\"1\"")
                        .exchange())
                .hasStatusOk()
                .hasHeader("ETag", "\"2\"");
        assertThat(mvc.delete()
                        .uri("/v1/calendars/weekend")
                        .header("If-Match", "\"1\"")
                        .exchange())
                .hasStatus(412);
        assertThat(mvc.delete()
                        .uri("/v1/calendars/weekend")
                        .header("If-Match", "\"2\"")
                        .exchange())
                .hasStatus(204);
        assertThat(get("/v1/calendars/weekend")).hasStatus(404);
        assertThat(mvc.delete().uri("/v1/calendars/weekend").exchange()).hasStatus(404);
        assertThat(get("/v1/calendars/No-Name")).hasStatus(404);
    }

    @Test
    void listsPageByPageAndKeepsNamespacesApart() {
        put("a", WEEKEND);
        put("b", WEEKEND);
        assertThat(get("/v1/calendars?pageSize=1"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.items[*].name")
                .asArray()
                .containsExactly("a");
        assertThat(get("/v1/calendars"))
                .bodyJson()
                .extractingPath("$.items[*].name")
                .asArray()
                .containsExactly("a", "b");
        assertThat(get("/v1/calendars"))
                .bodyJson()
                .extractingPath("$.items[*].type")
                .asArray()
                .containsExactly("weeklyDays", "weeklyDays");
        assertThat(get("/v1/namespaces/tenant/calendars"))
                .bodyJson()
                .extractingPath("$.items")
                .asArray()
                .isEmpty();
        assertThat(mvc.put()
                        .uri("/v1/namespaces/tenant/calendars/a")
                        .contentType("application/json")
                        .content(json(WEEKEND))
                        .exchange())
                .hasStatus(201)
                .hasHeader("Location", "/v1/namespaces/tenant/calendars/a");
    }

    @Test
    void importsAFileOfHolidays() {
        assertThat(imported("de", ICS, "text/calendar"))
                .hasStatus(201)
                .bodyJson()
                .extractingPath("$.days[0]")
                .asMap()
                .containsEntry("from", "2026-12-25")
                .containsEntry("until", "2026-12-26")
                .containsEntry("name", "Weihnachten");
        assertThat(imported("de", ICS, "text/calendar; charset=utf-8"))
                .hasStatusOk()
                .hasHeader("ETag", "\"1\"");
        assertThat(imported("de", ICS.replace("20261225", "2026"), "text/calendar"))
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .startsWith("line 4:");
        assertThat(imported("de", ICS, "application/json")).hasStatus(415);
        assertThat(imported("de", ICS, "text/calendar; charset=nonsense")).hasStatus(415);
    }

    @Test
    void aTaskExcludesACalendarByItsName() {
        assertThat(create("a", "weekend"))
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.errors[0]")
                .asMap()
                .containsEntry("pointer", "/schedule/exclude/0")
                .containsEntry("code", "UNKNOWN_CALENDAR");
        put("weekend", WEEKEND);
        assertThat(create("a", "weekend"))
                .hasStatus(201)
                .bodyJson()
                .extractingPath("$.schedule.exclude")
                .asArray()
                .containsExactly("weekend");
        assertThat(post("/v1/tasks:batchCreate", "{'tasks': [" + DAILY.formatted("weekend") + "]}"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.items[0].task.schedule.exclude")
                .asArray()
                .containsExactly("weekend");
        assertThat(mvc.patch()
                        .uri("/v1/tasks/a")
                        .contentType("application/merge-patch+json")
                        .content(json("{'timeout': 'PT20S'}"))
                        .exchange())
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.schedule.exclude")
                .asArray()
                .containsExactly("weekend");
        assertThat(
                        post(
                                "/v1/schedules:preview",
                                "{'count': 2, 'schedule': {'type': 'cron', 'expression': '0 12 * * *', 'exclude': ['weekend']}}"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.fires[*].scheduledFor")
                .asArray()
                .containsExactly("2026-11-20T12:00:00Z", "2026-11-23T12:00:00Z");
        assertThat(get("/v1/calendars/weekend"))
                .bodyJson()
                .extractingPath("$.usedBy.tasks")
                .isEqualTo(2);
        assertThat(mvc.delete().uri("/v1/calendars/weekend").exchange())
                .hasStatus(409)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .matches("calendar 'weekend' is used by 2 tasks \\(.*\\ba\\b.*\\); .*");
    }

    @Test
    void aChangeReplansTheTasksThatUseItAlsoThroughOthers() {
        put("friday", "{'type': 'weeklyDays', 'days': ['FRIDAY']}");
        put("closed", "{'type': 'union', 'of': ['friday']}");
        create("a", "closed");
        assertThat(nextFire("a")).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(mvc.delete().uri("/v1/calendars/friday").exchange())
                .hasStatus(409)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .contains("the calendars closed");

        assertThat(put("friday", WEEKEND))
                .hasStatusOk()
                .hasHeader("ETag", "\"2\"")
                .bodyJson()
                .extractingPath("$.usedBy")
                .asMap()
                .containsEntry("tasks", 1)
                .containsEntry("behind", 0);
        assertThat(nextFire("a")).isEqualTo("2026-11-20T12:00:00Z");

        calendars.rest();
        assertThat(put("friday", HOLIDAYS))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.usedBy.behind")
                .isEqualTo(1);
    }

    @Test
    void plansBeforeItApplies() {
        put("closed", WEEKEND);
        create("a", "closed");
        create("b", "closed");
        post("/v1/tasks/b:pause", "{}");
        MvcTestResult plan = mvc.put()
                .uri("/v1/calendars/closed?validateOnly=true&days=4")
                .contentType("application/json")
                .content(json("{'type': 'weeklyDays', 'days': ['SATURDAY', 'MONDAY']}"))
                .exchange();
        assertThat(plan).hasStatusOk().bodyJson().isStrictlyEqualTo(json("""
                {'from': '2026-11-20T10:00:00.123456Z', 'until': '2026-11-24T10:00:00.123456Z', 'tasks': 2, 'complete': true,
                 'items': [
                   {'task': 'a', 'state': 'ACTIVE', 'added': [], 'removed': [], 'truncated': false, 'neverFires': false,
                    'moved': [{'from': '2026-11-23T12:00:00Z', 'to': '2026-11-22T12:00:00Z'}]},
                   {'task': 'b', 'state': 'PAUSED', 'added': [], 'removed': [], 'truncated': false, 'neverFires': false,
                    'moved': [{'from': '2026-11-23T12:00:00Z', 'to': '2026-11-22T12:00:00Z'}]}]}
                """));
        assertThat(get("/v1/calendars/closed")).hasHeader("ETag", "\"1\"");
        assertThat(mvc.put()
                        .uri("/v1/calendars/closed?validateOnly=true")
                        .contentType("application/json")
                        .content(
                                json(
                                        "{'type': 'weeklyDays', 'days': ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']}"))
                        .exchange())
                .bodyJson()
                .extractingPath("$.items[0].neverFires")
                .isEqualTo(true);
        assertThat(mvc.put()
                        .uri("/v1/calendars/closed?validateOnly=yes&days=0&dry=1")
                        .contentType("application/json")
                        .content(json(WEEKEND))
                        .exchange())
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.errors[*].parameter")
                .asArray()
                .containsExactlyInAnyOrder("validateOnly", "days", "dry");
    }

    private String nextFire(String task) {
        return String.valueOf(tasks.inForce().stream()
                .filter(each -> each.id().id().equals(task))
                .findFirst()
                .orElseThrow()
                .nextFireAt());
    }

    private MvcTestResult create(String id, String calendar) {
        return post("/v1/tasks", DAILY.formatted(calendar).replace("{'schedule'", "{'id': '" + id + "', 'schedule'"));
    }

    private MvcTestResult imported(String name, String file, String contentType) {
        return mvc.post()
                .uri("/v1/calendars/" + name + ":import")
                .header("Content-Type", contentType)
                .content(file)
                .exchange();
    }

    private MvcTestResult get(String uri) {
        return mvc.get().uri(uri).exchange();
    }

    private MvcTestResult put(String name, String body) {
        return with(HttpMethod.PUT, name, body).exchange();
    }

    private MvcTestResult post(String uri, String body) {
        return mvc.post()
                .uri(uri)
                .contentType("application/json")
                .content(json(body))
                .exchange();
    }

    private MockMvcRequestBuilder with(HttpMethod method, String name, String body) {
        return mvc.method(method)
                .uri("/v1/calendars/" + name)
                .contentType("application/json")
                .content(json(body));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
