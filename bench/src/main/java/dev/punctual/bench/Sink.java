package dev.punctual.bench;

import dev.punctual.bench.measure.Micros;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The payload of the fires: an HTTP server on loopback that notes the wall clock as soon as a request's head is there,
 * answers 204 and does nothing else. One thread serves all connections, because a second one would take from the
 * processors that are measured, and because its processor time is then known exactly.
 */
final class Sink implements AutoCloseable {
    private static final int BACKLOG = 4_096;
    private static final int BUFFER = 64 * 1_024;

    private final Ledger ledger;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final AtomicInteger refused = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    private Sink(Ledger ledger, Selector selector, ServerSocketChannel server) {
        this.ledger = ledger;
        this.selector = selector;
        this.server = server;
        this.thread = Thread.ofPlatform().name("sink").daemon().unstarted(this::serve);
    }

    /** Starts a sink on a free port. */
    static Sink start(Ledger ledger) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            server.configureBlocking(false);
            Selector selector = Selector.open();
            server.register(selector, SelectionKey.OP_ACCEPT);
            Sink sink = new Sink(ledger, selector, server);
            sink.thread.start();
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException("The sink cannot listen on loopback", e);
        }
    }

    /** The address that tasks call. */
    String url() {
        return "http://127.0.0.1:%d/fire".formatted(server.socket().getLocalPort());
    }

    /** Requests that were no fires: a wrong method of transfer, or headers missing or unreadable. */
    int refused() {
        return refused.get();
    }

    /** Processor time that the sink has used, or -1 when the system does not tell. */
    long cpuMicros() {
        long nanos = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
        return nanos < 0 ? -1 : nanos / 1_000;
    }

    /** @throws BenchException when the sink has stopped, so that what it did not see proves nothing */
    void check() {
        Throwable cause = failure;
        if (cause != null) {
            throw new BenchException("The sink stopped (%s), so the run proves nothing.".formatted(cause), cause);
        }
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select(this::handle);
            }
        } catch (ClosedSelectorException closed) {
            // the end that close() asked for
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    private void handle(SelectionKey key) {
        if (key.attachment() instanceof SinkConnection connection) {
            if (!converse((SocketChannel) key.channel(), connection)) {
                close(key);
            }
        } else {
            acceptAll();
        }
    }

    private void acceptAll() {
        try {
            for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.register(selector, SelectionKey.OP_READ, new SinkConnection(ledger, refused));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A connection cannot be accepted", e);
        }
    }

    /** Reads what is there and answers it; false when the connection is over. */
    private boolean converse(SocketChannel channel, SinkConnection connection) {
        try {
            buffer.clear();
            int read = channel.read(buffer);
            if (read < 0) {
                return false;
            }
            long now = Micros.now();
            ByteBuffer answer = connection.received(buffer.flip(), now);
            // an answer is a few bytes; a client that leaves no room for them has not read the ones before
            channel.write(answer);
            return !answer.hasRemaining() && !connection.isOver();
        } catch (IOException broken) {
            // the client sees the same and decides; what it sent was noted or was no whole request
            return false;
        }
    }

    private static void close(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException alreadyGone) {
            // nothing is lost: the connection was over
        }
    }

    @Override
    public void close() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
            thread.join();
        } catch (IOException e) {
            throw new UncheckedIOException("The sink cannot be closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
