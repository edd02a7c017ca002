package dev.punctual.workerapp.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a server that can be cut: connections are then made, but nothing that is sent arrives. */
final class Wire implements AutoCloseable {
    private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");

    private final ServerSocket entry;
    private final int target;
    private final List<Socket> stuck = new CopyOnWriteArrayList<>();
    private final List<Socket> carried = new CopyOnWriteArrayList<>();
    private volatile boolean cut;

    /** @param target the server's port */
    Wire(int target) {
        this.target = target;
        try {
            this.entry = new ServerSocket(0, 500, LOCAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("wire").start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:%d/".formatted(entry.getLocalPort());
    }

    /** From now on nothing arrives; whoever is connected has to connect anew. */
    void cut() {
        cut = true;
        carried.forEach(Wire::close);
        carried.clear();
    }

    /** How many wait for an answer that will not come. */
    int stuck() {
        return stuck.size();
    }

    /** From now on all arrives again; what was sent meanwhile never does. */
    void mend() {
        cut = false;
        stuck.forEach(Wire::close);
        stuck.clear();
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket client = entry.accept();
                if (cut) {
                    stuck.add(client);
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                // closed, or the caller has gone again
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket(LOCAL, target);
        carried.add(client);
        carry(client, server);
        carry(server, client);
    }

    private static void carry(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // one of the two has gone
            }
        });
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        mend();
        try {
            entry.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
