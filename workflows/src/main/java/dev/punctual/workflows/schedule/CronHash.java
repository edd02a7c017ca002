package dev.punctual.workflows.schedule;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Chooses the values that {@code H} stands for. A column's choice depends on the seed and the column alone, so it stays
 * the same in every process and release, and when other fields of the expression change.
 */
record CronHash(String seed) {

    /** A number from 0 to {@code bound} - 1; over many seeds each of them is equally frequent. */
    int choose(CronColumn column, int bound) {
        return (int) Long.remainderUnsigned(number(seed + "\n" + column.title), bound);
    }

    /** A number that depends on the text alone, and looks like one of chance. */
    static long number(String text) {
        byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM must have SHA-256", e);
        }
    }
}
