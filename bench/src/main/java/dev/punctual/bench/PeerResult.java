package dev.punctual.bench;

import dev.punctual.bench.measure.Entry;
import dev.punctual.bench.measure.Json;
import dev.punctual.bench.measure.Latencies;
import dev.punctual.bench.measure.Matching;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.measure.Summary;
import dev.punctual.bench.probe.ProbeLog;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one system did with one load.
 *
 * @param run which of the runs it is, from 1
 * @param cpuMillis processor time per fire, of the system and its servers; empty when it was not measured
 * @param recovery of a killed system
 */
record PeerResult(
        PeerSystem system,
        PeerLoad load,
        int run,
        Matching matching,
        Summary summary,
        ProbeLog probes,
        OptionalDouble cpuMillis,
        Optional<Recovery> recovery) {

    /**
     * How a system came back.
     *
     * @param firstMicros from the kill to the first payload of the process that was started again; {@link Micros#NEVER}
     *     without one
     * @param gapMicros the longest time without any payload between the kill and the window's end
     */
    record Recovery(long firstMicros, long gapMicros) {

        /**
         * Reads it from the ledger.
         *
         * @param again when the killed process was started again
         * @param end of the window
         */
        static Recovery of(Collection<Entry> entries, long killed, long again, long end) {
            long first = Micros.NEVER;
            long before = killed;
            long gap = 0;
            for (long entered :
                    entries.stream().mapToLong(Entry::enteredMicros).sorted().toArray()) {
                if (entered >= again && first == Micros.NEVER) {
                    first = entered - killed;
                }
                if (entered >= killed && entered < end) {
                    gap = Math.max(gap, entered - before);
                    before = entered;
                }
            }
            return new Recovery(first, Math.max(gap, end - before));
        }

        private Map<String, Object> data() {
            return Json.object("firstMillis", Micros.millis(firstMicros), "longestGapMillis", Micros.millis(gapMicros));
        }
    }

    Latencies lateness() {
        return summary.all();
    }

    /** What was lost, the warm-up included. */
    int lost() {
        return matching.lost() + matching.warmUpLost();
    }

    /** How long before its instant the earliest measured payload began; 0 when none was early. */
    long earliestMicros() {
        return matching.samples().stream()
                .mapToLong(sample -> -Math.min(0, sample.lateness()))
                .max()
                .orElse(0);
    }

    /** For programs to read. */
    Map<String, Object> data() {
        Map<String, Object> data = Json.object(
                "system", system.label(),
                "load", load.label(),
                "run", run,
                "expected", matching.samples().size(),
                "lost", matching.lost(),
                "lostInWarmUp", matching.warmUpLost(),
                "duplicate", matching.duplicate(),
                "early", matching.early(),
                "earliestMillis", Micros.millis(earliestMicros()),
                "notDue", matching.unexpected());
        cpuMillis.ifPresent(millis -> data.put("cpuMillisPerFire", millis));
        recovery.ifPresent(back -> data.put("recovery", back.data()));
        data.put("lateness", summary.data());
        return data;
    }
}
