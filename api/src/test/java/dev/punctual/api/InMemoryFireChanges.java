package dev.punctual.api;

import dev.punctual.book.FireChanges;
import dev.punctual.book.FireRefusal;
import dev.punctual.workflows.fire.Asked;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes fires in memory as the contract says; what is open is cancelled at once. */
record InMemoryFireChanges(InMemoryTaskBook tasks, InMemoryFireLedger ledger) implements FireChanges {
    @Override
    public Fire cancel(String namespace, FireId id, String actor) {
        Fire fire = find(namespace, id);
        if (fire.state().isFinal()) {
            throw new FireRefusal.WrongState(id, fire.state(), "it has ended");
        }
        return ledger.cancel(fire);
    }

    @Override
    public Fire retry(String namespace, FireId id, @Nullable UUID seed, String actor) {
        Fire fire = find(namespace, id);
        if (!fire.state().isFinal()) {
            throw new FireRefusal.WrongState(id, fire.state(), "wait for its end");
        }
        Asked asked = new Asked(fire.asked().input(), id, fire.asked().instant(fire.scheduledFor()));
        return tasks.fire(fire.task(), asked, seed);
    }

    private Fire find(String namespace, FireId id) {
        return ledger.find(namespace, id).orElseThrow(() -> new FireRefusal.NotFound(namespace, id));
    }
}
