package dev.punctual.bench.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Processor time of the whole machine since its start, over all processors.
 *
 * @param busyMicros spent on work
 * @param idleMicros spent on nothing
 * @param stealMicros wanted, but taken by other guests of the same hardware
 */
public record MachineTimes(long busyMicros, long idleMicros, long stealMicros) {

    private static final Path STAT = Path.of("/proc/stat");

    /** What the system says; empty where it does not. */
    public static Optional<MachineTimes> read() {
        try {
            return parse(Files.readString(STAT));
        } catch (IOException noSuchSystem) {
            return Optional.empty();
        }
    }

    /** Reads the first line of {@code /proc/stat}: user, nice, system, idle, iowait, irq, softirq, steal. */
    static Optional<MachineTimes> parse(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split(" +", -1);
        if (fields.length < 9 || !fields[0].equals("cpu")) {
            return Optional.empty();
        }
        long busy = ticks(fields, 1) + ticks(fields, 2) + ticks(fields, 3) + ticks(fields, 6) + ticks(fields, 7);
        long idle = ticks(fields, 4) + ticks(fields, 5);
        return Optional.of(new MachineTimes(
                busy * ProcessTimes.TICK_MICROS,
                idle * ProcessTimes.TICK_MICROS,
                ticks(fields, 8) * ProcessTimes.TICK_MICROS));
    }

    private static long ticks(String[] fields, int index) {
        return Long.parseLong(fields[index]);
    }

    /** The part of the processors that worked since an earlier look, 0 to 1; empty when no time went by. */
    public OptionalDouble busySince(MachineTimes before) {
        long busy = busyMicros - before.busyMicros;
        long all = busy + idleMicros - before.idleMicros + stealMicros - before.stealMicros;
        return all <= 0 ? OptionalDouble.empty() : OptionalDouble.of((double) busy / all);
    }
}
