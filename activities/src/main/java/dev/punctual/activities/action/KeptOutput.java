package dev.punctual.activities.action;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What is kept of a stream: all of it up to 16 KiB, or the first and the last 8 KiB. Threads may share it. */
final class KeptOutput {
    private static final int HALF = 8 * 1024;

    private final byte[] head = new byte[HALF];
    private final byte[] tail = new byte[HALF];
    private long total;

    synchronized void add(byte[] bytes, int from, int length) {
        int intoHead = Math.clamp(HALF - total, 0, length);
        System.arraycopy(bytes, from, head, (int) Math.min(total, HALF), intoHead);
        // of what is longer than the tail only its own tail counts
        int skipped = Math.max(0, length - intoHead - HALF);
        for (int i = from + intoHead + skipped; i < from + length; i++) {
            tail[(int) ((total + i - from) % HALF)] = bytes[i];
        }
        total += length;
    }

    /** How many bytes were written in all. */
    synchronized long bytes() {
        return total;
    }

    /** Whether more was written than is kept. */
    synchronized boolean isCut() {
        return total > 2 * HALF;
    }

    /** The text, read as UTF-8; what is no UTF-8 is replaced, and a line says how much was left out. */
    synchronized String text() {
        byte[] first = Arrays.copyOf(head, (int) Math.min(total, HALF));
        byte[] last = last();
        if (!isCut()) {
            byte[] all = Arrays.copyOf(first, first.length + last.length);
            System.arraycopy(last, 0, all, first.length, last.length);
            return StorableText.of(new String(all, StandardCharsets.UTF_8));
        }
        // characters that the cut went through are left out, not replaced
        int end = endOfWhole(first);
        int begin = beginOfWhole(last);
        return StorableText.of(new String(first, 0, end, StandardCharsets.UTF_8)
                + "\n[… %d bytes left out …]\n".formatted(total - end - (last.length - begin))
                + new String(last, begin, last.length - begin, StandardCharsets.UTF_8));
    }

    private byte[] last() {
        int length = Math.clamp(total - HALF, 0, HALF);
        byte[] last = new byte[length];
        for (int i = 0; i < length; i++) {
            last[i] = tail[(int) ((total - length + i) % HALF)];
        }
        return last;
    }

    private static int endOfWhole(byte[] bytes) {
        for (int back = 1; back <= 3; back++) {
            int b = bytes[bytes.length - back] & 0xFF;
            if (b < 0x80) {
                return bytes.length;
            }
            if (b >= 0xC0) {
                int needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return needed > back ? bytes.length - back : bytes.length;
            }
        }
        return bytes.length;
    }

    private static int beginOfWhole(byte[] bytes) {
        int begin = 0;
        while (begin < 3 && (bytes[begin] & 0xC0) == 0x80) {
            begin++;
        }
        return begin;
    }
}
