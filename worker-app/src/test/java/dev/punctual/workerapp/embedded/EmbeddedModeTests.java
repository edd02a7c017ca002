package dev.punctual.workerapp.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.punctual.workerapp.Running;
import dev.punctual.workerapp.StartRefusedException;
import dev.punctual.workerapp.embedded.EmbeddedServers.Wanted;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

class EmbeddedModeTests {

    @TempDir
    Path directory;

    @Test
    void bringsWhatIsNotConfigured() {
        MockEnvironment environment = new MockEnvironment();
        assertThat(EmbeddedMode.wanted(environment)).contains(Wanted.BOTH);

        environment.setProperty("spring.datasource.url", "jdbc:postgresql://db/punctual");
        assertThat(EmbeddedMode.wanted(environment)).contains(Wanted.TEMPORAL);

        environment.setProperty("spring.temporal.connection.target", "temporal:7233");
        assertThat(EmbeddedMode.wanted(environment)).isEmpty();

        environment.setProperty("spring.datasource.url", "");
        assertThat(EmbeddedMode.wanted(environment)).contains(Wanted.POSTGRES);

        environment.setProperty("punctual.embedded", "false");
        assertThat(EmbeddedMode.wanted(environment)).isEmpty();
    }

    @Test
    void saysWhichPortIsTakenAndHowToChooseAnother() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral(EmbeddedServer.ADDRESS))) {
            MockEnvironment environment =
                    new MockEnvironment().withProperty("server.port", Integer.toString(taken.getLocalPort()));

            assertThatExceptionOfType(StartRefusedException.class)
                    .isThrownBy(() -> EmbeddedMode.requireFreePort(environment))
                    .withMessageContainingAll("Port " + taken.getLocalPort(), "--port");
        }
    }

    @Test
    void stopsTheServersAfterTheBeansThatNeedThem() {
        EmbeddedHome home = new EmbeddedHome(directory.resolve("home"));
        ConfigurableApplicationContext context = run(home);
        context.publishEvent(new Running.Up());
        Witness witness = context.getBean(Witness.class);
        assertThat(context.getEnvironment().getProperty("server.address")).isEqualTo(EmbeddedServer.ADDRESS);
        assertThat(new PropertiesFile(home.owner()).read()).containsKeys("pid", "api", "temporal", "postgres");
        int port = Integer.parseInt(new PropertiesFile(home.ports()).read().getOrDefault("postgres", "0"));
        assertThat(Ports.isFree(EmbeddedServer.ADDRESS, port)).isFalse();

        context.close();

        assertThat(witness.sawAtItsEnd.get()).isEqualTo("still there");
        assertThat(Ports.isFree(EmbeddedServer.ADDRESS, port)).isTrue();
        HomeLock.take(home).close();
    }

    private static ConfigurableApplicationContext run(EmbeddedHome home) {
        return new SpringApplication(Application.class)
                .run(
                        "--punctual.home=" + home.directory(),
                        "--server.port=0",
                        // this little application has none of Punctual's own components
                        "--management.endpoint.health.group.readiness.include=readinessState");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Witness witness(JdbcClient jdbc) {
            return new Witness(jdbc);
        }
    }

    /** Uses PostgreSQL at the last moment a bean can. */
    static final class Witness implements AutoCloseable {

        final AtomicReference<@Nullable String> sawAtItsEnd = new AtomicReference<>();
        private final JdbcClient jdbc;

        Witness(JdbcClient jdbc) {
            this.jdbc = jdbc;
        }

        @Override
        public void close() {
            sawAtItsEnd.set(jdbc.sql("SELECT 'still there'").query(String.class).single());
        }
    }
}
