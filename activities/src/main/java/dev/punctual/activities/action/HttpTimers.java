package dev.punctual.activities.action;

import dev.punctual.workflows.fire.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The timers of calls, one for each outcome: {@code 2xx} and so on, or why there was no response. */
final class HttpTimers {
    private final Timer[] byStatusClass = new Timer[10];
    private final Timer refused;
    private final Timer timeout;
    private final Timer interrupted;
    private final Timer error;

    HttpTimers(MeterRegistry meters) {
        for (int i = 1; i < byStatusClass.length; i++) {
            byStatusClass[i] = timer(meters, i + "xx");
        }
        refused = timer(meters, "refused");
        timeout = timer(meters, "timeout");
        interrupted = timer(meters, "interrupted");
        error = timer(meters, "error");
    }

    /** @param outcome null when the call was stopped from outside */
    void record(@Nullable Outcome outcome, long nanos) {
        of(outcome).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer of(@Nullable Outcome outcome) {
        return switch (outcome) {
            case null -> interrupted;
            case Outcome.Succeeded succeeded -> ofStatus(succeeded.result());
            case Outcome.Failed failed when failed.result() != null -> ofStatus(failed.result());
            case Outcome.Failed failed when failed.error().type().equals("ADDRESS_REFUSED") -> refused;
            case Outcome.TimedOut _ -> timeout;
            case Outcome.Failed _, Outcome.Cancelled _, Outcome.Lost _ -> error;
        };
    }

    private Timer ofStatus(@Nullable Map<String, Object> result) {
        return result != null && result.get("status") instanceof Integer status && status >= 100 && status < 1_000
                ? byStatusClass[status / 100]
                : error;
    }

    private static Timer timer(MeterRegistry meters, String outcome) {
        return Timer.builder("punctual.http.duration")
                .description("How long calls of HTTP actions take")
                .tag("outcome", outcome)
                .register(meters);
    }
}
