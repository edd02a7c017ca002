package dev.punctual.workflows;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays a book by a script. Like the book it says the same however often it is asked: a sleep is left when its time has come
 * or the book has changed. After the last line it says {@code Ended}.
 */
final class ScriptedFireActivities implements FireActivities {
    private final Deque<Supplier<FireStep>> script = new ArrayDeque<>();
    private final List<TaskChange> changes = new ArrayList<>();
    private final Set<UUID> seeds = new HashSet<>();
    private final List<Ticket> tickets = new ArrayList<>();
    private final List<Long> turns = new ArrayList<>();
    private final LongSupplier clock;
    private @Nullable Sleep sleep;
    private int played;

    private record Sleep(@Nullable Long until, Duration holdFor) {}

    /** @param clock milliseconds of the engine's time */
    ScriptedFireActivities(LongSupplier clock) {
        this.clock = clock;
    }

    ScriptedFireActivities sleep(Duration sleepFor) {
        return sleep(sleepFor, Duration.ZERO);
    }

    ScriptedFireActivities sleep(Duration sleepFor, Duration holdFor) {
        return then(() -> new FireStep.Wake(null, sleepFor, holdFor));
    }

    ScriptedFireActivities awaitChange() {
        return then(() -> new FireStep.Wake(null, null, Duration.ZERO));
    }

    /** A line that may take its time, or fail. */
    synchronized ScriptedFireActivities then(Supplier<FireStep> line) {
        script.add(line);
        return this;
    }

    @Override
    public FireStep fire(Ticket ticket) {
        Supplier<FireStep> line;
        synchronized (this) {
            tickets.add(ticket);
            Sleep current = sleep;
            if (current != null) {
                if (current.until() == null) {
                    return new FireStep.Wake(null, null, current.holdFor());
                }
                long left = current.until() - clock.getAsLong();
                if (left > 0) {
                    return new FireStep.Wake(null, Duration.ofMillis(left), current.holdFor());
                }
                sleep = null;
            }
            turns.add(clock.getAsLong());
            line = script.isEmpty() ? FireStep.Ended::new : script.remove();
        }
        FireStep step = line.get();
        if (step instanceof FireStep.Wake wake) {
            synchronized (this) {
                Duration sleepFor = wake.sleepFor();
                sleep = new Sleep(sleepFor == null ? null : clock.getAsLong() + sleepFor.toMillis(), wake.holdFor());
                played++;
                notifyAll();
            }
        }
        return step;
    }

    @Override
    public synchronized void apply(ChangeRequest request) {
        changes.add(request.change());
        seeds.add(Objects.requireNonNull(request.seed()));
        sleep = null;
    }

    /** As after a call of the API. */
    synchronized void change() {
        sleep = null;
    }

    /** What was carried out, in order. */
    synchronized List<TaskChange> changes() {
        return List.copyOf(changes);
    }

    /** What the changes were named by, each once. */
    synchronized Set<UUID> seeds() {
        return Set.copyOf(seeds);
    }

    /** The engine's time from one line of the script to the next. */
    synchronized List<Duration> pauses() {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < turns.size(); i++) {
            pauses.add(Duration.ofMillis(turns.get(i) - turns.get(i - 1)));
        }
        return pauses;
    }

    /** Waits until so many lines of the script that say when to wake were played to their end. */
    synchronized void awaitPlayed(int lines) throws InterruptedException {
        while (played < lines) {
            wait();
        }
    }

    /** How many lines of the script were played. */
    synchronized int turns() {
        return turns.size();
    }

    /** The tickets it was asked with, in order. */
    synchronized List<Ticket> tickets() {
        return List.copyOf(tickets);
    }
}
