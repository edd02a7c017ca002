package dev.punctual.api.security;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Who may call.
 *
 * @param apiKey what every caller must send, at least 16 characters; null for nothing, which only a server that listens on the
 *     machine itself may do
 */
@Validated
@ConfigurationProperties("punctual.security")
public record SecurityProperties(
        @Nullable @Size(min = 16, max = 500, message = "must have 16 to 500 characters")
        String apiKey) {

    /** An empty key is none: it is what an unset variable of the environment looks like. */
    public SecurityProperties {
        apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey;
    }

    public boolean hasApiKey() {
        return apiKey != null;
    }

    @Override
    public String toString() {
        // the key must not get into a log
        return "SecurityProperties[apiKey=" + (hasApiKey() ? "set" : "not set") + "]";
    }
}
