package dev.punctual.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The process of one peer. Its arguments are the peer's name, the sink's address, the JDBC address and Temporal's address;
 * what it does it is told line by line on standard input: {@code register FILE}, {@code run}. It answers each with a line of
 * its own, and ends when the input does.
 */
public final class PeerMain {

    private PeerMain() {}

    public static void main(String[] arguments) throws Exception {
        PeerKind kind = PeerKind.named(arguments[0]);
        Payload.install(URI.create(arguments[1]));
        try (Peer peer = kind.create(new Setup(arguments[2], arguments[3]))) {
            peer.prepare();
            answer("up");
            obey(peer);
        }
        // some libraries leave threads behind that are no daemons
        System.exit(0);
    }

    private static void obey(Peer peer) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            if (line.startsWith("register ")) {
                List<DueTask> tasks = DueTask.read(Path.of(line.substring("register ".length())));
                peer.register(tasks);
                answer("registered " + tasks.size());
            } else if (line.equals("run")) {
                peer.run();
                answer("running");
            } else {
                throw new IOException("'%s' is neither 'register FILE' nor 'run'".formatted(line));
            }
        }
    }

    /** Standard output also carries what libraries print: answers begin with a mark of their own. */
    static void answer(String text) {
        System.out.println("answer: " + text);
        System.out.flush();
    }
}
