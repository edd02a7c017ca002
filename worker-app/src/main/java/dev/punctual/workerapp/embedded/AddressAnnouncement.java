package dev.punctual.workerapp.embedded;

import dev.punctual.workerapp.OwnAddress;
import dev.punctual.workerapp.Running;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.core.env.Environment;

/** Once Punctual is ready: tells where everything is, to people in the log and to tools in the home directory. */
final class AddressAnnouncement implements ApplicationListener<PayloadApplicationEvent<Running.Up>> {

    private static final Logger log = LoggerFactory.getLogger(AddressAnnouncement.class);

    private final Environment environment;
    private final EmbeddedHome home;
    private final HomeLock lock;
    private final EmbeddedServers servers;

    AddressAnnouncement(Environment environment, EmbeddedHome home, HomeLock lock, EmbeddedServers servers) {
        this.environment = environment;
        this.home = home;
        this.lock = lock;
        this.servers = servers;
    }

    @Override
    public void onApplicationEvent(PayloadApplicationEvent<Running.Up> up) {
        Map<String, String> addresses = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder("Punctual is ready");
        OwnAddress.of(environment).ifPresent(api -> {
            addresses.put("api", api.toString());
            line(text, "API", api.toString());
            line(text, "Swagger UI", api + "/swagger-ui.html");
        });
        servers.temporal().ifPresent(temporal -> {
            String ui = "http://%s:%d".formatted(EmbeddedServer.ADDRESS, temporal.uiPort());
            addresses.put("temporal", temporal.target());
            addresses.put("temporal-ui", ui);
            line(text, "Temporal Web UI", ui);
            line(text, "Temporal", "%s, log %s".formatted(temporal.target(), home.temporalLog()));
        });
        servers.postgres().ifPresent(postgres -> {
            addresses.put("postgres", EmbeddedServer.ADDRESS + ":" + postgres.port());
            line(
                    text,
                    "PostgreSQL",
                    "psql -h %s -p %d -U %s %s, password in %s, log %s"
                            .formatted(
                                    EmbeddedServer.ADDRESS,
                                    postgres.port(),
                                    PostgresServer.USER,
                                    PostgresServer.DATABASE,
                                    home.postgresPassword(),
                                    home.postgresLog()));
        });
        line(text, "Home", home.directory().toString());
        lock.announce(addresses);
        log.info("{}", text);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("%n  %-16s %s".formatted(name, value));
    }
}
