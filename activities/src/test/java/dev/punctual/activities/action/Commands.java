package dev.punctual.activities.action;

import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.fire.OutputLine;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.CommandAction;
import dev.punctual.workflows.task.CommandAction.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A handler under test, called as the worker calls it, with real processes. */
final class Commands {
    static final Duration LONG = Duration.ofSeconds(30);
    static final CommandSettings SETTINGS = new CommandSettings(Duration.ofMillis(500), 10);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final CommandActionHandler handler = new CommandActionHandler(
            new ActionRules(List.of("/bin", "/usr/bin"), Set.of(), Set.of()), SETTINGS, meters);

    /** What the last attempt reported, each as one line. */
    final List<String> reports = new CopyOnWriteArrayList<>();

    /** A script for the machine's shell. */
    static CommandAction script(String text, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", text, "script"));
        argv.addAll(Arrays.asList(arguments));
        return command(argv, Limits.NONE);
    }

    static CommandAction command(List<String> argv, Limits limits) {
        return new CommandAction(argv, Map.of(), "/tmp", limits);
    }

    static CommandAction limited(CommandAction action, Limits limits) {
        return command(action.argv(), limits);
    }

    /** An attempt in progress. */
    FutureTask<Outcome> start(CommandAction action, Duration timeout, @Nullable String checkpoint, Thread[] thread) {
        FutureTask<Outcome> performed = new FutureTask<>(() -> handler.perform(action, context(timeout, checkpoint)));
        thread[0] = Thread.ofVirtual().start(performed);
        return performed;
    }

    Outcome perform(CommandAction action, Duration timeout) {
        return perform(action, timeout, null);
    }

    Outcome perform(CommandAction action, Duration timeout, @Nullable String checkpoint) {
        try {
            return start(action, timeout, checkpoint, new Thread[1]).get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    Map<String, Object> succeeding(CommandAction action) {
        Outcome outcome = perform(action, LONG);
        if (outcome instanceof Outcome.Succeeded succeeded && succeeded.result() != null) {
            return succeeded.result();
        }
        throw new AssertionError("expected success, got " + outcome);
    }

    Outcome.Failed failing(CommandAction action) {
        return failing(action, LONG);
    }

    Outcome.Failed failing(CommandAction action, Duration timeout) {
        Outcome outcome = perform(action, timeout);
        if (outcome instanceof Outcome.Failed failed) {
            return failed;
        }
        throw new AssertionError("expected a failure, got " + outcome);
    }

    Outcome.TimedOut timingOut(CommandAction action, Duration timeout) {
        Outcome outcome = perform(action, timeout);
        if (outcome instanceof Outcome.TimedOut timedOut) {
            return timedOut;
        }
        throw new AssertionError("expected a timeout, got " + outcome);
    }

    static Map<String, Object> resultOf(Outcome.Failed failed) {
        if (failed.result() == null) {
            throw new AssertionError("expected a result of " + failed);
        }
        return failed.result();
    }

    long counted(String outcome) {
        return meters.get("punctual.command.duration")
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    /** Whether a process runs that was started with this text among its arguments or in its script. */
    static boolean runs(String word) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .anyMatch(process -> process.info().commandLine().orElse("").contains(word));
    }

    private FireContext context(Duration timeout, @Nullable String checkpoint) {
        FireContext plain = Contexts.within(timeout);
        return new FireContext(
                plain.fire(),
                plain.task(),
                plain.scheduledFor(),
                plain.attempt(),
                plain.timeout(),
                checkpoint,
                null,
                null,
                new RecordingReports(reports));
    }

    private record RecordingReports(List<String> reports) implements FireReports {
        @Override
        public void progress(int percent, String message) {
            reports.add("progress %d %s".formatted(percent, message));
        }

        @Override
        public void checkpoint(String checkpoint) {
            reports.add("checkpoint " + checkpoint);
        }

        @Override
        public void output(OutputLine.Stream stream, String line) {
            reports.add("output " + line);
        }
    }
}
