package dev.punctual.workerapp.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTests {

    @TempDir
    Path directory;

    @Test
    void takesTheSamePortAgainWhileItIsFree() throws IOException {
        EmbeddedHome home = new EmbeddedHome(directory).create();
        int first = new Ports(home).choose("postgres");

        assertThat(new Ports(home).choose("postgres")).isEqualTo(first);
        try (ServerSocket _ = new ServerSocket(first, 1, InetAddress.ofLiteral(EmbeddedServer.ADDRESS))) {
            assertThat(new Ports(home).choose("postgres")).isNotEqualTo(first);
        }
    }

    @Test
    void givesEveryPurposeAPortOfItsOwn() {
        Ports ports = new Ports(new EmbeddedHome(directory).create());

        assertThat(ports.choose("temporal")).isNotEqualTo(ports.choose("temporal-ui"));
    }
}
