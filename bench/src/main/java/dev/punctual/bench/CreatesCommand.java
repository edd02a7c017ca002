package dev.punctual.bench;

import dev.punctual.bench.measure.CsvFile;
import dev.punctual.bench.measure.Json;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.probe.Probes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many tasks can be created, and how long that takes. */
@Command(
        name = "creates",
        description =
                "Creates tasks that are due in a year: at a fixed rate (--rate), or as fast as so many clients can.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class CreatesCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "tasks per second, sent on time whatever the answers do; 0: as fast as the clients can")
    private int rate;

    @Option(names = "--concurrency", paramLabel = "N", description = "clients, without --rate")
    private int concurrency = 32;

    @Option(names = "--duration", paramLabel = "TIME", description = "of the measured window")
    private Duration duration = Duration.ofSeconds(30);

    @Option(names = "--warmup", paramLabel = "TIME", description = "of the same load before it")
    private Duration warmUp = Duration.ofSeconds(10);

    @Option(names = "--batch", paramLabel = "N", description = "tasks in one request, up to 1000; 1: single creates")
    private int batch = 1;

    @Override
    public Integer call() {
        if (batch < 1 || batch > 1_000 || rate < 0 || concurrency < 1 || duration.toSeconds() < 1) {
            throw new BenchException(
                    "--batch must be 1 to 1000, --rate 0 or more, --concurrency at least 1, --duration at least 1s");
        }
        Progress progress = new Progress(System.out);
        try (Session session = Session.open(
                common,
                "creates",
                Json.object(
                        "ratePerSecond",
                        rate,
                        "concurrency",
                        rate == 0 ? concurrency : 0,
                        "batch",
                        batch,
                        "duration",
                        duration.toString(),
                        "warmUp",
                        warmUp.toString()),
                progress)) {
            return session.finish(measure(session).report(session.stamp()));
        }
    }

    private CreateReport measure(Session session) {
        CreateLoad load = new CreateLoad(session, batch);
        Probes probes = Probes.start(session.directory());
        List<CreateLoad.Call> before = List.of();
        try (probes) {
            if (warmUp.isPositive()) {
                drive(session, load, warmUp, "warming up");
                before = load.calls();
            }
            Cost.Meter meter = new Cost.Meter(session, null);
            long begin = Micros.now();
            drive(session, load, duration, "measuring");
            Cost cost = meter.stop();
            session.progress().say("looking whether all acknowledged tasks are there");
            Set<String> there = new HashSet<>();
            session.api()
                    .list(
                            "/v1/tasks?label=" + Api.encode("bench=" + session.stamp()),
                            task -> there.add(task.path("id").asString()));
            List<CreateLoad.Call> measured = new ArrayList<>(
                    load.calls().subList(before.size(), load.calls().size()));
            return new CreateReport(
                    new CreateReport.Load(rate, concurrency, batch, duration),
                    measured,
                    begin,
                    load.calls().stream()
                            .flatMap(call -> call.acknowledged().stream())
                            .filter(id -> !there.contains(id))
                            .count(),
                    cost,
                    probes.log());
        } finally {
            probes.log().write(session.directory().resolve("probes.csv"));
            writeLedger(session, load);
            if (session.isForeign()) {
                new Registration(session.api(), session.progress(), session.stamp())
                        .end(load.calls().stream()
                                .flatMap(call -> call.acknowledged().stream())
                                .toList());
            }
        }
    }

    private void drive(Session session, CreateLoad load, Duration length, String phase) {
        long begin = Micros.now();
        Runnable progress = () -> session.progress()
                .update(() -> "%s: %d of %d s, %,d tasks acknowledged"
                        .formatted(
                                phase,
                                (Micros.now() - begin) / Micros.SECOND,
                                length.toSeconds(),
                                load.acknowledged()));
        if (rate == 0) {
            load.closed(concurrency, begin + length.toNanos() / 1_000, progress);
        } else {
            long[] times = CreateLoad.sendTimes(begin, (double) rate / batch, length);
            if (phase.equals("measuring")) {
                CsvFile.write(
                        session.directory().resolve("due.csv"),
                        "send",
                        LongStream.of(times)
                                .mapToObj(time -> Micros.toInstant(time).toString()));
            }
            load.open(times, progress);
        }
        session.check();
    }

    private static void writeLedger(Session session, CreateLoad load) {
        CsvFile.write(
                session.directory().resolve("ledger.csv"),
                "send,acknowledged,status,tasks",
                load.calls().stream()
                        .map(call -> "%s,%s,%d,%d"
                                .formatted(
                                        Micros.toInstant(call.sentMicros()),
                                        call.answeredMicros() == Micros.NEVER
                                                ? "never"
                                                : Micros.toInstant(call.answeredMicros()),
                                        call.status(),
                                        call.acknowledged().size())));
    }
}
