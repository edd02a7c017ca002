package dev.punctual.bench;

import dev.punctual.bench.measure.Json;
import dev.punctual.bench.report.Report;
import dev.punctual.bench.report.TextReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One run: its directory of results, and the Punctual that it measures, which is ready when the session is open. Closing
 * it stops a Punctual of its own and deletes that one's data, unless the run failed.
 */
final class Session implements AutoCloseable {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final CommonOptions options;
    private final Progress progress;
    private final String stamp;
    private final Path directory;
    private @Nullable PunctualProcess process;
    private final Api api;
    private boolean completed;

    private Session(
            CommonOptions options,
            Progress progress,
            String stamp,
            Path directory,
            @Nullable PunctualProcess process,
            Api api) {
        this.options = options;
        this.progress = progress;
        this.stamp = stamp;
        this.directory = directory;
        this.process = process;
        this.api = api;
    }

    /**
     * Makes the directory, writes {@code config.json}, and waits until Punctual is ready.
     *
     * @param name of the benchmark
     * @param config all that was asked for
     */
    static Session open(CommonOptions options, String name, Map<String, Object> config, Progress progress) {
        String stamp = newStamp();
        Path directory = newDirectory(options.results, stamp, name, described(options, config));
        PunctualProcess process = null;
        URI address = options.url;
        if (address == null) {
            progress.say("starting Punctual; its output is in " + directory.resolve("punctual.log"));
            process = PunctualProcess.start(System.getenv(), directory, settings(options));
            address = process.address();
        }
        Session session = new Session(options, progress, stamp, directory, process, new Api(address));
        try {
            session.api().awaitReady(progress, session::check, "Punctual");
            progress.say("Punctual is ready at " + address);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
        return session;
    }

    /** Names a run that begins now. */
    static String newStamp() {
        return STAMP.format(Instant.now());
    }

    /** Makes the directory of a run, and in it {@code config.json} with what was asked for and where it ran. */
    static Path newDirectory(Path results, String stamp, String name, Map<String, Object> config) {
        Path directory = results.resolve(stamp + "-" + name);
        Map<String, Object> all = Json.object("benchmark", name);
        all.putAll(config);
        all.put("java", Runtime.version().toString());
        all.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        all.put("processors", Runtime.getRuntime().availableProcessors());
        try {
            Files.createDirectories(directory);
            Report.writeJson(directory.resolve("config.json"), all);
        } catch (IOException e) {
            throw new UncheckedIOException("The results cannot be written in " + directory, e);
        }
        return directory;
    }

    private static Map<String, Object> described(CommonOptions options, Map<String, Object> config) {
        Map<String, Object> all = Json.object();
        all.putAll(config);
        all.put("seed", options.seed);
        all.put("url", options.url == null ? "own process" : options.url.toString());
        all.put("settings", options.settings);
        all.put("javaOptions", System.getenv().getOrDefault("PUNCTUAL_JAVA_OPTIONS", ""));
        return all;
    }

    /** The arguments of the own Punctual. */
    List<String> settings() {
        return settings(options);
    }

    private static List<String> settings(CommonOptions options) {
        // HTTP actions call no loopback address unless the operator allows it, and the sink is on one
        List<String> settings = new ArrayList<>(List.of("--punctual.http.allowed-addresses=127.0.0.1"));
        options.settings.forEach(setting -> settings.add("--" + setting));
        return settings;
    }

    /** Stops the Punctual of this run with its servers. */
    void stop() {
        progress.say("stopping Punctual");
        own().close();
    }

    /** Starts the one that was stopped, with the data that it left, and waits until it is ready. */
    void startAgain() {
        process = own().again();
        progress.say("starting Punctual again");
        api.awaitReady(progress, this::check, "Punctual");
    }

    private PunctualProcess own() {
        if (process == null) {
            throw new BenchException("Only a Punctual of the run's own can be stopped; leave out --url.");
        }
        return process;
    }

    /** @throws BenchException when the Punctual of this run has ended by itself */
    void check() {
        if (process != null) {
            process.check();
        }
    }

    /** Writes the report and prints it; from here on the run counts as completed. */
    int finish(Report report) {
        report.write(directory);
        progress.say("done");
        System.out.print(TextReport.of(report));
        System.out.printf("%n%s%n", directory.resolve("report.html"));
        completed = true;
        return report.passed() ? 0 : 1;
    }

    /** The begin of the ids of all tasks of this run. */
    String prefix() {
        return "bench-" + stamp;
    }

    /** When the run began, as its directory says. */
    String stamp() {
        return stamp;
    }

    Path directory() {
        return directory;
    }

    Api api() {
        return api;
    }

    Progress progress() {
        return progress;
    }

    long seed() {
        return options.seed;
    }

    /** Whether Punctual goes on after the run. */
    boolean isForeign() {
        return process == null;
    }

    /** The process whose tree is measured. */
    OptionalLong pid() {
        if (process != null) {
            return OptionalLong.of(process.pid());
        }
        return options.pid == null ? OptionalLong.empty() : OptionalLong.of(options.pid);
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        stop();
        if (completed && !options.keepHome) {
            PunctualProcess.deleteHome(directory);
        } else {
            progress.say("its data is kept in " + directory.resolve("home"));
        }
    }
}
