package dev.punctual.bench;

import dev.punctual.bench.measure.Json;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.probe.GcOfServer;
import dev.punctual.bench.probe.MachineTimes;
import dev.punctual.bench.probe.ProcessTimes;
import dev.punctual.bench.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a span of a run cost.
 *
 * @param begin when the span began
 * @param end when it ended
 * @param system processor time of Punctual's process tree; empty when it could not be measured
 * @param sinkMicros processor time of the sink, -1 when it could not be measured or there was none
 * @param benchMicros processor time of the rest of the load generator, -1 when it could not be measured
 * @param busy the part of the machine's processors that worked
 * @param gc pauses of Punctual for garbage collection
 */
record Cost(
        long begin,
        long end,
        Optional<ProcessTimes> system,
        long sinkMicros,
        long benchMicros,
        OptionalDouble busy,
        Optional<GcOfServer> gc) {

    private static final String NOT_MEASURED = "not measured";

    /** A look at all meters. */
    static final class Meter {
        private final Session session;
        private final @Nullable Sink sink;
        private final Optional<GcOfServer> gc;
        private final Optional<ProcessTimes> system;
        private final Optional<MachineTimes> machine;
        private final long sinkMicros;
        private final long ownMicros;
        private final long at;

        Meter(Session session, @Nullable Sink sink) {
            this.session = session;
            this.sink = sink;
            // asking costs something, so it comes before the clock is read
            gc = GcOfServer.parse(session.api().metrics());
            system = session.pid().isPresent()
                    ? ProcessTimes.ofTree(session.pid().getAsLong())
                    : Optional.empty();
            machine = MachineTimes.read();
            sinkMicros = sink == null ? -1 : sink.cpuMicros();
            ownMicros = ProcessTimes.ofProcess(ProcessHandle.current().pid());
            at = Micros.now();
        }

        /** What was spent since this look. */
        Cost stop() {
            Meter now = new Meter(session, sink);
            long sinkSpent = sinkMicros < 0 ? -1 : now.sinkMicros - sinkMicros;
            long ownSpent = ownMicros < 0 ? -1 : now.ownMicros - ownMicros - Math.max(0, sinkSpent);
            return new Cost(
                    at,
                    now.at,
                    now.system.flatMap(after -> system.map(after::since)),
                    sinkSpent,
                    ownSpent,
                    now.machine.isPresent() && machine.isPresent()
                            ? now.machine.get().busySince(machine.get())
                            : OptionalDouble.empty(),
                    now.gc.flatMap(after -> gc.map(after::since)));
        }
    }

    /** Processor milliseconds of Punctual's process tree for each of so many; empty when not measured. */
    OptionalDouble millisPer(long count) {
        return system.isEmpty() || count == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) system.get().totalMicros() / Micros.MILLI / count);
    }

    /** The processor time by part, in all and for each of so many. */
    Table table(String each, long count) {
        List<List<String>> rows = new ArrayList<>();
        system.ifPresentOrElse(
                times -> {
                    times.micros().forEach((part, micros) -> rows.add(row(name(part), micros, count)));
                    rows.add(row("all of Punctual", times.totalMicros(), count));
                },
                () -> rows.add(List.of("all of Punctual", NOT_MEASURED, NOT_MEASURED)));
        rows.add(row("the bench's sink", sinkMicros, count));
        rows.add(row("the bench itself", benchMicros, count));
        rows.add(List.of(
                "the machine was busy for",
                busy.isPresent() ? String.format(Locale.ROOT, "%.0f %%", 100 * busy.getAsDouble()) : NOT_MEASURED,
                ""));
        rows.add(List.of(
                "Punctual's pauses for garbage collection",
                gc.map(g -> String.format(Locale.ROOT, "%.3f s in %d", g.seconds(), g.count()))
                        .orElse(NOT_MEASURED),
                gc.map(g -> String.format(Locale.ROOT, "longest %.0f ms", g.maxSeconds() * 1_000))
                        .orElse("")));
        return new Table(
                "Processor time",
                List.of("", "seconds", "ms per " + each),
                rows,
                false,
                String.format(
                        Locale.ROOT, "Over %.1f s with %,d %ss.", (double) (end - begin) / Micros.SECOND, count, each));
    }

    private static String name(ProcessTimes.Part part) {
        return switch (part) {
            case PUNCTUAL -> "Punctual's JVM";
            case POSTGRESQL -> "PostgreSQL";
            case TEMPORAL -> "Temporal";
            case OTHER -> "other children";
        };
    }

    private static List<String> row(String name, long micros, long count) {
        return micros < 0
                ? List.of(name, NOT_MEASURED, NOT_MEASURED)
                : List.of(
                        name,
                        String.format(Locale.ROOT, "%.2f", (double) micros / Micros.SECOND),
                        count == 0 ? "" : String.format(Locale.ROOT, "%.2f", (double) micros / Micros.MILLI / count));
    }

    /** For programs to read. */
    Map<String, Object> data(long count) {
        Map<String, Object> data = Json.object("seconds", (double) (end - begin) / Micros.SECOND, "count", count);
        system.ifPresent(times -> times.micros()
                .forEach((part, micros) -> data.put(
                        part.name().toLowerCase(Locale.ROOT) + "CpuSeconds", (double) micros / Micros.SECOND)));
        millisPer(count).ifPresent(millis -> data.put("cpuMillisEach", millis));
        data.put("sinkCpuSeconds", sinkMicros < 0 ? NOT_MEASURED : (Object) ((double) sinkMicros / Micros.SECOND));
        data.put("benchCpuSeconds", benchMicros < 0 ? NOT_MEASURED : (Object) ((double) benchMicros / Micros.SECOND));
        busy.ifPresent(part -> data.put("machineBusy", part));
        gc.ifPresent(g ->
                data.put("gc", Json.object("count", g.count(), "seconds", g.seconds(), "maxSeconds", g.maxSeconds())));
        return data;
    }
}
