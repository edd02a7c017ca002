package dev.punctual.activities;

import dev.punctual.book.FireBook;
import dev.punctual.workflows.FireTicket;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FollowUp;
import dev.punctual.workflows.fire.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what follows a fire is carried. The book is where a follow-up lives; what is cut off here, the watches over
 * overdue tasks and silent fires make up for.
 */
public final class FollowUpFires {
    private static final Logger log = LoggerFactory.getLogger(FollowUpFires.class);

    private final FireBook fires;
    private final TaskEngine engine;

    /** @param engine is given the workflows of follow-ups */
    public FollowUpFires(FireBook fires, TaskEngine engine) {
        this.fires = fires;
        this.engine = engine;
    }

    /** Those that the engine has been given already, while an attempt is under way. */
    static final class Begun {
        private final AtomicReference<List<FollowUp>> given = new AtomicReference<>(List.of());

        private List<FollowUp> without(List<FollowUp> all) {
            List<FollowUp> already = given.get();
            return all.stream().filter(followUp -> !already.contains(followUp)).toList();
        }
    }

    /** Enters and hands over what follows a late start, beside the attempt; the end of the fire does so, too. */
    Begun begin(DueTask task, FireId fire, Trigger trigger, Instant claimedAt) {
        Begun begun = new Begun();
        List<FollowUp> late = FollowUp.late(task, fire, trigger, claimedAt);
        if (!late.isEmpty()) {
            Thread.ofVirtual().name("late-" + fire).start(() -> enter(task, late, begun));
        }
        return begun;
    }

    private void enter(DueTask task, List<FollowUp> late, Begun begun) {
        try {
            fires.follow(task.id(), late);
        } catch (RuntimeException e) {
            log.info("task {}: what follows a late fire is entered with its end: {}", task.id(), e.toString());
            return;
        }
        begun.given.set(late);
        handOver(task, late);
    }

    /** Hands over what the end of a fire has entered into the book, except for what was before. */
    void handOver(DueTask task, List<FollowUp> followUps, Begun begun) {
        handOver(task, begun.without(followUps));
    }

    /** Hands over what the end of a fire has entered into the book. */
    public void handOver(DueTask task, List<FollowUp> followUps) {
        if (followUps.isEmpty()) {
            return;
        }
        List<FireId> ids = followUps.stream().map(FollowUp::fire).toList();
        try {
            ids.forEach(id -> engine.perform(FireTicket.of(task, id)));
            fires.handedOver(ids);
        } catch (RuntimeException e) {
            log.info("task {}: its follow-ups {} are handed over later: {}", task.id(), ids, e.toString());
        }
    }
}
