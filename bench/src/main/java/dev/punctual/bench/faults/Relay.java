package dev.punctual.bench.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/** A network between a client and a server on loopback that can fail: each connection goes through it, both ways. */
final class Relay implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int CHUNK = 16_384;

    /** How long each piece of an answer takes on a slow way back, in milliseconds. */
    private static final long SLOW_MILLIS = 200;

    private final ServerSocket server;
    private final IntSupplier target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.WHOLE;

    private Relay(ServerSocket server, IntSupplier target) {
        this.server = server;
        this.target = target;
    }

    /** What becomes of the connections. */
    enum State {
        /** All bytes go both ways. */
        WHOLE,
        /** Every connection is reset, and each new one, too. */
        CUT,
        /** What the server answers is withheld, and comes when the network is whole again, as TCP would repeat it. */
        MUTE,
        /** Each piece of an answer comes late. */
        SLOW
    }

    /**
     * Listens on a free port of loopback.
     *
     * @param target the server's port; asked for each connection
     */
    static Relay to(IntSupplier target) {
        try {
            Relay relay = new Relay(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().name("relay").start(relay::accept);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException("There is no free port on loopback", e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on this becomes of the connections, old and new. */
    void become(State next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (next == State.CUT) {
            open.forEach(Relay::reset);
        }
    }

    private State state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().name("relay-forth").start(() -> join(client));
            } catch (IOException closed) {
                // the run is over
                return;
            }
        }
    }

    private void join(Socket client) {
        Socket behind = new Socket();
        open.add(client);
        open.add(behind);
        try (client;
                behind) {
            if (state() == State.CUT) {
                reset(client);
                return;
            }
            behind.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.getAsInt()), CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().name("relay-back").start(() -> back(behind, client));
            pump(client, behind, false);
            back.join();
        } catch (IOException ended) {
            reset(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
            open.remove(behind);
        }
    }

    private void back(Socket behind, Socket client) {
        try {
            pump(behind, client, true);
        } catch (IOException ended) {
            reset(client);
            reset(behind);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket to, boolean back) throws IOException, InterruptedException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            if (back) {
                awaitPassage();
            }
            out.write(chunk, 0, read);
        }
        to.shutdownOutput();
    }

    /** On the way back, where answers may be withheld or slow. */
    private void awaitPassage() throws InterruptedException {
        if (state() == State.SLOW) {
            Thread.sleep(SLOW_MILLIS);
        }
        lock.lock();
        try {
            while (state == State.MUTE) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void reset(Socket socket) {
        try {
            // without waiting for what was not sent yet: the other side sees a reset
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // that is what was wanted
            return;
        }
    }

    @Override
    public void close() {
        become(State.CUT);
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
