package dev.punctual.bench;

import dev.punctual.bench.probe.ProcessTimes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Punctual in embedded mode, as the other benchmarks measure it. */
final class PunctualContestant implements Contestant {
    private static final List<String> SETTINGS = List.of("--punctual.http.allowed-addresses=127.0.0.1");

    private final Map<String, String> environment;
    private final Path directory;
    private final String run;
    private final String sinkUrl;
    private final Progress progress;
    private final List<PunctualProcess> processes = new ArrayList<>();

    private PunctualContestant(
            Map<String, String> environment, Path directory, String run, String sinkUrl, Progress progress) {
        this.environment = environment;
        this.directory = directory;
        this.run = run;
        this.sinkUrl = sinkUrl;
        this.progress = progress;
    }

    /** Starts one and waits until it is ready. */
    static PunctualContestant open(
            Map<String, String> environment, Path directory, String run, String sinkUrl, Progress progress) {
        PunctualContestant contestant = new PunctualContestant(environment, directory, run, sinkUrl, progress);
        contestant.startAgain();
        try {
            new Api(contestant.process().address()).awaitReady(progress, contestant::check, "Punctual");
            return contestant;
        } catch (RuntimeException e) {
            contestant.close();
            throw e;
        }
    }

    private PunctualProcess process() {
        return processes.getLast();
    }

    @Override
    public void register(Workload workload, Path dueFile, Duration limit) {
        new Registration(new Api(process().address()), progress, run)
                .register(
                        workload.tasks(),
                        "{\"type\":\"http\",\"method\":\"POST\",\"url\":\"%s\"}".formatted(sinkUrl),
                        FireRun.Way.INLINE);
    }

    @Override
    public void check() {
        process().check();
    }

    @Override
    public OptionalLong cpuMicros() {
        return ProcessTimes.ofTree(process().pid())
                .map(times -> OptionalLong.of(times.totalMicros()))
                .orElse(OptionalLong.empty());
    }

    @Override
    public void kill() {
        process().kill();
    }

    @Override
    public void startAgain() {
        processes.add(PunctualProcess.start(environment, directory, SETTINGS));
    }

    @Override
    public void close() {
        processes.reversed().forEach(PunctualProcess::close);
        PunctualProcess.deleteHome(directory);
    }
}
