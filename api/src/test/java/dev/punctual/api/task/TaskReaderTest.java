package dev.punctual.api.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Json;
import dev.punctual.api.problem.FieldError;
import dev.punctual.api.schedule.CalendarLookup;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.IntervalMode;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.task.Action;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.ActivityAction;
import dev.punctual.workflows.task.CommandAction;
import dev.punctual.workflows.task.HttpAction;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.SqlAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.WorkflowAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TaskReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final TaskId NAME = new TaskId("default", "a-task");
    private static final ActionRules RULES =
            new ActionRules(List.of("/usr/bin/echo", "/opt/jobs"), Set.of("reports"), Set.of("partner"));
    private static final String MINIMAL = "{'schedule': {'type': 'once'}, 'action': {'type': 'simulate'}}";
    private static final String FULL_HTTP =
            "{'type': 'http', 'method': 'POST', 'url': 'https://example.com/{{fireId}}', 'headers': {'X-A': 'b'}, 'body': {'a': [1.50, null]}, 'expectStatus': ['2xx', 404]}";

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // the shape
                "[]                                                     |                          | TYPE",
                "{'nam': 'x'}                                           | /nam                     | UNKNOWN_FIELD",
                "{'a/b~~c': 1}                                          | /a~1b~0c                 | UNKNOWN_FIELD",
                "{'displayName': 5}                                     | /displayName             | TYPE",
                "{'displayName': 'a\\u0000b'}                           | /displayName             | INVALID_CHARACTER",
                "{'description': '\\ud800'}                             | /description             | INVALID_CHARACTER",
                "{'id': 'Not-A-Name'}                                   | /id                      | ID",
                "{'labels': []}                                         | /labels                  | TYPE",
                "{'labels': {'Team': 'x'}}                              | /labels/Team             | LABEL_KEY",
                "{'labels': {'team': 1}}                                | /labels/team             | TYPE",
                "{'labels': {'team': null}}                             | /labels/team             | TYPE",
                // policies
                "{'timeout': 'PT0.05S'}                                 | /timeout                 | OUT_OF_RANGE",
                "{'timeout': 'P8D'}                                     | /timeout                 | OUT_OF_RANGE",
                "{'timeout': '30s'}                                     | /timeout                 | DURATION",
                "{'timeout': 30}                                        | /timeout                 | TYPE",
                "{'retry': {'maxAttempts': 0}}                          | /retry/maxAttempts       | OUT_OF_RANGE",
                "{'retry': {'maxAttempts': 101}}                        | /retry/maxAttempts       | OUT_OF_RANGE",
                "{'retry': {'maxAttempts': 1.5}}                        | /retry/maxAttempts       | TYPE",
                "{'retry': {'maxAttempts': 99999999999999}}             | /retry/maxAttempts       | OUT_OF_RANGE",
                "{'retry': {'initialInterval': 'PT0.01S'}}              | /retry/initialInterval   | OUT_OF_RANGE",
                "{'retry': {'initialInterval': 'P2D'}}                  | /retry/initialInterval   | OUT_OF_RANGE",
                "{'retry': {'initialInterval': 'PT2S', 'maxInterval': 'PT1S'}} | /retry/maxInterval | OUT_OF_RANGE",
                "{'retry': {'maxInterval': 'P8D'}}                      | /retry/maxInterval       | OUT_OF_RANGE",
                "{'retry': {'backoffCoefficient': 0.5}}                 | /retry/backoffCoefficient | OUT_OF_RANGE",
                "{'retry': {'backoffCoefficient': 1e999}}               | /retry/backoffCoefficient | OUT_OF_RANGE",
                "{'retry': {'maxElapsed': 'PT0S'}}                      | /retry/maxElapsed        | OUT_OF_RANGE",
                "{'retry': {'maxElapsed': 'P31D'}}                      | /retry/maxElapsed        | OUT_OF_RANGE",
                "{'retry': {'attempts': 3}}                             | /retry/attempts          | UNKNOWN_FIELD",
                "{'catchUp': {'policy': 'SOME'}}                        | /catchUp/policy          | CHOICE",
                "{'catchUp': {'window': '-PT1S'}}                       | /catchUp/window          | OUT_OF_RANGE",
                "{'catchUp': {'window': 'P366D'}}                       | /catchUp/window          | OUT_OF_RANGE",
                "{'delivery': 'ONCE'}                                   | /delivery                | CHOICE",
                "{'priority': 6}                                        | /priority                | OUT_OF_RANGE",
                "{'priority': '3'}                                      | /priority                | TYPE",
                "{'fairnessKey': ''}                                    | /fairnessKey             | OUT_OF_RANGE",
                "{'fairnessKey': 'äääääääääääääääääääääääääääääääää'}   | /fairnessKey             | OUT_OF_RANGE",
                "{'queue': 'gpu'}                                       | /queue                   | UNKNOWN_QUEUE",
                "{'overlapPolicy': 'QUEUE'}                             | /overlapPolicy           | CHOICE",
                // what follows
                "{'onFailure': {'type': 'corn'}}                        | /onFailure/type          | CHOICE",
                "{'onFailure': 'simulate'}                              | /onFailure               | TYPE",
                "{'onSuccess': {'type': 'trigger'}}                     | /onSuccess/task          | REQUIRED",
                "{'onSuccess': {'type': 'trigger', 'task': 'A Task'}}   | /onSuccess/task          | ID",
                "{'onSuccess': {'type': 'trigger', 'task': 'a-task'}}   | /onSuccess/task          | CIRCLE",
                "{'onLate': {'action': {'type': 'simulate'}}}           | /onLate/after            | REQUIRED",
                "{'onLate': {'after': 'PT1M'}}                          | /onLate/action           | REQUIRED",
                "{'onLate': {'after': 'P8D', 'action': {'type': 'simulate'}}} | /onLate/after      | OUT_OF_RANGE",
                "{'onLate': {'after': 'PT1M', 'action': {'type': 'simulate'}, 'x': 1}} | /onLate/x  | UNKNOWN_FIELD",
                "{'onFailure': {'type': 'activity', 'taskQueue': 'q', 'activityType': 't', 'heartbeatTimeout': 'PT1M'}} | /onFailure/heartbeatTimeout | OUT_OF_RANGE",
                "{'action': {'type': 'trigger', 'task': 'a-task'}}      | /action/task             | CIRCLE",
                "{'retention': 'PT59M'}                                 | /retention               | OUT_OF_RANGE",
                "{'retention': 'P91D'}                                  | /retention               | OUT_OF_RANGE",
                "{'fairnessWeight': 2}                                  | /fairnessWeight          | NEEDS_KEY",
                "{'fairnessKey': 'a', 'fairnessWeight': 0}              | /fairnessWeight          | OUT_OF_RANGE",
                "{'fairnessKey': 'a', 'fairnessWeight': 1001}           | /fairnessWeight          | OUT_OF_RANGE",
                "{'concurrency': {'key': 'a', 'limit': 0}}              | /concurrency/limit       | OUT_OF_RANGE",
                "{'concurrency': {'key': 'a', 'limit': 10001}}          | /concurrency/limit       | OUT_OF_RANGE",
                "{'concurrency': {'key': 'a'}}                          | /concurrency/limit       | REQUIRED",
                "{'concurrency': {'limit': 1}}                          | /concurrency/key         | REQUIRED",
                "{'concurrency': {'key': ' ', 'limit': 1}}              | /concurrency/key         | OUT_OF_RANGE",
                "{'concurrency': {'key': 'a', 'limit': 1, 'x': 2}}      | /concurrency/x           | UNKNOWN_FIELD",
                "{'concurrency': 'a'}                                   | /concurrency             | TYPE",
                // schedules
                "{'schedule': null}                                     | /schedule                | REQUIRED",
                "{'schedule': {}}                                       | /schedule/type           | REQUIRED",
                "{'schedule': {'type': 'rrule', 'rule': 'FREQ=DAILY'}}  | /schedule/start          | REQUIRED",
                "{'schedule': {'type': 'rrule', 'start': '2026-12-01T09:00'}} | /schedule/rule     | REQUIRED",
                "{'schedule': {'type': 'rrule', 'rule': 'x', 'start': '2026-12-01T09:00'}} | /schedule/rule | RRULE",
                "{'schedule': {'type': 'rrule', 'rule': 'FREQ=DAILY', 'start': '2026-12-01T09:00Z'}} | /schedule/start | LOCAL_DATE_TIME",
                "{'schedule': {'type': 'rrule', 'rule': 'FREQ=DAILY', 'start': '2026-12-01T09:00:00.5'}} | /schedule/start | OUT_OF_RANGE",
                "{'schedule': {'type': 'rrule', 'rule': 'FREQ=DAILY', 'start': '2026-12-01T09:00', 'exdates': ['x']}} | /schedule/exdates/0 | LOCAL_DATE_TIME",
                "{'schedule': {'type': 'rrule', 'rule': 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'start': '2026-12-01T09:00'}} | /schedule/rule | NEVER_FIRES",
                "{'schedule': {'type': 'corn'}}                         | /schedule/type           | CHOICE",
                "{'schedule': {'type': 'once', 'at': 'tomorrow'}}       | /schedule/at             | INSTANT",
                "{'schedule': {'type': 'once', 'at': '1969-12-31T23:59:59Z'}} | /schedule/at       | INSTANT",
                "{'schedule': {'type': 'once', 'at': '+10000-01-01T00:00:00Z'}} | /schedule/at     | INSTANT",
                "{'schedule': {'type': 'once', 'at': '2026-11-20T08:59:59Z'}} | /schedule/at       | TOO_LATE",
                "{'schedule': {'type': 'once', 'at': '2026-12-01T00:00:00Z', 'delay': 'PT1S'}} | /schedule/delay | CONTRADICTION",
                "{'schedule': {'type': 'once', 'delay': '-PT1S'}}       | /schedule/delay          | OUT_OF_RANGE",
                "{'schedule': {'type': 'once', 'delay': 'P3651D'}}      | /schedule/delay          | OUT_OF_RANGE",
                "{'schedule': {'type': 'once', 'every': 'PT1S'}}        | /schedule/every          | UNKNOWN_FIELD",
                "{'schedule': {'type': 'interval'}}                     | /schedule/every          | REQUIRED",
                "{'schedule': {'type': 'interval', 'every': 'PT0.9S'}}  | /schedule/every          | OUT_OF_RANGE",
                "{'schedule': {'type': 'interval', 'every': 'P3651D'}}  | /schedule/every          | OUT_OF_RANGE",
                "{'schedule': {'type': 'interval', 'every': 'PT1S', 'mode': 'SOMETIMES'}} | /schedule/mode | CHOICE",
                "{'schedule': {'type': 'interval', 'every': 'PT1S', 'mode': 'FIXED_DELAY', 'maxFires': 3}} | /schedule/mode | CONTRADICTION",
                "{'schedule': {'type': 'interval', 'every': 'PT1S', 'timeZone': 'UTC'}} | /schedule/timeZone | CONTRADICTION",
                "{'schedule': {'type': 'interval', 'every': 'PT1S', 'jitter': 'P2D'}} | /schedule/jitter | OUT_OF_RANGE",
                "{'schedule': {'type': 'interval', 'every': 'PT1S', 'maxFires': 0}} | /schedule/maxFires | OUT_OF_RANGE",
                "{'schedule': {'type': 'interval', 'every': 'PT1S', 'exclude': ['bank']}} | /schedule/exclude/0 | UNKNOWN_CALENDAR",
                "{'schedule': {'type': 'interval', 'every': 'PT1S', 'businessDayRoll': 'FOLLOWING'}} | /schedule/businessDayRoll | CONTRADICTION",
                "{'schedule': {'type': 'cron'}}                         | /schedule/expression     | REQUIRED",
                "{'schedule': {'type': 'cron', 'expression': '0 2 * * *', 'timeZone': 'Mars'}} | /schedule/timeZone | TIME_ZONE",
                "{'schedule': {'type': 'cron', 'expression': '0 2 * * *', 'dialect': 'QUARTZ'}} | /schedule/expression | CRON_FIELDS",
                "{'schedule': {'type': 'cron', 'expression': '0 0 2 * * *', 'dialect': 'QUARTZ'}} | /schedule/expression | CRON_DAYS",
                "{'schedule': {'type': 'cron', 'expression': '0 2 * * *', 'dialect': 'CRONIE'}} | /schedule/dialect | CHOICE",
                "{'schedule': {'type': 'cron', 'expression': '0 2 * * *', 'gap': 'JUMP'}} | /schedule/gap | CHOICE",
                "{'schedule': {'type': 'cron', 'expression': '0 2 * * *', 'endAt': '2020-01-01T00:00:00Z'}} | /schedule/endAt | CONTRADICTION",
                "{'schedule': {'type': 'cron', 'expression': '0 2 * * *', 'endAt': '2026-11-20T10:00:01Z'}} | /schedule/endAt | NEVER_FIRES",
                "{'schedule': {'type': 'cron', 'expression': '0 2 * * *', 'experssion': 1}} | /schedule/experssion | UNKNOWN_FIELD",
                // actions
                "{'action': 'http'}                                     | /action                  | TYPE",
                "{'action': {}}                                         | /action/type             | REQUIRED",
                "{'action': {'type': 'activity', 'activityType': 'x'}}  | /action/taskQueue        | REQUIRED",
                "{'action': {'type': 'activity', 'taskQueue': 'q'}}     | /action/activityType     | REQUIRED",
                "{'action': {'type': 'activity', 'taskQueue': 'punctual-tasks', 'activityType': 'x'}} | /action/taskQueue | RESERVED",
                "{'action': {'type': 'activity', 'taskQueue': ' ', 'activityType': 'x'}} | /action/taskQueue | EMPTY",
                "{'action': {'type': 'activity', 'taskQueue': 'q', 'activityType': 'x', 'input': {}}} | /action/input | TYPE",
                "{'action': {'type': 'activity', 'taskQueue': 'q', 'activityType': 'x', 'heartbeatTimeout': 'PT0.5S'}} | /action/heartbeatTimeout | OUT_OF_RANGE",
                "{'action': {'type': 'activity', 'taskQueue': 'q', 'activityType': 'x', 'heartbeatTimeout': 'PT31S'}} | /action/heartbeatTimeout | OUT_OF_RANGE",
                "{'action': {'type': 'activity', 'taskQueue': 'q', 'activityType': 'x', 'workflowType': 'y'}} | /action/workflowType | UNKNOWN_FIELD",
                "{'action': {'type': 'workflow', 'taskQueue': 'q'}}     | /action/workflowType     | REQUIRED",
                "{'action': {'type': 'workflow', 'taskQueue': 'q', 'workflowType': 'x', 'heartbeatTimeout': 'PT5S'}} | /action/heartbeatTimeout | UNKNOWN_FIELD",
                "{'action': {'type': 'command'}}                        | /action/argv             | REQUIRED",
                "{'action': {'type': 'command', 'argv': []}}            | /action/argv             | REQUIRED",
                "{'action': {'type': 'command', 'argv': 'ls -l'}}       | /action/argv             | TYPE",
                "{'action': {'type': 'command', 'argv': ['/usr/bin/echo', 1]}} | /action/argv/1    | TYPE",
                "{'action': {'type': 'command', 'argv': ['echo']}}      | /action/argv/0           | PROGRAM",
                "{'action': {'type': 'command', 'argv': ['/bin/sh', '-c', 'x']}} | /action/argv/0  | PROGRAM",
                "{'action': {'type': 'command', 'argv': ['/opt/jobs/../../bin/sh']}} | /action/argv/0 | PROGRAM",
                "{'action': {'type': 'command', 'argv': ['/opt/jobs//x']}} | /action/argv/0        | PROGRAM",
                "{'action': {'type': 'command', 'argv': ['/opt/jobsx/y']}} | /action/argv/0        | PROGRAM",
                "{'action': {'type': 'command', 'argv': ['/opt/jobs/{{task}}/../x']}} | /action/argv/0 | PROGRAM",
                "{'action': {'type': 'command', 'argv': ['/opt/jobs/x'], 'workingDirectory': 'tmp'}} | /action/workingDirectory | PATH",
                "{'action': {'type': 'command', 'argv': ['/opt/jobs/x'], 'env': {'A B': 'c'}}} | /action/env/A B | VARIABLE",
                "{'action': {'type': 'command', 'argv': ['/opt/jobs/x'], 'env': {'LD_PRELOAD': 'c'}}} | /action/env/LD_PRELOAD | VARIABLE",
                "{'action': {'type': 'command', 'argv': ['/opt/jobs/x'], 'env': {'PUNCTUAL_TASK': 'c'}}} | /action/env/PUNCTUAL_TASK | VARIABLE",
                "{'action': {'type': 'command', 'argv': ['/opt/jobs/x'], 'env': {'A': 1}}} | /action/env/A | TYPE",
                "{'action': {'type': 'command', 'argv': ['/opt/jobs/x'], 'limits': {'cpu': 'PT0.1S'}}} | /action/limits/cpu | OUT_OF_RANGE",
                "{'action': {'type': 'command', 'argv': ['/opt/jobs/x'], 'limits': {'memory': '1MiB'}}} | /action/limits/memory | OUT_OF_RANGE",
                "{'action': {'type': 'command', 'argv': ['/opt/jobs/x'], 'limits': {'memory': '64 MB'}}} | /action/limits/memory | OUT_OF_RANGE",
                "{'action': {'type': 'command', 'argv': ['/opt/jobs/x'], 'limits': {'disk': 1}}} | /action/limits/disk | UNKNOWN_FIELD",
                "{'action': {'type': 'command', 'argv': ['/opt/jobs/x'], 'shell': true}} | /action/shell   | UNKNOWN_FIELD",
                "{'action': {'type': 'sql', 'statement': 'select 1'}}   | /action/dataSource       | REQUIRED",
                "{'action': {'type': 'sql', 'dataSource': 'book', 'statement': 'select 1'}} | /action/dataSource | UNKNOWN_DATA_SOURCE",
                "{'action': {'type': 'sql', 'dataSource': 'reports'}}   | /action/statement        | REQUIRED",
                "{'action': {'type': 'sql', 'dataSource': 'reports', 'statement': '  '}} | /action/statement | EMPTY",
                "{'action': {'type': 'sql', 'dataSource': 'reports', 'statement': 'select {{ fireId }}'}} | /action/statement | PLACEHOLDER",
                "{'action': {'type': 'sql', 'dataSource': 'reports', 'statement': 'select ?', 'parameters': {}}} | /action/parameters | TYPE",
                "{'action': {'type': 'sql', 'dataSource': 'reports', 'statement': 'select ?', 'parameters': [1, [2]]}} | /action/parameters/1 | TYPE",
                "{'action': {'type': 'http', 'url': 'https://a.b/', 'signingSecret': 'whsec_x'}} | /action/signingSecret | UNKNOWN_SECRET",
                "{'retry': {'nonRetryable': ['http 404']}}              | /retry/nonRetryable/0    | ERROR_TYPE",
                "{'retry': {'nonRetryable': 'TIMEOUT'}}                 | /retry/nonRetryable      | TYPE",
                "{'action': {'type': 'http', 'method': 'GET'}}          | /action/url              | REQUIRED",
                "{'action': {'type': 'http', 'method': 'get', 'url': 'https://a.b/'}} | /action/method | HTTP_METHOD",
                "{'action': {'type': 'http', 'method': 'GET /', 'url': 'https://a.b/'}} | /action/method | HTTP_METHOD",
                "{'action': {'type': 'http', 'method': 'GET', 'url': '/x'}} | /action/url          | URL",
                "{'action': {'type': 'http', 'method': 'GET', 'url': 'ftp://a.b/'}} | /action/url  | URL",
                "{'action': {'type': 'http', 'method': 'GET', 'url': 'https://a b/'}} | /action/url | URL",
                "{'action': {'type': 'http', 'method': 'GET', 'url': 'https:///x'}} | /action/url  | URL",
                "{'action': {'type': 'http', 'method': 'GET', 'url': 'https://u:p@a.b/'}} | /action/url | URL",
                "{'action': {'type': 'http', 'method': 'GET', 'url': 'https://a.b:99999/'}} | /action/url | URL",
                "{'action': {'type': 'http', 'method': 'GET', 'url': 'https://a.b/', 'headers': {'Host': 'x'}}} | /action/headers/Host | HEADER",
                "{'action': {'type': 'http', 'method': 'GET', 'url': 'https://a.b/', 'headers': {'X': 'a\\r\\nb'}}} | /action/headers/X | HEADER",
                "{'action': {'type': 'http', 'method': 'GET', 'url': 'https://a.b/', 'headers': {'X Y': 'a'}}} | /action/headers/X Y | HEADER",
                "{'action': {'type': 'http', 'method': 'GET', 'url': 'https://a.b/', 'expectStatus': ['20x']}} | /action/expectStatus | HTTP_STATUS",
                "{'action': {'type': 'http', 'method': 'GET', 'url': 'https://a.b/', 'expectStatus': '2xx'}} | /action/expectStatus | TYPE",
                "{'action': {'type': 'http', 'method': 'GET', 'url': 'https://a.b/', 'followRedirects': 'yes'}} | /action/followRedirects | TYPE",
                "{'action': {'type': 'simulate', 'duration': 'PT16M'}}  | /action/duration         | OUT_OF_RANGE",
                "{'action': {'type': 'simulate', 'duration': {'min': 'PT2S', 'max': 'PT1S'}}} | /action/duration/max | OUT_OF_RANGE",
                "{'action': {'type': 'simulate', 'duration': {'min': 'PT2S'}}} | /action/duration/max | REQUIRED",
                "{'action': {'type': 'simulate', 'failureRate': 1.1}}   | /action/failureRate      | OUT_OF_RANGE",
            })
    void refusesWithPointerAndCode(String changes, String pointer, String code) {
        JsonNode changed = json(changes.replace("~~", "~"));
        JsonNode body = changed.isObject() ? overlay(changed) : changed;
        Errors errors = new Errors();

        assertThat(new TaskReader(NOW, null, CalendarLookup.NONE, RULES).read(body, "", errors, NAME))
                .isNull();

        assertThat(errors.problem().errors())
                .extracting(FieldError::pointer, FieldError::code)
                .contains(tuple(pointer == null ? "" : pointer, code));
        assertThat(errors.problem().errors())
                .filteredOn(e -> !code.equals(e.code()))
                .isEmpty();
    }

    @Test
    void answersAllMistakesAtOnceAndNamesNearMisses() {
        Errors errors = new Errors();
        new TaskReader(NOW, null, CalendarLookup.NONE, RULES)
                .read(json("{'scheduel': {}, 'priority': 9, 'action': {'type': 'http'}}"), "/tasks/3", errors, NAME);
        assertThat(errors.problem().errors())
                .extracting(FieldError::pointer)
                .containsExactlyInAnyOrder(
                        "/tasks/3/schedule", "/tasks/3/action/url", "/tasks/3/priority", "/tasks/3/scheduel");
        assertThat(errors.problem().errors().getLast().message()).contains("did you mean schedule?");
    }

    @Test
    void appliesTheDefaults() {
        TaskSpec expected =
                TaskSpec.of(new OneTimeSchedule(NOW), new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null));
        assertThat(spec(MINIMAL, null)).isEqualTo(expected);
    }

    @Test
    void readsAnHttpActionAsItIs() {
        Action action = spec("{'schedule': {'type': 'once'}, 'action': " + FULL_HTTP + "}", null)
                .action();
        assertThat(action).isInstanceOf(HttpAction.class);
        HttpAction http = (HttpAction) action;
        assertThat(http.url()).isEqualTo("https://example.com/{{fireId}}");
        assertThat(http.expectStatus()).containsExactly("2xx", "404");
        assertThat(http.headers()).isEqualTo(Map.of("X-A", "b"));
        assertThat(new String(Json.write(String.valueOf(http.body())), StandardCharsets.UTF_8))
                .contains("1.50");
    }

    @Test
    void readsACommand() {
        String body =
                "{'schedule': {'type': 'once'}, 'action': {'type': 'command', 'argv': ['/opt/jobs/a', '{{fireId}}', ''], 'env': {'A': 'b'}, 'workingDirectory': '/tmp', 'limits': {'cpu': 'PT10S', 'memory': '1GiB'}}}";
        assertThat(spec(body, null).action())
                .isEqualTo(new CommandAction(
                        List.of("/opt/jobs/a", "{{fireId}}", ""),
                        Map.of("A", "b"),
                        "/tmp",
                        new CommandAction.Limits(Duration.ofSeconds(10), 1L << 30)));
    }

    @Test
    void refusesAnyCommandWhereTheyAreOff() {
        Errors errors = new Errors();
        JsonNode body =
                json("{'schedule': {'type': 'once'}, 'action': {'type': 'command', 'argv': ['/usr/bin/echo']}}");
        assertThat(new TaskReader(NOW, null, CalendarLookup.NONE, ActionRules.NONE).read(body, "", errors, NAME))
                .isNull();
        assertThat(errors.problem().errors())
                .extracting(FieldError::pointer, FieldError::code)
                .containsExactly(tuple("/action/type", "COMMANDS_OFF"));
    }

    @Test
    void refusesAHugeCommandAndNamesTheLimit() {
        String huge = "'" + "x".repeat(60_000) + "'";
        Errors errors = new Errors();
        JsonNode body =
                json("{'schedule': {'type': 'once'}, 'action': {'type': 'command', 'argv': ['/usr/bin/echo', %s, %s]}}"
                        .formatted(huge, huge));
        assertThat(new TaskReader(NOW, null, CalendarLookup.NONE, RULES).read(body, "", errors, NAME))
                .isNull();
        assertThat(errors.problem().errors()).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("TOO_LONG");
            assertThat(error.message()).contains("100000");
        });
    }

    @Test
    void readsAStatementWithItsParameters() {
        String body =
                "{'schedule': {'type': 'once'}, 'action': {'type': 'sql', 'dataSource': 'reports', 'statement': 'select ?, ?, ?, ?', 'parameters': ['{{scheduledFor}}', 7, null, true]}}";
        assertThat(spec(body, null).action())
                .isEqualTo(new SqlAction(
                        "reports", "select ?, ?, ?, ?", Arrays.asList("{{scheduledFor}}", 7, null, true)));
    }

    @Test
    void readsWhatOtherProgramsWorkersDo() {
        String activity =
                "{'schedule': {'type': 'once'}, 'timeout': 'PT5M', 'action': {'type': 'activity', 'taskQueue': 'q', 'activityType': 'render', 'input': ['{{task}}', null, {'n': 1}], 'heartbeatTimeout': 'PT5M'}}";
        assertThat(spec(activity, null).action())
                .isEqualTo(new ActivityAction(
                        "q", "render", Arrays.asList("{{task}}", null, Map.of("n", 1)), Duration.ofMinutes(5)));
        String workflow =
                "{'schedule': {'type': 'once'}, 'action': {'type': 'workflow', 'taskQueue': 'q', 'workflowType': 'Digest'}}";
        assertThat(spec(workflow, null).action()).isEqualTo(new WorkflowAction("q", "Digest", List.of()));
    }

    @Test
    void refusesAnInputThatIsTooLong() {
        Errors errors = new Errors();
        String body =
                "{'schedule': {'type': 'once'}, 'action': {'type': 'workflow', 'taskQueue': 'q', 'workflowType': 'x', 'input': ['%s']}}"
                        .formatted("x".repeat(64 * 1024));
        assertThat(new TaskReader(NOW, null, CalendarLookup.NONE, RULES).read(json(body), "", errors, NAME))
                .isNull();
        assertThat(errors.problem().errors()).singleElement().satisfies(error -> {
            assertThat(error.pointer()).isEqualTo("/action/input");
            assertThat(error.message()).contains("65536");
        });
    }

    @Test
    void readsWhatIsNotTriedAgain() {
        String body =
                "{'schedule': {'type': 'once'}, 'retry': {'nonRetryable': ['HTTP_404', 'EXIT_2']}, 'action': {'type': 'http', 'url': 'https://a.b/', 'signingSecret': 'partner'}}";
        assertThat(spec(body, null).retry().nonRetryable()).containsExactly("HTTP_404", "EXIT_2");
        assertThat(spec(body, null).action())
                .isInstanceOfSatisfying(
                        HttpAction.class,
                        http -> assertThat(http.signingSecret()).isEqualTo("partner"));
    }

    @Test
    void takesAPastInstantWithinTheCatchUpWindow() {
        String body =
                "{'schedule': {'type': 'once', 'at': '2026-11-20T09:00:00.1234567+00:00'}, 'action': {'type': 'simulate'}}";
        assertThat(spec(body, null).schedule())
                .isEqualTo(new OneTimeSchedule(Instant.parse("2026-11-20T09:00:00.123456Z")));
    }

    @Test
    void doesNotRefuseAnOldInstantThatIsLeftAsItWas() {
        TaskSpec current = TaskSpec.of(
                new OneTimeSchedule(Instant.parse("2020-01-01T00:00:00Z")),
                new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null));
        String body = "{'schedule': {'type': 'once', 'at': '2020-01-01T00:00:00Z'}, 'action': {'type': 'simulate'}}";
        assertThat(spec(body, current).schedule()).isEqualTo(current.schedule());
    }

    @Test
    void keepsTheAnchorOfAnIntervalThatIsReplacedWithoutOne() {
        Instant anchor = Instant.parse("2026-01-01T00:00:07Z");
        TaskSpec current = TaskSpec.of(
                new IntervalSchedule(Duration.ofMinutes(1), anchor),
                new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null));
        String same = "{'schedule': {'type': 'interval', 'every': 'PT1M'}, 'action': {'type': 'simulate'}}";
        assertThat(spec(same, current).schedule()).isEqualTo(current.schedule());
        assertThat(spec(same.replace("PT1M", "PT2M"), current).schedule())
                .isEqualTo(new IntervalSchedule(Duration.ofMinutes(2), NOW));
    }

    @Test
    void readsBoundsAndKeepsTheirBeginningWhenReplaced() {
        String body =
                "{'schedule': {'type': 'rrule', 'rule': 'FREQ=DAILY', 'start': '2026-01-01T09:00', 'maxFires': 3, 'jitter': 'PT5S'}, 'action': {'type': 'simulate'}}";
        TaskSpec first = spec(body, null);
        assertThat(first.schedule()).isInstanceOfSatisfying(BoundedSchedule.class, bounded -> {
            assertThat(bounded.startAt()).isEqualTo(NOW);
            assertThat(bounded.maxFires()).isEqualTo(3);
            assertThat(bounded.jitter()).isEqualTo(Duration.ofSeconds(5));
            assertThat(bounded.last()).isNotNull();
        });
        Errors errors = new Errors();
        TaskReader.Read later = new TaskReader(NOW.plusSeconds(86_400 * 2), first, CalendarLookup.NONE, RULES)
                .read(json(body), "", errors, NAME);
        errors.throwIfAny();
        assertThat(later).isNotNull();
        assertThat(List.of(later).getFirst().spec().schedule()).isEqualTo(first.schedule());
    }

    @Test
    void readsAFixedDelay() {
        String body =
                "{'schedule': {'type': 'interval', 'every': 'PT1M', 'mode': 'FIXED_DELAY'}, 'action': {'type': 'simulate'}}";
        assertThat(spec(body, null).schedule())
                .isEqualTo(new IntervalSchedule(Duration.ofMinutes(1), NOW, IntervalMode.FIXED_DELAY));
    }

    @Test
    void choosesHByTheTasksName() {
        CronSchedule schedule = (CronSchedule)
                spec("{'schedule': {'type': 'cron', 'expression': 'H H * * *'}, 'action': {'type': 'simulate'}}", null)
                        .schedule();
        assertThat(schedule.hashSeed()).isEqualTo("default/a-task");
        assertThat(schedule.expression()).isEqualTo("H H * * *");
        CronSchedule other = (CronSchedule) spec(
                        "{'id': 'b-task', 'schedule': {'type': 'cron', 'expression': 'H H * * *'}, 'action': {'type': 'simulate'}}",
                        null)
                .schedule();
        assertThat(other.hashSeed()).isEqualTo("default/b-task");
        assertThat(other.canonical()).isNotEqualTo(schedule.canonical());
    }

    @Test
    void readsQuartzAndSpring() {
        String body =
                "{'schedule': {'type': 'cron', 'expression': '0 0 2 L * ?', 'dialect': 'QUARTZ'}, 'action': {'type': 'simulate'}}";
        assertThat(spec(body, null).schedule().describe()).isEqualTo("At 02:00, on the last day of the month (UTC)");
        assertThat(spec(body.replace("QUARTZ", "SPRING"), null).schedule().describe())
                .isEqualTo("At 02:00, on the last day of the month (UTC)");
    }

    private static TaskSpec spec(String body, @Nullable TaskSpec current) {
        Errors errors = new Errors();
        TaskReader.Read read =
                new TaskReader(NOW, current, CalendarLookup.NONE, RULES).read(json(body), "", errors, NAME);
        errors.throwIfAny();
        assertThat(read).isNotNull();
        return List.of(read).getFirst().spec();
    }

    /** A valid task, but for what is changed. */
    private static JsonNode overlay(JsonNode changes) {
        ObjectNode task = (ObjectNode) json(MINIMAL);
        task.setAll((ObjectNode) changes);
        return task;
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
