package dev.punctual.workflows.fire;

import dev.punctual.workflows.task.TaskId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The identity of a fire, made from its task, instant and trigger alone: the same expected instant always has the same id, so
 * the book's key on it makes a second fire for it impossible. It is a UUID of version 7 (RFC 9562) whose time is {@code
 * scheduledFor}, so ids sort by instant and name the partition they are in.
 *
 * <p>Layout: 48 bits milliseconds since 1970, 4 bits version, 12 bits microseconds within the millisecond, 2 bits variant, 62
 * bits of the SHA-256 of task and trigger, and of the source of a fire that exists because of another.
 */
public record FireId(UUID value) {
    /** The id of the fire of this task at this instant, whose precision is microseconds. */
    public static FireId of(TaskId task, Instant scheduledFor, Trigger trigger) {
        return of(scheduledFor, task + "\n" + trigger);
    }

    /**
     * The id of the fire of this task that exists because of another fire: at one instant there may be many such, and at most
     * one for each source.
     *
     * @param at its instant, whose precision is microseconds
     * @param source the other fire, of whatever task
     */
    public static FireId of(TaskId task, Instant at, Trigger trigger, FireId source) {
        return of(at, task + "\n" + trigger + "\n" + source);
    }

    private static FireId of(Instant scheduledFor, String hashed) {
        long millis = scheduledFor.toEpochMilli();
        long micros = scheduledFor.get(ChronoField.MICRO_OF_SECOND) % 1_000;
        long high = millis << 16 | 7L << 12 | micros;
        long low = hash(hashed) >>> 2 | 1L << 63;
        return new FireId(new UUID(high, low));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when it is not a fire's id
     */
    public static FireId parse(String text) {
        UUID uuid = UUID.fromString(text);
        if (uuid.version() != 7 || uuid.variant() != 2 || !uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("'%s' is not a fire id".formatted(text));
        }
        return new FireId(uuid);
    }

    /** The instant this fire is for. */
    public Instant scheduledFor() {
        long high = value.getMostSignificantBits();
        return Instant.ofEpochMilli(high >>> 16).plus(high & 0xFFF, ChronoUnit.MICROS);
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
