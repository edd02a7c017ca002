package dev.punctual.book;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * The answers to requests that may be repeated. A key is begun by one request, which then keeps its answer or gives the key
 * back; all others with the key hear what became of that one. Keys older than {@link #MEMORY} count as never used.
 */
public interface IdempotencyStore {
    /** How long an answer is kept. */
    Duration MEMORY = Duration.ofHours(24);

    /**
     * After so long without an answer a request counts as lost with its process, and the next one with its key is carried
     * out. Longer than any request takes, the longest wait for a fire included.
     */
    Duration LOST_AFTER = Duration.ofSeconds(90);

    /**
     * Begins a request, or says what became of the one that was begun before.
     *
     * @param key of the request
     * @param bodyHash the same for the same body only
     */
    Begin begin(Key key, String bodyHash);

    /** Keeps the answer; does nothing when the request has been taken over by another one meanwhile. */
    void keep(Key key, UUID token, Answer answer);

    /**
     * Gives the key back: the next request with it and the same body is carried out. It has the same seed, for a commit whose
     * answer was lost may have carried this one out. Does nothing when the key has been taken over meanwhile.
     */
    void release(Key key, UUID token);

    /** Forgets what is older than {@link #MEMORY}; says how many keys that were. */
    int purge();

    /**
     * What makes two requests the same one.
     *
     * @param namespace of the request
     * @param method of HTTP
     * @param path of the request
     * @param key as the client chose it
     */
    record Key(String namespace, String method, String path, String key) {}

    /**
     * A kept answer.
     *
     * @param status of HTTP
     * @param headers those that go with it
     * @param body as it was sent
     */
    record Answer(int status, Map<String, String> headers, String body) {}

    /** What a request is told at its beginning. */
    sealed interface Begin {
        /**
         * It is to be carried out.
         *
         * @param token names this request towards the store
         * @param seed the same for all requests that are begun under this key, until one has an answer
         * @param repeated whether an earlier one was begun, and lost before it had an answer
         */
        record Started(UUID token, UUID seed, boolean repeated) implements Begin {}

        /** It was carried out, and this was the answer. */
        record Answered(Answer answer) implements Begin {}

        /** It is being carried out. */
        record InFlight() implements Begin {}

        /** The key was used with another body. */
        record Mismatch() implements Begin {}
    }
}
