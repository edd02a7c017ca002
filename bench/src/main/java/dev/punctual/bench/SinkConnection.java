package dev.punctual.bench;

import dev.punctual.bench.measure.Entry;
import dev.punctual.bench.measure.Micros;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One connection to the sink: finds the requests in its bytes, notes each fire, and says what to answer. */
final class SinkConnection {
    private static final int LONGEST_HEAD = 32 * 1_024;
    private static final byte[] NO_CONTENT = ascii("HTTP/1.1 204 No Content\r\n\r\n");
    private static final byte[] NOT_A_FIRE = ascii("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    private static final byte[] LENGTH_REQUIRED =
            ascii("HTTP/1.1 411 Length Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    private final Ledger ledger;
    private final AtomicInteger refused;
    private byte[] head = new byte[512];
    private int length;
    private long bodyLeft;
    private boolean over;

    SinkConnection(Ledger ledger, AtomicInteger refused) {
        this.ledger = ledger;
        this.refused = refused;
    }

    /** Whether the connection is to be closed after the answer. */
    boolean isOver() {
        return over;
    }

    /**
     * Takes bytes in.
     *
     * @param now the wall clock when they were read
     * @return the answers to the requests whose heads ended in them; empty when none did
     */
    ByteBuffer received(ByteBuffer bytes, long now) {
        ByteBuffer answers = ByteBuffer.allocate(64);
        while (bytes.hasRemaining() && !over) {
            if (bodyLeft > 0) {
                int skipped = (int) Math.min(bodyLeft, bytes.remaining());
                bytes.position(bytes.position() + skipped);
                bodyLeft -= skipped;
                continue;
            }
            append(bytes.get());
            if (headIsComplete()) {
                answers = with(answers, answer(new String(head, 0, length, StandardCharsets.ISO_8859_1), now));
                length = 0;
            } else if (length == LONGEST_HEAD) {
                answers = with(answers, refuse(NOT_A_FIRE));
                over = true;
            }
        }
        return answers.flip();
    }

    private void append(byte next) {
        if (length == head.length) {
            head = Arrays.copyOf(head, head.length * 2);
        }
        head[length++] = next;
    }

    private boolean headIsComplete() {
        return length >= 4
                && head[length - 1] == '\n'
                && head[length - 2] == '\r'
                && head[length - 3] == '\n'
                && head[length - 4] == '\r';
    }

    private byte[] answer(String text, long now) {
        String task = null;
        String scheduledFor = null;
        String attempt = "1";
        String fire = "";
        int begin = text.indexOf("\r\n") + 2;
        for (int end = text.indexOf("\r\n", begin); end > begin; end = text.indexOf("\r\n", begin)) {
            int colon = text.indexOf(':', begin);
            if (colon > 0 && colon < end) {
                String value = text.substring(colon + 1, end).strip();
                switch (text.substring(begin, colon).toLowerCase(Locale.ROOT)) {
                    case "punctual-task" -> task = value;
                    case "punctual-scheduled-for" -> scheduledFor = value;
                    case "punctual-attempt" -> attempt = value;
                    case "idempotency-key" -> fire = value;
                    case "content-length" -> {
                        if (!value.matches("[0-9]{1,18}")) {
                            over = true;
                            return refuse(NOT_A_FIRE);
                        }
                        bodyLeft = Long.parseLong(value);
                    }
                    case "transfer-encoding" -> {
                        over = true;
                        return refuse(LENGTH_REQUIRED);
                    }
                    default -> {
                        // says nothing of the fire
                    }
                }
            }
            begin = end + 2;
        }
        Entry entry = entry(task, scheduledFor, attempt, fire, now);
        if (entry == null) {
            return refuse(NOT_A_FIRE);
        }
        ledger.add(entry);
        return NO_CONTENT;
    }

    private static @Nullable Entry entry(
            @Nullable String task, @Nullable String scheduledFor, String attempt, String fire, long now) {
        if (task == null || scheduledFor == null) {
            return null;
        }
        try {
            return new Entry(task, Micros.of(Instant.parse(scheduledFor)), Integer.parseInt(attempt), now, fire);
        } catch (DateTimeException | NumberFormatException unreadable) {
            return null;
        }
    }

    private byte[] refuse(byte[] answer) {
        refused.incrementAndGet();
        return answer;
    }

    private static ByteBuffer with(ByteBuffer answers, byte[] next) {
        if (answers.remaining() >= next.length) {
            return answers.put(next);
        }
        ByteBuffer larger = ByteBuffer.allocate((answers.position() + next.length) * 2);
        return larger.put(answers.flip()).put(next);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
