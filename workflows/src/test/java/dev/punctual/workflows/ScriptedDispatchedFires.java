package dev.punctual.workflows;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Plays the book of one dispatched fire by a script: a step for each attempt. After the last one the fire has ended. */
final class ScriptedDispatchedFires implements DispatchedFireActivities {
    static final String QUEUE = "reports";
    static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Duration RETRY = Duration.ofMinutes(5);

    private final Deque<AttemptStep> script = new ArrayDeque<>();
    private final List<Long> turns = new ArrayList<>();
    private final List<RemoteReport> reports = new ArrayList<>();
    private final LongSupplier clock;
    private int looks;
    private int atOnce;
    private boolean hasRoom = true;

    /** @param clock milliseconds of the engine's time */
    ScriptedDispatchedFires(LongSupplier clock) {
        this.clock = clock;
    }

    synchronized ScriptedDispatchedFires then(AttemptStep step) {
        script.add(step);
        return this;
    }

    ScriptedDispatchedFires activity(String type, @Nullable Object... input) {
        return activityOn(QUEUE, type, TIMEOUT, input);
    }

    ScriptedDispatchedFires activityOn(String queue, String type, Duration timeout, @Nullable Object... input) {
        return then(remote(AttemptStep.Kind.ACTIVITY, queue, type, timeout, input));
    }

    ScriptedDispatchedFires child(String type, @Nullable Object... input) {
        return then(remote(AttemptStep.Kind.WORKFLOW, QUEUE, type, TIMEOUT, input));
    }

    private AttemptStep remote(
            AttemptStep.Kind kind, String queue, String type, Duration timeout, @Nullable Object... input) {
        int attempt = script.size() + 1;
        // by it the other worker's heartbeats are soon on their way
        Duration silence = kind == AttemptStep.Kind.ACTIVITY ? Duration.ofSeconds(2) : null;
        return new AttemptStep.Remote(
                attempt, new UUID(0, attempt), kind, queue, type, Arrays.asList(input), timeout, silence);
    }

    @Override
    public synchronized AttemptStep attempt(FireTicket ticket) {
        turns.add(clock.getAsLong());
        return script.isEmpty() ? new AttemptStep.Ended() : script.remove();
    }

    @Override
    public synchronized AttemptStep attemptAtOnce(FireTicket ticket) {
        atOnce++;
        return hasRoom ? attempt(ticket) : new AttemptStep.ByQueue();
    }

    /** Has attempts go by way of the queue. */
    synchronized ScriptedDispatchedFires full() {
        hasRoom = false;
        return this;
    }

    /** How often an attempt was to begin at once. */
    synchronized int atOnce() {
        return atOnce;
    }

    @Override
    public synchronized AttemptStep look(FireTicket ticket) {
        looks++;
        return new AttemptStep.Again(Duration.ofMillis(1));
    }

    /** How often it was looked whether an attempt can be made. */
    synchronized int looks() {
        return looks;
    }

    @Override
    public synchronized AttemptStep record(RemoteReport report) {
        reports.add(report);
        return script.isEmpty() ? new AttemptStep.Ended() : new AttemptStep.Again(RETRY);
    }

    /** What was recorded, in order. */
    synchronized List<RemoteReport> reports() {
        return List.copyOf(reports);
    }

    /** The result of the only attempt. */
    RemoteResult result() {
        List<RemoteReport> all = reports();
        if (all.size() != 1) {
            throw new AssertionError("not one attempt was recorded: " + all);
        }
        return all.getFirst().result();
    }

    /** The engine's time from one attempt to the next. */
    synchronized List<Duration> pauses() {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < turns.size(); i++) {
            pauses.add(Duration.ofMillis(turns.get(i) - turns.get(i - 1)));
        }
        return pauses;
    }
}
