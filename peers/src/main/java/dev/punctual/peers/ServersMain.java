package dev.punctual.peers;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The process that keeps the servers which a peer works with, so that they outlive a kill of the peer. Its arguments are a
 * directory of their own and the program of the Temporal CLI, or {@code -} for a PostgreSQL. It tells on standard output where
 * the server is and which process it is, and ends with the server when the standard input does.
 *
 * <p>Further arguments are dynamic configuration of Temporal.
 */
public final class ServersMain {

    private ServersMain() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        if (arguments[1].equals("-")) {
            try (PeerDatabase database = PeerDatabase.start(directory)) {
                PeerMain.answer("ready %d %s".formatted(database.pid(), database.url()));
                awaitEndOfInput();
            }
        } else {
            try (PeerTemporal temporal =
                    PeerTemporal.start(directory, Path.of(arguments[1]), arguments[2].split(";", -1))) {
                PeerMain.answer("ready %d %s".formatted(temporal.pid(), temporal.target()));
                awaitEndOfInput();
            }
        }
        System.exit(0);
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // nothing is said here but the end
        }
    }
}
