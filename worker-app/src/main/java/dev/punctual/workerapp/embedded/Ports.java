package dev.punctual.workerapp.embedded;

import dev.punctual.workerapp.StartRefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Chooses free ports and remembers them in the home directory, so that the next run takes the same ones if it can. */
final class Ports {

    // Below the ranges from which operating systems serve outgoing connections, so that none of those takes a port
    // in the second between a child's death and its restart.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 29_999;

    private final PropertiesFile file;

    Ports(EmbeddedHome home) {
        this.file = new PropertiesFile(home.ports());
    }

    /** A free port for this purpose: the remembered one, or else a new one, which is then remembered. */
    int choose(String purpose) {
        // PostgreSQL and Temporal start side by side and share the file
        synchronized (Ports.class) {
            Map<String, String> ports = new TreeMap<>(file.read());
            String remembered = ports.get(purpose);
            if (remembered != null && isFree(EmbeddedServer.ADDRESS, Integer.parseInt(remembered))) {
                return Integer.parseInt(remembered);
            }
            for (int tries = 0; tries < 200; tries++) {
                int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
                String text = Integer.toString(port);
                if (!ports.containsValue(text) && isFree(EmbeddedServer.ADDRESS, port)) {
                    ports.put(purpose, text);
                    file.write(ports);
                    return port;
                }
            }
            throw new StartRefusedException("No free port for %s was found between %d and %d. Stop what uses them."
                    .formatted(purpose, LOWEST, HIGHEST));
        }
    }

    /** Whether a server could listen on this port of this address now. */
    static boolean isFree(String address, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
