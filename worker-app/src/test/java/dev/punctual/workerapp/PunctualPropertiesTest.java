package dev.punctual.workerapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.workerapp.PunctualProperties.QueueSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PunctualPropertiesTest {
    @Test
    void aQueueHasNoLimitsUnlessSomeAreNamed() {
        PunctualProperties properties = read(Map.of());

        assertThat(properties.queues()).containsExactly("default");
        assertThat(properties.settingsOf("default")).isEqualTo(new QueueSettings(null, null, Map.of()));
        assertThat(properties.settingsOf("default").isLimited()).isFalse();
    }

    @Test
    void aQueueHasTheLimitsAndWeightsThatAreNamed() {
        PunctualProperties properties = read(Map.of(
                "punctual.queues", "reports,partner-api",
                "punctual.queue-settings.partner-api.rate-per-second", "5",
                "punctual.queue-settings.partner-api.rate-per-key-per-second", "0.5",
                "punctual.queue-settings.partner-api.weights.gold", "10",
                "punctual.queue-settings.partner-api.weights[Tenant/1.b]", "0.5"));

        assertThat(properties.queues()).containsExactlyInAnyOrder("default", "partner-api", "reports");
        assertThat(properties.settingsOf("partner-api"))
                .isEqualTo(new QueueSettings(5.0, 0.5, Map.of("gold", 10.0, "Tenant/1.b", 0.5)));
        assertThat(properties.settingsOf("reports").isLimited()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "other.rate-per-second, 5, no such queue",
        "default.rate-per-second, 5, limit another one",
        "reports.rate-per-second, 0, use more than 0",
        "reports.rate-per-key-per-second, -1, use more than 0",
        "reports.weights.a, 0, use 0.001 to 1000.0",
        "reports.weights.a, 1001, use 0.001 to 1000.0"
    })
    void whatCannotHoldIsRefused(String setting, String value, String why) {
        Map<String, String> settings =
                Map.of("punctual.queues", "reports", "punctual.queue-settings." + setting, value);

        assertThatThrownBy(() -> read(settings)).rootCause().hasMessageContaining(why);
    }

    private static PunctualProperties read(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("punctual", PunctualProperties.class);
    }
}
