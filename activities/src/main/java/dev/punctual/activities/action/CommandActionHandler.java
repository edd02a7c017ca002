package dev.punctual.activities.action;

import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.CommandAction;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program of this machine. What it promises:
 *
 * <ul>
 *   <li>Only programs that the {@link ActionRules} allow are run, with the arguments as they are: no shell reads them.
 *   <li>The environment holds what the action says, the fire's identity, and nothing of the server's.
 *   <li>Nothing of a command outlives its attempt: on its end, its timeout and its cancel the whole tree is ended, by SIGTERM
 *       and, after the grace, by SIGKILL; also what ignores signals, has forked twice or has made a session of its own. When
 *       the worker vanishes, the command's group is killed at once.
 *   <li>Output is read to its end and kept up to 16 KiB a stream, never in the way of the command.
 *   <li>Processor time is what the kernel counted, to a hundredth of a second; of a command that was killed, what had been
 *       seen a quarter of a second before. Memory is looked at several times a second: what lives shorter may not be seen.
 * </ul>
 */
public final class CommandActionHandler implements ActionHandler<CommandAction> {
    /** 128 and SIGXCPU, which the kernel sends at the limit of one process. */
    private static final int EXIT_BY_CPU_LIMIT = 128 + 24;

    /** As the JDK words it: {@code error=7, Argument list too long} or {@code error: 7 (Argument list too long)}. */
    private static final Pattern SYSTEM_ERROR = Pattern.compile("error[=:] ?(\\d+,? .*)$");

    private static final String ARGUMENTS_TOO_LONG = "Argument list too long";
    private static final int SIGNALLED = 128;
    private static final int SIGNALS = 64;

    private final ActionRules rules;
    private final CommandSettings settings;
    private final Semaphore places;
    private final Clock clock;
    private final ActionTimers timers;

    /**
     * @param rules which programs may be run
     * @param settings how they are treated
     * @param meters counts and times the commands as {@code punctual.command.duration}, by outcome
     */
    public CommandActionHandler(ActionRules rules, CommandSettings settings, MeterRegistry meters) {
        this.rules = rules;
        this.settings = settings;
        this.places = new Semaphore(settings.maxConcurrent(), true);
        this.clock = meters.config().clock();
        this.timers = new ActionTimers(
                meters,
                "punctual.command.duration",
                "How long commands take",
                "success",
                "exit",
                "limit",
                "timeout",
                "refused",
                "interrupted");
    }

    @Override
    public Class<CommandAction> kind() {
        return CommandAction.class;
    }

    @Override
    public Outcome perform(CommandAction action, FireContext context) throws InterruptedException {
        long begun = clock.monotonicTime();
        Outcome outcome = null;
        try {
            outcome = problemWith(action).map(Outcome.class::cast).orElse(null);
            if (outcome == null) {
                outcome = inPlace(action, context, begun);
            }
            return outcome;
        } finally {
            timers.record(word(outcome), clock.monotonicTime() - begun);
        }
    }

    private Outcome inPlace(CommandAction action, FireContext context, long begun) throws InterruptedException {
        if (!places.tryAcquire(left(context, begun).toNanos(), TimeUnit.NANOSECONDS)) {
            return new Outcome.TimedOut(new FireError(
                    "TIMEOUT",
                    "all %d places for commands on this worker were taken for the task's timeout of %s; see punctual.actions.command.max-concurrent"
                            .formatted(settings.maxConcurrent(), context.timeout())));
        }
        try {
            return run(action, context, begun);
        } finally {
            places.release();
        }
    }

    private Outcome run(CommandAction action, FireContext context, long begun) throws InterruptedException {
        CommandProcess process;
        try {
            process = CommandProcess.start(action, context);
        } catch (IOException e) {
            // the system's own words: Argument list too long, Resource temporarily unavailable
            String why = root(e);
            return failed(
                    "COMMAND_START",
                    "%s does not start: %s".formatted(action.program(), why),
                    !why.contains(ARGUMENTS_TOO_LONG));
        }
        try {
            while (!process.awaitEnd(left(context, begun))) {
                Outcome stopped = stoppedByLimit(action, context, begun, process);
                if (stopped != null) {
                    return stopped;
                }
            }
            process.end();
            return judged(action, process);
        } catch (InterruptedException e) {
            process.stop(settings.grace());
            StoppedException stopped = new StoppedException(action.program() + " was stopped", process.result());
            stopped.initCause(e);
            throw stopped;
        } catch (RuntimeException e) {
            process.stop(Duration.ZERO);
            throw e;
        }
    }

    private @Nullable Outcome stoppedByLimit(
            CommandAction action, FireContext context, long begun, CommandProcess process) {
        CommandAction.Limits limits = action.limits();
        if (limits.cpu() != null && process.cpuSeconds() > limits.cpu().toMillis() / 1_000.0) {
            process.stop(Duration.ZERO);
            return tooMuchCpu(action, process.result());
        }
        if (limits.memoryBytes() != null && process.memoryBytes() > limits.memoryBytes()) {
            process.stop(Duration.ZERO);
            return new Outcome.Failed(
                    new FireError(
                            "COMMAND_MEMORY",
                            "%s had more in memory than its limit of %d bytes and was killed; raise limits.memory"
                                    .formatted(action.program(), limits.memoryBytes())),
                    process.result(),
                    false);
        }
        if (left(context, begun).isPositive()) {
            return null;
        }
        process.stop(settings.grace());
        return new Outcome.TimedOut(
                new FireError(
                        "TIMEOUT",
                        "%s did not end within the task's timeout of %s and was stopped"
                                .formatted(action.program(), context.timeout())),
                process.result());
    }

    private static Outcome judged(CommandAction action, CommandProcess process) {
        Map<String, Object> result = process.result();
        Integer code = process.exitCode();
        if (code == null) {
            throw new IllegalStateException("a command that has ended has no exit code");
        }
        if (code == 0) {
            return new Outcome.Succeeded(result);
        }
        Duration cpu = action.limits().cpu();
        if (cpu != null) {
            // the kernel counts a limit in ticks, which on a busy machine come before as much was really used
            boolean used = process.cpuSeconds() >= 0.8 * cpu.toMillis() / 1_000;
            boolean killed = used && code == SIGNALLED + Signals.KILL;
            if (killed || code == EXIT_BY_CPU_LIMIT) {
                return tooMuchCpu(action, result);
            }
        }
        String how = code > SIGNALLED && code <= SIGNALLED + SIGNALS
                ? "exited with code %d, as after signal %d".formatted(code, code - SIGNALLED)
                : "exited with code " + code;
        return new Outcome.Failed(
                new FireError("COMMAND_EXIT", "%s %s".formatted(action.program(), how), "EXIT_" + code), result, true);
    }

    private static Outcome tooMuchCpu(CommandAction action, Map<String, Object> result) {
        return new Outcome.Failed(
                new FireError(
                        "COMMAND_CPU",
                        "%s used more processor time than its limit of %s and was killed; raise limits.cpu"
                                .formatted(action.program(), action.limits().cpu())),
                result,
                false);
    }

    /** Asked again here, since the settings or the machine may be others than at the registration. */
    private Optional<Outcome.Failed> problemWith(CommandAction action) {
        String program = action.program();
        Path path = Path.of(program);
        if (!rules.allowsProgram(program)) {
            return Optional.of(failed(
                    "COMMAND_NOT_ALLOWED",
                    "%s may not be run on this worker; its operator lists programs in %s"
                            .formatted(program, ActionRules.PROGRAMS_SETTING),
                    false));
        }
        if (!Files.exists(path)) {
            return Optional.of(failed("COMMAND_NOT_FOUND", "%s is not on this worker".formatted(program), false));
        }
        if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            return Optional.of(failed(
                    "COMMAND_NOT_EXECUTABLE",
                    "%s is no file that the worker's user may execute".formatted(program),
                    false));
        }
        if (!CommandLine.directory(action).isDirectory()) {
            return Optional.of(failed(
                    "COMMAND_DIRECTORY",
                    "the working directory %s is not on this worker".formatted(CommandLine.directory(action)),
                    false));
        }
        return Optional.empty();
    }

    private Duration left(FireContext context, long begun) {
        return context.timeout().minusNanos(clock.monotonicTime() - begun);
    }

    private static Outcome.Failed failed(String type, String message, boolean retryable) {
        return new Outcome.Failed(new FireError(type, message), null, retryable);
    }

    private static String root(IOException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        // what comes before names the programs that Punctual puts around it
        Matcher error = SYSTEM_ERROR.matcher(String.valueOf(root.getMessage()));
        return error.find() ? error.group(1) : "the system refuses it";
    }

    private static String word(@Nullable Outcome outcome) {
        return switch (outcome) {
            case null -> "interrupted";
            case Outcome.Succeeded _ -> "success";
            case Outcome.TimedOut _ -> "timeout";
            case Outcome.Failed failed ->
                switch (failed.error().type()) {
                    case "COMMAND_EXIT" -> "exit";
                    case "COMMAND_CPU", "COMMAND_MEMORY" -> "limit";
                    default -> "refused";
                };
            case Outcome.Cancelled _, Outcome.Lost _ -> "interrupted";
        };
    }
}
