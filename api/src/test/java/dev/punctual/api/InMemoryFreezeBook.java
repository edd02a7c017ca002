package dev.punctual.api;

import dev.punctual.book.Freeze;
import dev.punctual.book.Freeze.State;
import dev.punctual.book.Freeze.Wish;
import dev.punctual.book.FreezeBook;
import dev.punctual.book.FreezeRefusal;
import dev.punctual.workflows.task.CatchUpPolicy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Freezes that are remembered and hold nothing. */
final class InMemoryFreezeBook implements FreezeBook {
    private final InstantSource clock;
    private final Map<String, Freeze> freezes = new LinkedHashMap<>();

    InMemoryFreezeBook(InstantSource clock) {
        this.clock = clock;
    }

    void clear() {
        freezes.clear();
    }

    @Override
    public Freeze start(String namespace, String id, Wish wish, String actor) {
        return freezes.computeIfAbsent(
                id, key -> new Freeze(namespace, id, wish, State.FROZEN, 0, clock.instant(), actor, null));
    }

    @Override
    public Optional<Freeze> find(String namespace, String id) {
        return Optional.ofNullable(freezes.get(id))
                .filter(freeze -> freeze.namespace().equals(namespace));
    }

    @Override
    public List<Freeze> list(String namespace, @Nullable String after, int limit) {
        return new ArrayList<>(freezes.values())
                .reversed().stream()
                        .dropWhile(freeze -> after != null && !freeze.id().equals(after))
                        .skip(after == null ? 0 : 1)
                        .filter(freeze -> freeze.namespace().equals(namespace))
                        .limit(limit)
                        .toList();
    }

    @Override
    public Freeze thaw(String namespace, String id, @Nullable CatchUpPolicy catchUp, String actor) {
        Freeze is = find(namespace, id).orElseThrow(() -> new FreezeRefusal(namespace, id));
        Freeze thawed =
                new Freeze(namespace, id, is.wish(), State.THAWED, 0, is.createdAt(), is.createdBy(), clock.instant());
        freezes.put(id, thawed);
        return thawed;
    }

    @Override
    public int advance(BooleanSupplier goesOn) {
        return 0;
    }
}
