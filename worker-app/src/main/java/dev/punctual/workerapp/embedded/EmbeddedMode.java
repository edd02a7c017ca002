package dev.punctual.workerapp.embedded;

import dev.punctual.workerapp.StartRefusedException;
import dev.punctual.workerapp.embedded.EmbeddedServers.Wanted;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;
import org.springframework.web.context.WebApplicationContext;

/**
 * Before the application starts: brings the servers that are not configured. PostgreSQL is configured by
 * {@code spring.datasource.url}, Temporal by {@code spring.temporal.connection.target};
 * {@code punctual.embedded=false} brings nothing. Data lives in {@code punctual.home}, by default {@code .punctual}.
 */
final class EmbeddedMode implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedMode.class);
    private static final String PORT = "server.port";
    private static final String BOUND_ADDRESS = "server.address";
    private static final String TEMPORAL_UI = "punctual.temporal-ui";
    private static final String ALLOWED_ADDRESSES = "punctual.http.allowed-addresses";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Optional<Wanted> wanted = wanted(environment);
        if (wanted.isEmpty()) {
            return;
        }
        EmbeddedHome home = new EmbeddedHome(Path.of(environment.getProperty("punctual.home", ".punctual"))).create();
        HomeLock lock = HomeLock.take(home);
        EmbeddedServers servers = new EmbeddedServers(home, wanted.get());
        try {
            if (context instanceof WebApplicationContext) {
                requireFreePort(environment);
            }
            log.info("Embedded mode in {}", home.directory());
            stopLast(context, () -> {
                servers.close();
                lock.close();
            });
            servers.start();
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        environment.getPropertySources().addFirst(new MapPropertySource("embedded", properties(environment, servers)));
        context.addApplicationListener(new AddressAnnouncement(environment, home, lock, servers));
    }

    /** What has to be brought, if anything. */
    static Optional<Wanted> wanted(Environment environment) {
        boolean postgres = !StringUtils.hasText(environment.getProperty("spring.datasource.url"));
        boolean temporal = !StringUtils.hasText(environment.getProperty("spring.temporal.connection.target"))
                && !environment.getProperty("spring.temporal.test-server.enabled", Boolean.class, false);
        if (!environment.getProperty("punctual.embedded", Boolean.class, true) || !(postgres || temporal)) {
            return Optional.empty();
        }
        return Optional.of(postgres && temporal ? Wanted.BOTH : postgres ? Wanted.POSTGRES : Wanted.TEMPORAL);
    }

    /** Asked before anything is started: a port that is taken would otherwise show only after all the work. */
    static void requireFreePort(Environment environment) {
        int port = environment.getProperty(PORT, Integer.class, 8080);
        String address = environment.getProperty(BOUND_ADDRESS, EmbeddedServer.ADDRESS);
        if (port > 0 && !Ports.isFree(address, port)) {
            throw new StartRefusedException(
                    "Port %d of %s is taken by another program. Choose another with --port N (or --server.port=N), or stop that program."
                            .formatted(port, address));
        }
    }

    /**
     * Beans are destroyed in the reverse order of their registration, so what is registered before all others is
     * destroyed after all others: the workers drain through servers that still run. The shutdown handler is for a stop
     * while there are no beans yet; it runs after all contexts are closed.
     */
    private static void stopLast(ConfigurableApplicationContext context, Runnable stop) {
        ((DefaultListableBeanFactory) context.getBeanFactory()).registerDisposableBean("embeddedServers", stop::run);
        SpringApplication.getShutdownHandlers().add(stop);
    }

    private static Map<String, Object> properties(Environment environment, EmbeddedServers servers) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("punctual.embedded", true);
        if (!environment.containsProperty(BOUND_ADDRESS)) {
            properties.put(BOUND_ADDRESS, EmbeddedServer.ADDRESS);
        }
        if (!environment.containsProperty(ALLOWED_ADDRESSES)) {
            // on one's own machine the natural first target is a server on it
            properties.put(ALLOWED_ADDRESSES, "127.0.0.0/8,::1/128");
        }
        servers.postgres().ifPresent(postgres -> {
            properties.put("spring.datasource.url", postgres.url());
            properties.put("spring.datasource.username", postgres.username());
            properties.put("spring.datasource.password", postgres.password());
        });
        servers.temporal().ifPresent(temporal -> {
            properties.put("spring.temporal.connection.target", temporal.target());
            properties.put("spring.temporal.namespace", TemporalServer.NAMESPACE);
            if (!environment.containsProperty(TEMPORAL_UI)) {
                properties.put(TEMPORAL_UI, "http://" + EmbeddedServer.ADDRESS + ":" + temporal.uiPort());
            }
        });
        return properties;
    }
}
