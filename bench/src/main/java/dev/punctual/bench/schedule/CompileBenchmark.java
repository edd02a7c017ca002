package dev.punctual.bench.schedule;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reading an expression that was not seen before; Punctual's own checks, such as "never fires", are in it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CompileBenchmark {
    @Param
    @SuppressWarnings("NullAway.Init")
    public Library library;

    @Param
    @SuppressWarnings("NullAway.Init")
    public Shape shape;

    @SuppressWarnings("NullAway.Init")
    private Texts[] members;

    private int turn;

    @Setup
    public void prepare() {
        members = IntStream.range(0, Shape.MEMBERS).mapToObj(shape::member).toArray(Texts[]::new);
    }

    @Benchmark
    public Object compile() {
        turn = (turn + 1) % members.length;
        return library.read(members[turn], ScheduleBenchmarks.ZONE);
    }
}
