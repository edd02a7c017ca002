package dev.punctual.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.punctual.workflows.schedule.TimeZoneData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a real server answers, byte for byte where clients do not help. */
@SpringBootTest(
        classes = ApiTestApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"server.address=127.0.0.1", "spring.threads.virtual.enabled=true"})
class ContainerTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /v1/tasks                          | 200",
                "GET /v1/tasks/a%2Fb                    | 400",
                "GET /v1/tasks/a%2fb                    | 400",
                "GET /v1/tasks;a=b                      | 400",
                "GET /v1/tasks/a%3Bb                    | 400",
                "GET /v1/tasks/a%00                     | 400",
                "GET /v1/tasks/%ff                      | 400",
                "GET /v1/tasks/%zz                      | 400",
                "GET /v1/tasks/%                        | 400",
                "GET /v1/tasks/a\\b                     | 400",
                "GET /v1/tasks/a%5Cb                    | 400",
                "GET /v1/tasks?q=%zz                    | 400",
                "GET /v1/tasks?q=%00                    | 400",
                "GET /v1/tasks?q=%ff                    | 400",
                "GET /v1/tasks?q={                      | 400",
                "GET /v1/tasks?q=a%20b+c                | 200",
                "GET /v1/tasks?page=2                   | 422",
                "GET /v1/../etc/passwd                  | 404",
                "GET /../../etc/passwd                  | 400",
                "GET /v1/tasks/                         | 404",
                "GET /v1/tasks/UPPER                    | 404",
                "GET /v1/tasks/42:unknown               | 404",
                "POST /v1/tasks/:pause                  | 404",
                "POST /v1/tasks/42:unknown              | 404",
                "POST /v1/tasks/42:pause                | 404",
                "POST /v1/tasks/42                      | 405",
                "GET /v1/tasks/42:pause                 | 405",
                "PUT /v1/tasks                          | 405",
                "DELETE /v1/tasks                       | 405",
                "TRACE /v1/tasks                        | 405",
                "BREW /v1/tasks                         | 405",
                "GET /nothing                           | 404",
                "POST /nothing                          | 404",
                "GET /error                             | 404",
                "GET /v1/fires                          | 200",
                "GET /v1/fires/nope                     | 404",
                "GET /v1/fires?state=OVER               | 422",
                "GET /v1/fires?from=yesterday           | 422",
                "GET /v1/fires?include=usual            | 200",
                "GET /v1/fires?include=all              | 422",
                "GET /v1/tasks/none/fires               | 404",
                "GET /v1/upcoming?limit=501             | 422",
                "GET /v1/upcoming                       | 200",
                "GET /v1/workers                        | 200",
                "GET /v1/namespaces/tenant/workers      | 200",
                "GET /v1/stats                          | 200",
                "GET /v1/namespaces/BAD/stats           | 404",
            })
    void answersProblemsAsSuch(String line, int status) throws IOException {
        String answer = raw(line.replace("\\\\", "\\")
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        if (status >= 400) {
            assertProblem(answer, status);
        }
        if (status == 405 && !line.startsWith("TRACE")) {
            assertThat(answer.toLowerCase(Locale.ROOT)).contains("\nallow: ");
        }
    }

    @Test
    void refusesBodiesOverTheLimitHoweverTheyAreSent() throws Exception {
        byte[] large = new byte[1024 * 1024 + 1];
        Arrays.fill(large, (byte) ' ');
        byte[] atLimit = Arrays.copyOf(large, 1024 * 1024);

        assertProblem(send("/v1/tasks", BodyPublishers.ofByteArray(large)), 413);
        assertProblem(send("/v1/tasks", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))), 413);
        assertProblem(send("/v1/tasks", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(atLimit))), 400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\": }                       | line 1, column 8",
                "{\"id\": \"a\", \"id\": \"b\"}   | id",
                "{} {}                            | line 1",
                "{\"id\": 'a'}                    | line 1",
                "{\"id\": NaN}                    | line 1",
                "                                 | empty",
                "{\"id\": \"a                     | line 1",
            })
    void namesThePlaceOfMalformedJson(String body, String detail) throws Exception {
        HttpResponse<String> answer = send("/v1/tasks", BodyPublishers.ofString(body == null ? "" : body));
        assertProblem(answer, 400);
        assertThat(JsonPath.<String>read(answer.body(), "$.detail"))
                .contains(detail)
                .doesNotContain("tools.jackson");
    }

    @Test
    void refusesBytesThatAreNotUtf8AndTooDeepNesting() throws Exception {
        assertProblem(send("/v1/tasks", BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xff, '"'})), 400);
        assertProblem(send("/v1/tasks", BodyPublishers.ofString("[".repeat(100_000))), 400);
    }

    @Test
    void refusesForeignHostsAndPages() throws IOException {
        assertProblem(raw("GET /v1/tasks HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"), 403);
        String post =
                "POST /v1/schedules:preview HTTP/1.1\r\nHost: localhost:8080\r\nContent-Length: 0\r\nConnection: close\r\n";
        assertProblem(raw(post + "Origin: https://evil.example\r\n\r\n"), 403);
        assertProblem(raw(post + "Origin: http://localhost:3000\r\n\r\n"), 403);
        assertProblem(raw(post + "Origin: null\r\n\r\n"), 403);
        assertProblem(raw(post + "Sec-Fetch-Site: cross-site\r\n\r\n"), 403);
        assertProblem(raw(post + "Origin: http://localhost:8080\r\n\r\n"), 400);
        assertThat(raw("GET /v1/tasks HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void previewsSchedulesWithoutStoringThem() throws Exception {
        HttpResponse<String> cron = send("/v1/schedules:preview", BodyPublishers.ofString("""
                {"schedule": {"type": "cron", "expression": "30 2 * * *", "timeZone": "Europe/Berlin"},
                 "after": "2026-10-24T12:00:00Z", "count": 3}"""));
        assertThat(cron.statusCode()).as(cron.body()).isEqualTo(200);
        assertThat(JsonPath.<List<String>>read(cron.body(), "$.fires[*].local"))
                .containsExactly("2026-10-25T02:30:00", "2026-10-26T02:30:00", "2026-10-27T02:30:00");
        assertThat(JsonPath.<String>read(cron.body(), "$.fires[0].note")).isNotEmpty();
        assertThat(JsonPath.<String>read(cron.body(), "$.tzdataVersion")).isEqualTo(TimeZoneData.version());
        assertThat(JsonPath.<Map<String, Object>>read(cron.body(), "$")).doesNotContainKey("skipped");

        String spring =
                send("/v1/schedules:preview", BodyPublishers.ofString("""
                {"schedule": {"type": "cron", "expression": "30 2 * * *", "timeZone": "Europe/Berlin"},
                 "after": "2026-03-28T12:00:00Z", "count": 1}""")).body();
        assertThat(JsonPath.<List<Map<String, String>>>read(spring, "$.skipped"))
                .containsExactly(Map.of(
                        "local", "2026-03-29T02:30:00",
                        "clockChange", "2026-03-29T01:00:00Z",
                        "note", "02:30 does not exist on 2026-03-29 (clocks go forward); skipped"));

        String quartz =
                send("/v1/schedules:preview", BodyPublishers.ofString("""
                        {"schedule": {"type": "cron", "expression": "30 0 2 LW * ?", "dialect": "QUARTZ"},
                         "after": "2026-10-24T12:00:00Z", "count": 2}""")).body();
        assertThat(JsonPath.<List<String>>read(quartz, "$.fires[*].scheduledFor"))
                .containsExactly("2026-10-30T02:00:30Z", "2026-11-30T02:00:30Z");

        String hashed =
                "{\"schedule\": {\"type\": \"cron\", \"expression\": \"H H * * *\"}, \"task\": \"TASK\", \"count\": 1}";
        String one = send("/v1/schedules:preview", BodyPublishers.ofString(hashed.replace("TASK", "one")))
                .body();
        String two = send("/v1/schedules:preview", BodyPublishers.ofString(hashed.replace("TASK", "two")))
                .body();
        assertThat(JsonPath.<String>read(one, "$.description")).isNotEqualTo(JsonPath.read(two, "$.description"));

        HttpResponse<String> interval = send(
                "/v1/schedules:preview",
                BodyPublishers.ofString(
                        "{\"schedule\": {\"type\": \"interval\", \"every\": \"PT1H\"}, \"after\": \"2026-01-01T00:30:00Z\", \"count\": 2}"));
        assertThat(JsonPath.<List<String>>read(interval.body(), "$.fires[*].scheduledFor"))
                .containsExactly("2026-01-01T01:30:00Z", "2026-01-01T02:30:00Z");
        HttpResponse<String> rule = send("/v1/schedules:preview", BodyPublishers.ofString("""
                {"schedule": {"type": "rrule", "rule": "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "start": "2026-01-01T09:00",
                  "timeZone": "Europe/Berlin", "maxFires": 2, "jitter": "PT1M"},
                 "after": "2026-01-01T00:00:00Z", "count": 5, "timeZone": "Asia/Tokyo"}"""));
        assertThat(JsonPath.<List<String>>read(rule.body(), "$.fires[*].local"))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("2026-02-13T17:00"),
                        second -> assertThat(second).startsWith("2026-03-13T17:00"));
        assertThat(JsonPath.<String>read(rule.body(), "$.fires[0].note")).startsWith("jitter");
        assertProblem(
                send(
                        "/v1/schedules:preview",
                        BodyPublishers.ofString(
                                "{\"schedule\": {\"type\": \"cron\", \"expression\": \"61 * * * *\"}}")),
                422);
        assertProblem(
                send(
                        "/v1/schedules:preview",
                        BodyPublishers.ofString("{\"schedule\": {\"type\": \"once\"}, \"count\": 1001}")),
                422);
    }

    /** The console's types are made of its copy, so that what no longer fits breaks its build, and not its pages. */
    @Test
    void isDescribedToTheConsoleAsItIs() throws Exception {
        JsonMapper json = JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
        Map<?, ?> now = json.readValue(
                client.send(request("/v3/api-docs").build(), BodyHandlers.ofString())
                        .body(),
                TreeMap.class);
        // it names the port of this very test
        now.remove("servers");
        Path copy = Path.of("..", "console", "openapi.json");
        Path made = Path.of("target", "openapi.json");
        Files.writeString(made, json.writeValueAsString(now) + "\n");
        assertThat(json.readTree(Files.readString(made)))
                .as("console/openapi.json is not what the API says of itself; run: cp api/target/openapi.json console/")
                .isEqualTo(json.readTree(Files.readString(copy)));
    }

    @Test
    void describesItselfInOpenApi() throws Exception {
        String api = client.send(request("/v3/api-docs").build(), BodyHandlers.ofString())
                .body();
        assertThat(JsonPath.<String>read(api, "$.openapi")).startsWith("3.1");
        Map<String, Object> paths = JsonPath.read(api, "$.paths");
        assertThat(paths)
                .containsKeys(
                        "/v1/tasks",
                        "/v1/tasks/{id}",
                        "/v1/tasks/{id}:pause",
                        "/v1/tasks:batchCreate",
                        "/v1/tasks:batch",
                        "/v1/tasks/{id}:skipNext",
                        "/v1/namespaces/{ns}/tasks/{id}:trigger",
                        "/v1/fires/{fireId}",
                        "/v1/fires/{fireId}:cancel",
                        "/v1/namespaces/{ns}/fires/{fireId}:retry",
                        "/v1/schedules:preview",
                        "/v1/calendars",
                        "/v1/namespaces/{ns}/calendars/{name}",
                        "/v1/calendars/{name}:import",
                        "/v1/upcoming",
                        "/v1/timeZoneData",
                        "/v1/timeZoneData:replan",
                        "/v1/workers",
                        "/v1/stats");
        for (String operation : List.of("['/v1/tasks'].post", "['/v1/tasks/{id}'].put", "['/v1/tasks/{id}'].patch")) {
            assertThat(JsonPath.<List<String>>read(api, "$.paths" + operation + ".parameters[*].name"))
                    .as(operation)
                    .contains("validateOnly", "days");
            assertThat(JsonPath.<List<String>>read(api, "$.paths" + operation + ".responses['200'].content..['$ref']"))
                    .as(operation)
                    .contains("#/components/schemas/TaskPlan");
        }
        List<String> operationIds = JsonPath.read(api, "$..operationId");
        assertThat(operationIds).doesNotHaveDuplicates().contains("createTask", "pauseTaskInNamespace");
        assertThat(JsonPath.<String>read(
                        api, "$.paths['/v1/tasks'].post.requestBody.content['application/json'].schema['$ref']"))
                .isEqualTo("#/components/schemas/Task");
        assertThat(JsonPath.<List<String>>read(api, "$.paths['/v1/tasks/{id}'].put.parameters[*].name"))
                .containsExactlyInAnyOrder("id", "If-Match", "If-None-Match", "validateOnly", "days");
        assertThat(JsonPath.<List<String>>read(api, "$.paths['/v1/calendars/{name}'].put.parameters[*].name"))
                .containsExactlyInAnyOrder("name", "validateOnly", "days", "If-Match", "If-None-Match");
        assertThat(JsonPath.<List<String>>read(api, "$.components.schemas.Calendar.oneOf[*]['$ref']"))
                .hasSize(6);
        assertThat(JsonPath.<List<String>>read(api, "$.paths['/v1/tasks'].get.parameters[*].name"))
                .containsExactlyInAnyOrder("state", "label", "q", "actionType", "include", "pageSize", "pageToken");
        assertThat(JsonPath.<Map<String, Object>>read(api, "$.components.schemas"))
                .containsKeys(
                        "Task",
                        "Fire",
                        "Problem",
                        "FieldError",
                        "Schedule",
                        "HttpAction",
                        "CronSchedule",
                        "RRuleSchedule",
                        "Stats");
        for (String field : List.of("expression", "startAt", "maxFires", "exclude")) {
            assertThat(JsonPath.<List<Object>>read(api, "$.components.schemas.CronSchedule.." + field))
                    .as(field)
                    .isNotEmpty();
        }
    }

    private HttpResponse<String> send(String path, BodyPublisher body) throws IOException, InterruptedException {
        return client.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(body)
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(t -> assertThat(t).startsWith("application/problem+json"));
        assertProblemBody(answer.body(), status);
    }

    private static void assertProblem(String answer, int status) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("application/problem+json");
        String body = answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1);
        assertProblemBody(body, status);
    }

    private static void assertProblemBody(String body, int status) {
        assertThat(JsonPath.<Integer>read(body, "$.status")).isEqualTo(status);
        assertThat(JsonPath.<String>read(body, "$.type")).startsWith("urn:punctual:problem:");
        assertThat(JsonPath.<String>read(body, "$.title")).isNotEmpty();
        assertThat(JsonPath.<String>read(body, "$.detail")).isNotEmpty();
    }
}
