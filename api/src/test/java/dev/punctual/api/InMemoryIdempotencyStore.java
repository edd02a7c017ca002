package dev.punctual.api;

import dev.punctual.book.IdempotencyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys in a map, for ever. */
public final class InMemoryIdempotencyStore implements IdempotencyStore {
    private final Map<Key, Kept> kept = new HashMap<>();

    private record Kept(
            String bodyHash,
            UUID token,
            UUID seed,
            boolean released,
            @Nullable Answer answer) {}

    @Override
    public synchronized Begin begin(Key key, String bodyHash) {
        Kept before = kept.get(key);
        if (before == null) {
            Kept begun = new Kept(bodyHash, UUID.randomUUID(), UUID.randomUUID(), false, null);
            kept.put(key, begun);
            return new Begin.Started(begun.token(), begun.seed(), false);
        }
        if (!before.bodyHash().equals(bodyHash)) {
            return new Begin.Mismatch();
        }
        if (before.released()) {
            Kept again = new Kept(bodyHash, UUID.randomUUID(), before.seed(), false, null);
            kept.put(key, again);
            return new Begin.Started(again.token(), again.seed(), true);
        }
        return before.answer() == null ? new Begin.InFlight() : new Begin.Answered(before.answer());
    }

    @Override
    public synchronized void keep(Key key, UUID token, Answer answer) {
        kept.computeIfPresent(
                key,
                (k, old) ->
                        old.token().equals(token) ? new Kept(old.bodyHash(), token, old.seed(), false, answer) : old);
    }

    @Override
    public synchronized void release(Key key, UUID token) {
        kept.computeIfPresent(
                key,
                (k, old) -> old.token().equals(token) ? new Kept(old.bodyHash(), token, old.seed(), true, null) : old);
    }

    @Override
    public int purge() {
        return 0;
    }
}
