package dev.punctual.bench.schedule;

import dev.punctual.bench.schedule.Library.Timetable;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The next instant of a compiled expression in Europe/Berlin, from a different start each time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NextInstantBenchmark {
    @Param
    @SuppressWarnings("NullAway.Init")
    public Library library;

    @Param
    @SuppressWarnings("NullAway.Init")
    public Sample sample;

    @SuppressWarnings("NullAway.Init")
    private Timetable timetable;

    @SuppressWarnings("NullAway.Init")
    private Instant[] starts;

    private int turn;

    @Setup
    public void prepare() {
        timetable = library.read(sample.texts(), ScheduleBenchmarks.ZONE);
        starts = sample.starts();
    }

    @Benchmark
    public @Nullable Instant next() {
        turn = (turn + 1) % starts.length;
        return timetable.next(starts[turn]);
    }
}
