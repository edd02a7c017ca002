package dev.punctual.api.web;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a request makes ids from: the same for every repetition of a request under one Idempotency-Key, so that one that was
 * carried out without its answer being kept does not make a second task when it is repeated.
 *
 * @param seed of the key; null without one, and then every id is new
 * @param repeated whether an earlier request with this key may have been carried out
 */
public record RequestSeed(@Nullable UUID seed, boolean repeated) {
    /** The request attribute that holds it. */
    public static final String ATTRIBUTE = RequestSeed.class.getName();

    /** That of a request without a key. */
    public static final RequestSeed NONE = new RequestSeed(null, false);

    /** A seed for one of the things that the request is about; null without a key. */
    public @Nullable UUID of(String thing) {
        return seed == null ? null : UUID.nameUUIDFromBytes((seed + "/" + thing).getBytes(StandardCharsets.UTF_8));
    }

    /** An id for the given item of the request. */
    public String id(int item) {
        UUID id = seed == null
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes((seed + ":" + item).getBytes(StandardCharsets.UTF_8));
        return id.toString();
    }
}
