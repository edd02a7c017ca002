package dev.punctual.activities.action;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A loopback server that reads the head of each request and then does whatever its script says, well-formed or not. */
final class ScriptedServer implements AutoCloseable {
    /** The heads of the requests so far, in order. */
    final List<String> heads = new CopyOnWriteArrayList<>();

    /** How many connections were made. */
    final AtomicInteger connections = new AtomicInteger();

    /** How many connections' scripts ended, among them those that could not write on. */
    final AtomicInteger ended = new AtomicInteger();

    private final ServerSocket socket;
    private final Script script;

    ScriptedServer(Script script) throws IOException {
        this.script = script;
        socket = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        Thread.ofVirtual().start(this::acceptAll);
    }

    /** Answers every request with this text and keeps the connection. */
    static ScriptedServer answering(String response) throws IOException {
        return new ScriptedServer(out -> out.write(response.getBytes(StandardCharsets.UTF_8)));
    }

    int port() {
        return socket.getLocalPort();
    }

    String url(String pathAndQuery) {
        return "http://127.0.0.1:" + port() + pathAndQuery;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return; // closed by the test
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isEmpty()) {
                    head.append(line).append('\n');
                    continue;
                }
                heads.add(head.toString());
                head.setLength(0);
                script.answer(connection.getOutputStream());
                connection.getOutputStream().flush();
            }
        } catch (IOException | InterruptedException e) {
            // the client let go, which is what some tests are about
        } finally {
            ended.incrementAndGet();
        }
    }

    /** Answers one request. */
    interface Script {
        /** @throws IOException to drop the connection */
        void answer(OutputStream out) throws IOException, InterruptedException;
    }
}
