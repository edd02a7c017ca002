package dev.punctual.bench;

import dev.punctual.bench.measure.Json;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.probe.Metric;
import dev.punctual.bench.report.Check;
import dev.punctual.bench.report.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Many tasks that wait for an instant in a year: what they take, and whether a start bears with them.
 *
 * @param tasks how many
 * @param acknowledged how long their registration took
 * @param told how long until the engine had a workflow for each, from the first request on
 * @param ready how long a new start took, until Punctual was ready
 * @param bytes what the book and the engine's database take for all of them, without the book's log
 */
record Mountain(int tasks, Duration acknowledged, Duration told, Duration ready, long bytes) {
    private static final String NOTHING_TO_DO = "{\"type\":\"simulate\",\"duration\":\"PT0S\"}";
    private static final String BEHIND = "punctual_engine_behind";
    private static final int PART = 20_000;
    private static final Duration AWAY = Duration.ofDays(365);
    private static final Duration READY_LIMIT = Duration.ofMinutes(1);
    private static final int BYTES_GOAL = 8 * 1024;

    /** The engine takes a few hundred a second. */
    private static final Duration TOLD_LIMIT = Duration.ofHours(3);

    /** Registers them, waits until the engine knows all, and starts Punctual anew; takes half an hour for a million. */
    static Mountain raise(Session session, int tasks) {
        Path home = PunctualProcess.home(session.directory());
        long before = size(home);
        long begin = Micros.now();
        register(session, tasks);
        Duration acknowledged = since(begin);
        awaitTold(session);
        Duration told = since(begin);
        session.stop();
        long bytes = size(home) - before;
        long start = Micros.now();
        session.startAgain();
        return new Mountain(tasks, acknowledged, told, since(start), bytes);
    }

    private static Duration since(long micros) {
        return Duration.ofMillis((Micros.now() - micros) / Micros.MILLI);
    }

    private static void register(Session session, int tasks) {
        Registration registration = new Registration(session.api(), session.progress(), session.stamp() + "-pending");
        long due = Micros.now() + AWAY.toNanos() / 1_000;
        for (int from = 0; from < tasks; from += PART) {
            session.progress().say("registering tasks that wait: %,d of %,d".formatted(from, tasks));
            registration.register(
                    IntStream.range(from, Math.min(tasks, from + PART))
                            .mapToObj(i -> new Workload.NewTask(
                                    Workload.id(session.prefix() + "-pending", i),
                                    Workload.onceAt(due + i * Micros.MILLI)))
                            .toList(),
                    NOTHING_TO_DO,
                    FireRun.Way.INLINE);
        }
    }

    private static void awaitTold(Session session) {
        long deadline = Micros.now() + TOLD_LIMIT.toNanos() / 1_000;
        while (true) {
            session.check();
            double behind = Metric.values(session.api().metrics(), BEHIND)
                    .findFirst()
                    .orElseThrow(() -> new BenchException("Punctual offers no metric punctual.engine.behind."));
            if (behind == 0) {
                return;
            }
            if (Micros.now() > deadline) {
                throw new BenchException(
                        "The engine has not heard of %,.0f tasks after %d h.".formatted(behind, TOLD_LIMIT.toHours()));
            }
            session.progress().update(() -> "waiting until the engine has all of them: %,.0f left".formatted(behind));
            Progress.pause(Duration.ofSeconds(2).toMillis());
        }
    }

    /** What the files below a directory take, without PostgreSQL's log, which is bounded by its settings. */
    static long size(Path directory) {
        long[] bytes = new long[1];
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                    return path.endsWith("pg_wal") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                    bytes[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path path, IOException gone) {
                    // a running database deletes files
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("The files in %s cannot be counted".formatted(directory), e);
        }
        return bytes[0];
    }

    List<Check> checks() {
        return List.of(
                Check.within(
                        Check.Level.MUST,
                        "ready ≤ 60 s after a restart",
                        ready.toMillis() * Micros.MILLI,
                        READY_LIMIT.toMillis() * Micros.MILLI),
                Check.goal(
                        "≤ 8 KB for each task that waits",
                        "%.1f KB".formatted(perTask() / 1024),
                        perTask() <= BYTES_GOAL));
    }

    private double perTask() {
        return (double) bytes / tasks;
    }

    Table table() {
        return new Table(
                "Tasks that wait",
                List.of(
                        "tasks",
                        "acknowledged after",
                        "with a workflow after",
                        "workflows a second",
                        "ready again after",
                        "KB each"),
                List.of(List.of(
                        "%,d".formatted(tasks),
                        seconds(acknowledged),
                        seconds(told),
                        "%.0f".formatted(tasks / (told.toMillis() / 1e3)),
                        seconds(ready),
                        "%.1f".formatted(perTask() / 1024))),
                false,
                "From the first request on; then Punctual, with its servers, was stopped and started. KB on disk, without PostgreSQL's log.");
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1e3);
    }

    Map<String, Object> data() {
        return Json.object(
                "tasks", tasks,
                "acknowledgedAfter", acknowledged.toString(),
                "toldAfter", told.toString(),
                "readyAfter", ready.toString(),
                "bytes", bytes);
    }
}
