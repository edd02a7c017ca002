package dev.punctual.bench.faults;

import dev.punctual.bench.check.ArrivalFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The payload: an HTTP server on loopback that keeps its own ledger, and behaves as the address asks for. {@code ms} is how long
 * it works, {@code fail} the percentage of attempts that it answers with 500, and {@code mode} a way of being a bad server. It
 * sees at once when its caller goes away.
 */
final class FaultSink implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final int HUGE = 30_000_000;
    private static final int FOREVER = 120_000;

    private final ArrivalFile ledger;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    FaultSink(ArrivalFile ledger) {
        this.ledger = ledger;
        try {
            this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("The payload cannot listen on loopback", e);
        }
        Thread.ofPlatform().daemon().name("payload").start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                // then the loop ends
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            PayloadRequest request = PayloadRequest.read(in);
            while (request != null && answer(socket, in, request)) {
                request = PayloadRequest.read(in);
            }
        } catch (IOException gone) {
            // the ledger says so where it matters
        } finally {
            open.remove(socket);
        }
    }

    /** Whether the connection goes on. */
    private boolean answer(Socket socket, InputStream in, PayloadRequest request) throws IOException {
        Instant now = Instant.now();
        Map<String, String> headers = request.headers();
        String fire = headers.getOrDefault("idempotency-key", "");
        int attempt = Integer.parseInt(headers.getOrDefault("punctual-attempt", "1"));
        int seq = ledger.begins(
                headers.getOrDefault("punctual-task", ""),
                headers.getOrDefault("punctual-scheduled-for", now.toString()),
                attempt,
                fire,
                now);
        boolean noted = false;
        try {
            String mode = request.query("mode", "");
            int millis = mode.equals("endless") ? FOREVER : Integer.parseInt(request.query("ms", "0"));
            if (!waits(socket, in, millis)) {
                return false;
            }
            int percent = Integer.parseInt(request.query("fail", "0"));
            boolean fails = Math.floorMod((fire + attempt).hashCode(), 100) < percent;
            // before the answer: what the caller knows, the ledger knows
            String how = mode.isEmpty() ? (fails ? "500" : "200") : isComplete(mode) ? "200 " + mode : mode;
            ledger.ends(seq, how);
            noted = true;
            write(socket, mode, fails);
            return mode.isEmpty();
        } finally {
            if (!noted) {
                ledger.ends(seq, "cut");
            }
        }
    }

    private static boolean isComplete(String mode) {
        return mode.equals("huge") || mode.equals("utf8");
    }

    /** Works for some time; false when the caller went away meanwhile. */
    private static boolean waits(Socket socket, InputStream in, int millis) throws IOException {
        if (millis == 0) {
            return true;
        }
        try {
            socket.setSoTimeout(millis);
            in.mark(1);
            int next = in.read();
            if (next < 0) {
                return false;
            }
            in.reset();
            return true;
        } catch (SocketTimeoutException done) {
            return true;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    private static void write(Socket socket, String mode, boolean fails) throws IOException {
        OutputStream out = socket.getOutputStream();
        switch (mode) {
            case "huge" -> {
                out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(HUGE)));
                byte[] part = new byte[100_000];
                for (int sent = 0; sent < HUGE; sent += part.length) {
                    out.write(part);
                }
            }
            case "utf8" -> {
                out.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 6\r\n\r\n"));
                out.write(new byte[] {'{', (byte) 0xC3, (byte) 0x28, (byte) 0xFF, 0, '}'});
            }
            case "drip" -> {
                out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"));
                for (int sent = 0; sent < 600; sent++) {
                    out.write('x');
                    out.flush();
                    pause();
                }
            }
            case "loop" ->
                out.write(ascii("HTTP/1.1 302 Found\r\nLocation: /fire?mode=loop\r\nContent-Length: 0\r\n\r\n"));
            case "reset" -> socket.setSoLinger(true, 0);
            default ->
                out.write(ascii(
                        fails
                                ? "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\nfail"
                                : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        }
        out.flush();
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A request, as far as the payload cares. */
    private record PayloadRequest(String target, Map<String, String> headers) {
        private static final int LONGEST_LINE = 16_384;

        static @Nullable PayloadRequest read(InputStream in) throws IOException {
            String first = line(in);
            if (first == null) {
                return null;
            }
            Map<String, String> headers = new ConcurrentHashMap<>();
            for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.put(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip());
                }
            }
            in.skipNBytes(Long.parseLong(headers.getOrDefault("content-length", "0")));
            String[] words = first.split(" ", -1);
            return new PayloadRequest(words.length > 1 ? words[1] : "/", headers);
        }

        private static @Nullable String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    return null;
                }
                if (line.length() == LONGEST_LINE) {
                    throw new IOException("a line of more than " + LONGEST_LINE + " characters");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }

        String query(String name, String otherwise) {
            int begin = target.indexOf('?');
            if (begin >= 0) {
                for (String part : target.substring(begin + 1).split("&", -1)) {
                    if (part.startsWith(name + "=")) {
                        return part.substring(name.length() + 1);
                    }
                }
            }
            return otherwise;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The payload cannot be closed", e);
        }
    }
}
