package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.at;
import static dev.punctual.workflows.schedule.Schedules.cron;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ScheduleJsonTest {
    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void storesWhatWasAskedAndNothingDerived() {
        assertJson(cron("0 2 * * MON-FRI", "Europe/Berlin"), """
                {"type":"cron","expression":"0 2 * * MON-FRI","dialect":"UNIX","timeZone":"Europe/Berlin","gap":"SKIP",\
                "repeat":"FIRST"}""");
        assertJson(Schedules.hashed("H 2 * * *", "default/a"), """
                {"type":"cron","expression":"H 2 * * *","dialect":"UNIX","timeZone":"UTC","gap":"SKIP",\
                "repeat":"FIRST","hashSeed":"default/a"}""");
        assertJson(new OneTimeSchedule(at("2026-12-01T01:00:00.000001Z")), """
                {"type":"once","at":"2026-12-01T01:00:00.000001Z"}""");
        assertJson(new IntervalSchedule(Duration.ofSeconds(2), at("2026-12-01T01:00")), """
                {"type":"interval","every":"PT2S","anchor":"2026-12-01T01:00:00Z"}""");
    }

    @Test
    void refusesAStoredExpressionThatIsWrong() {
        String stored = """
                {"type":"cron","expression":"60 2 * * *","dialect":"UNIX","timeZone":"UTC","gap":"SKIP","repeat":"FIRST"}""";
        assertThatThrownBy(() -> json.readValue(stored, Schedule.class))
                .hasRootCauseInstanceOf(InvalidScheduleException.class);
    }

    private void assertJson(Schedule schedule, String text) {
        assertThat(json.readTree(json.writerFor(Schedule.class).writeValueAsString(schedule)))
                .isEqualTo(json.readTree(text));
        assertThat(json.readValue(text, Schedule.class)).isEqualTo(schedule);
    }
}
