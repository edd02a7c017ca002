package dev.punctual.workerapp;

import dev.punctual.api.security.ListenGuard;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Refuses to start where others could reach an unguarded API, and gives the actuator a port of its own as soon as the API
 * listens on more than loopback.
 */
final class SafeListening implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final String MANAGEMENT_PORT = "management.server.port";
    private static final int DEFAULT_MANAGEMENT_PORT = 8081;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        InetAddress address = address(environment.getProperty("server.address"));
        boolean key = StringUtils.hasText(environment.getProperty("punctual.security.api-key"));
        try {
            ListenGuard.check(address, key);
        } catch (IllegalStateException refused) {
            throw new StartRefusedException(String.valueOf(refused.getMessage()), refused);
        }
        boolean onLoopback = address != null && address.isLoopbackAddress();
        if (!onLoopback && !environment.containsProperty(MANAGEMENT_PORT)) {
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource("safe-listening", Map.of(MANAGEMENT_PORT, DEFAULT_MANAGEMENT_PORT)));
        }
    }

    private static @Nullable InetAddress address(@Nullable String text) {
        if (!StringUtils.hasText(text)) {
            return null;
        }
        try {
            InetAddress[] all = InetAddress.getAllByName(text);
            for (InetAddress one : all) {
                if (!one.isLoopbackAddress()) {
                    return one;
                }
            }
            return all[0];
        } catch (UnknownHostException e) {
            throw new StartRefusedException(
                    "server.address is '%s', which is no address of this machine; set an IP address or a name that resolves"
                            .formatted(text),
                    e);
        }
    }
}
