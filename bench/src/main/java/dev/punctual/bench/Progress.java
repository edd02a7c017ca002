package dev.punctual.bench;

import dev.punctual.bench.measure.Micros;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Says on the terminal what a run is at, every few seconds. */
final class Progress {
    private static final long EVERY_MICROS = 5 * Micros.SECOND;
    private static final long POLL_MILLIS = 50;

    private final PrintStream out;
    private final long begin = Micros.now();
    private long told;

    Progress(PrintStream out) {
        this.out = out;
    }

    /** Says something now. */
    void say(String text) {
        told = Micros.now();
        out.printf("bench: [%4d s] %s%n", (told - begin) / Micros.SECOND, text);
        out.flush();
    }

    /** Says something unless something was said a moment ago. */
    void update(Supplier<String> text) {
        if (Micros.now() - told >= EVERY_MICROS) {
            say(text.get());
        }
    }

    /** Waits until an instant, and says how far it is. */
    void waitUntil(long micros, Supplier<String> text) {
        var _ = waitFor(() -> false, micros, text);
    }

    /**
     * Waits for a fact, at most until an instant, and says how far it is.
     *
     * @return whether the fact came
     */
    boolean waitFor(BooleanSupplier fact, long untilMicros, Supplier<String> text) {
        while (!fact.getAsBoolean()) {
            long left = untilMicros - Micros.now();
            if (left <= 0) {
                return false;
            }
            update(text);
            pause(Math.clamp(left / Micros.MILLI, 1, POLL_MILLIS));
        }
        return true;
    }

    /** @throws BenchException when the run is to end */
    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("The run was interrupted.", e);
        }
    }
}
