package dev.punctual.activities.action;

import static org.apache.commons.lang3.ObjectUtils.min;

import dev.punctual.activities.action.ProcessTable.Disk;
import dev.punctual.workflows.fire.OutputLine;
import dev.punctual.workflows.task.CommandAction;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command that runs, with all that it starts, and what is kept of it. One thread uses it. */
final class CommandProcess {
    private static final Logger log = LoggerFactory.getLogger(CommandProcess.class);

    private static final Duration LOOKS_FIRST = Duration.ofMillis(5);
    private static final Duration LOOKS_LAST = Duration.ofMillis(250);
    private static final Duration LOOKS_WHEN_STOPPED = Duration.ofMillis(20);
    private static final Duration KILLING = Duration.ofSeconds(2);
    private static final Duration READING = Duration.ofSeconds(1);

    /** What the shell's {@code times} says of a user's and a system's time. */
    private static final Pattern TIMES = Pattern.compile("(\\d+)m(\\d+[.,]\\d+)s (\\d+)m(\\d+[.,]\\d+)s");

    /** Whether this kernel says what processes read and write. */
    private static final boolean COUNTS_DISK =
            ProcessTable.disk(ProcessHandle.current().pid()).isPresent();

    private final Process process;
    private final CommandTree tree;
    private final CommandOutput stdout;
    private final CommandOutput stderr;
    private final List<Thread> readers;
    private final long begun = System.nanoTime();
    private Duration untilLook = LOOKS_FIRST;

    private CommandProcess(Process process, FireContext context, String run) {
        this.process = process;
        this.tree = new CommandTree(
                process.toHandle(),
                CommandLine.MARK + "=" + run,
                CommandLine.setsid().isPresent());
        this.stdout = new CommandOutput(
                process.getInputStream(),
                new CommandProtocol(context),
                line -> context.output(OutputLine.Stream.STDOUT, line),
                run);
        this.stderr = new CommandOutput(
                process.getErrorStream(), line -> false, line -> context.output(OutputLine.Stream.STDERR, line), run);
        // platform threads: a pipe is read like a file, which would hold on to a carrier of the virtual ones
        this.readers = List.of(
                Thread.ofPlatform()
                        .daemon()
                        .name("command-out-" + context.fire())
                        .start(stdout),
                Thread.ofPlatform()
                        .daemon()
                        .name("command-err-" + context.fire())
                        .start(stderr));
    }

    /** @throws IOException when the system does not start it */
    static CommandProcess start(CommandAction action, FireContext context) throws IOException {
        String run = UUID.randomUUID().toString();
        Process process = CommandLine.of(action, context, run).start();
        return new CommandProcess(process, context, run);
    }

    /**
     * Waits until it ends, or the time is over, or it is time to look at what it uses.
     *
     * @return whether it has ended
     */
    boolean awaitEnd(Duration longest) throws InterruptedException {
        Duration wait = min(longest, untilLook);
        if (process.waitFor(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS)) {
            return true;
        }
        tree.sample();
        untilLook = min(untilLook.multipliedBy(2), LOOKS_LAST);
        return false;
    }

    /** The processor time that it was seen to have used. */
    double cpuSeconds() {
        return Math.max(tree.cpuSeconds(), reportedCpuSeconds());
    }

    /** The memory that it had when it was last looked at. */
    long memoryBytes() {
        return tree.memoryBytes();
    }

    /** How it ended, 128 and the number of the signal when one ended it; null while it has not. */
    @Nullable
    Integer exitCode() {
        return process.isAlive() ? null : process.exitValue();
    }

    /** Asks it to end, and ends it when it does not within the grace: nothing of it is left, even if the thread is interrupted. */
    void stop(Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        boolean interrupted = false;
        tree.sample();
        boolean alive = !grace.isZero() && tree.signal(Signals.TERM);
        while (alive && System.nanoTime() < deadline) {
            interrupted |= pause();
            alive = tree.isAlive();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    /** Ends whatever is left of it, and its streams. */
    void end() {
        long deadline = System.nanoTime() + KILLING.toNanos();
        boolean interrupted = Thread.interrupted();
        tree.sample();
        while (tree.signal(Signals.KILL)) {
            if (System.nanoTime() > deadline) {
                log.warn("processes of command {} do not end by SIGKILL; they are left behind", process.pid());
                break;
            }
            interrupted |= pause();
        }
        try {
            // its end reaches this process a moment later
            process.waitFor(READING.toNanos(), TimeUnit.NANOSECONDS);
            for (Thread reader : readers) {
                reader.join(READING);
            }
        } catch (InterruptedException _) {
            interrupted = true;
        }
        close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** As the outcome of an action. */
    Map<String, Object> result() {
        Map<String, Object> result = new LinkedHashMap<>();
        Integer code = exitCode();
        if (code != null) {
            result.put("exitCode", code);
        }
        result.put("stdout", stdout.kept().text());
        result.put("stdoutTruncated", stdout.kept().isCut());
        result.put("stderr", stderr.kept().text());
        result.put("stderrTruncated", stderr.kept().isCut());
        result.put("cpuSeconds", Math.round(cpuSeconds() * 1_000) / 1_000.0);
        if (tree.peakMemoryBytes() > 0) {
            result.put("peakMemoryBytes", tree.peakMemoryBytes());
        }
        if (COUNTS_DISK) {
            Disk disk = tree.disk().most(Disk.of(stdout.afterEnd()).orElse(Disk.NONE));
            result.put("diskReadBytes", disk.read());
            result.put("diskWriteBytes", disk.written());
        }
        result.put("durationMillis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        return result;
    }

    /** What the shell said at the end: exact, but without what was orphaned; 0 when it was killed before. */
    private double reportedCpuSeconds() {
        List<String> times = stdout.afterEnd();
        Matcher children = TIMES.matcher(times.size() < 2 ? "" : times.get(1));
        return children.matches() ? seconds(children, 1) + seconds(children, 3) : 0;
    }

    private static double seconds(Matcher times, int minutes) {
        return Integer.parseInt(times.group(minutes)) * 60
                + Double.parseDouble(times.group(minutes + 1).replace(',', '.'));
    }

    private void close() {
        try {
            process.getOutputStream().close();
            process.getInputStream().close();
            process.getErrorStream().close();
        } catch (IOException e) {
            log.debug("a stream of command {} does not close", process.pid(), e);
        }
    }

    /** @return whether the thread was interrupted meanwhile */
    private static boolean pause() {
        try {
            Thread.sleep(LOOKS_WHEN_STOPPED);
            return false;
        } catch (InterruptedException _) {
            return true;
        }
    }
}
