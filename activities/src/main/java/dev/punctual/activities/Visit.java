package dev.punctual.activities;

import dev.punctual.activities.Holds.Hold;
import dev.punctual.workflows.Ticket;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call of the engine about a task. A task whose instants are close together stays with its worker for some of them: that
 * spares the engine a sleep and a wake-up for each. Used by the thread of that call alone.
 */
final class Visit {
    /** After so many plans without an attempt the workflow takes a breath, so that no task can keep a worker busy. */
    private static final int PLANS = 20;

    private final Hold hold;
    private final Stays stays;
    private final Instant longest;
    private Instant wokenAt;
    private int plans;
    private @Nullable Instant staysUntil;
    private boolean letThrough;

    /**
     * @param hold keeps the task here
     * @param stays how long it is kept
     * @param wokenAt when the engine's call came, by the book's clock
     * @param ticket after how long signals get their turn, and the engine wants to hear something
     */
    Visit(Hold hold, Stays stays, Instant wokenAt, Ticket ticket) {
        this.hold = hold;
        this.stays = stays;
        this.wokenAt = wokenAt;
        this.longest = wokenAt.plus(ticket.longestStay());
    }

    Hold hold() {
        return hold;
    }

    /** When this became about the fire that is next: its engine's call, or the end of the fire before. */
    Instant wokenAt() {
        return wokenAt;
    }

    /** Whether another plan may be made without an attempt in between. */
    boolean mayPlan() {
        return plans++ < PLANS;
    }

    /**
     * A fire is over; from now on this is about the next. The stay counts from the first: before it, others may come.
     *
     * @param kept how many tasks are with this worker
     */
    void fired(Instant now, int kept) {
        if (staysUntil == null) {
            staysUntil = now.plus(stays.next(kept));
        }
        wokenAt = now;
        plans = 0;
    }

    /** The next fire that is caught up may start. */
    void letThrough() {
        letThrough = true;
    }

    /** Whether it was; once. */
    boolean takeLetThrough() {
        boolean was = letThrough;
        letThrough = false;
        return was;
    }

    boolean isOver(Instant now) {
        return staysUntil != null && (now.isAfter(staysUntil) || now.isAfter(longest));
    }

    /** Until its first fire a task stays for as long as it may: whoever woke it so early knew why. */
    boolean staysFor(Instant at) {
        return mayLastUntil(at) && (staysUntil == null || !at.isAfter(staysUntil));
    }

    /** Whether the task may be kept for so long without a word to the engine. */
    boolean mayLastUntil(Instant at) {
        return !at.isAfter(longest);
    }
}
