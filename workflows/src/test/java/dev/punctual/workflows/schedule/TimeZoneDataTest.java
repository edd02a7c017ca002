package dev.punctual.workflows.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeZoneDataTest {
    @Test
    void namesTheReleaseOfTheJvmsData() {
        assertThat(TimeZoneData.version()).matches("20[0-9]{2}[a-z]+");
    }
}
