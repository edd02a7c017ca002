package dev.punctual.workerapp;

import dev.punctual.api.security.ListenGuard;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;
import org.springframework.web.context.WebApplicationContext;

/**
 * Before anything is started: refuses to listen where others can reach the server unless a key protects it. A server that others
 * may reach shows health and metrics on a port of its own, which only this machine reaches unless told otherwise.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ListenCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final String ADDRESS = "server.address";
    private static final String KEY = "punctual.security.api-key";
    private static final String MANAGEMENT_PORT = "management.server.port";
    private static final int DEFAULT_MANAGEMENT_PORT = 8081;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (!(context instanceof WebApplicationContext)) {
            return;
        }
        ConfigurableEnvironment environment = context.getEnvironment();
        InetAddress address = address(environment.getProperty(ADDRESS));
        try {
            ListenGuard.check(address, StringUtils.hasText(environment.getProperty(KEY)));
        } catch (IllegalStateException e) {
            throw new StartRefusedException(String.valueOf(e.getMessage()), e);
        }
        boolean othersReachIt = address == null || !address.isLoopbackAddress();
        if (othersReachIt && !environment.containsProperty(MANAGEMENT_PORT)) {
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource(
                            "management",
                            Map.of(
                                    MANAGEMENT_PORT,
                                    DEFAULT_MANAGEMENT_PORT,
                                    "management.server.address",
                                    "127.0.0.1")));
        }
    }

    private static @Nullable InetAddress address(@Nullable String name) {
        if (!StringUtils.hasText(name)) {
            return null;
        }
        try {
            return InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            throw new StartRefusedException(
                    "server.address is %s, which is no address of this machine; set it to 127.0.0.1".formatted(name),
                    e);
        }
    }
}
