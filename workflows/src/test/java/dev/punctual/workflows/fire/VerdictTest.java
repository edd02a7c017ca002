package dev.punctual.workflows.fire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.task.Delivery;
import dev.punctual.workflows.task.RetryPolicy;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    private static final Instant FIRST = Instant.parse("2026-03-01T09:00:00Z");
    private static final FireError ERROR = new FireError("TEST", "as the test wants it");
    private static final Outcome FAILED = new Outcome.Failed(ERROR, null, true);
    private static final Outcome LOST = new Outcome.Lost(ERROR);

    @Test
    void successAndCancellationAreFinal() {
        assertThat(after(spec(9, null), 1, new Outcome.Succeeded(null), 1))
                .isEqualTo(new Verdict.Final(FireState.SUCCEEDED));
        assertThat(after(spec(9, null), 1, new Outcome.Cancelled(ERROR), 1))
                .isEqualTo(new Verdict.Final(FireState.CANCELLED));
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 6", "3, 18", "4, 30", "5, 30", "1000, 30"})
    void eachWaitIsLongerUpToTheLongest(int attempt, int wait) {
        assertThat(after(spec(2_000, null), attempt, FAILED, 100)).isEqualTo(retry(100 + wait));
    }

    @Test
    void theLastAttemptDecides() {
        TaskSpec spec = spec(3, null);

        assertThat(after(spec, 2, FAILED, 10)).isEqualTo(retry(16));
        assertThat(after(spec, 3, FAILED, 10)).isEqualTo(new Verdict.Final(FireState.FAILED));
        assertThat(after(spec, 3, new Outcome.TimedOut(ERROR), 10)).isEqualTo(new Verdict.Final(FireState.TIMED_OUT));
        assertThat(after(spec, 3, LOST, 10)).isEqualTo(new Verdict.Final(FireState.LOST));
    }

    @Test
    void noAttemptStartsLaterThanTheLimitAfterTheFirst() {
        TaskSpec spec = spec(9, Duration.ofSeconds(20));

        assertThat(after(spec, 1, FAILED, 18)).isEqualTo(retry(20));
        assertThat(after(spec, 1, FAILED, 18.001)).isEqualTo(new Verdict.Final(FireState.FAILED));
        assertThat(after(spec, 1, LOST, 20)).isEqualTo(retry(20));
        assertThat(after(spec, 1, LOST, 20.001)).isEqualTo(new Verdict.Final(FireState.LOST));
    }

    @Test
    void whatCannotSucceedIsNotTriedAgain() {
        assertThat(after(spec(9, null), 1, new Outcome.Failed(ERROR, null, false), 1))
                .isEqualTo(new Verdict.Final(FireState.FAILED));
    }

    @Test
    void aLostAttemptIsTriedAgainAtOnceUnlessAtMostOnceIsAskedFor() {
        TaskSpec spec = spec(9, null);

        assertThat(after(spec, 1, LOST, 10)).isEqualTo(retry(10));
        assertThat(after(spec.toBuilder().delivery(Delivery.AT_MOST_ONCE).build(), 1, LOST, 10))
                .isEqualTo(new Verdict.Final(FireState.LOST));
        assertThat(after(spec.toBuilder().delivery(Delivery.AT_MOST_ONCE).build(), 1, FAILED, 10))
                .isEqualTo(retry(12));
    }

    /** The backoff after the first attempt is 2 s, the limit after the first claim 20 s. */
    @ParameterizedTest
    @CsvSource({
        // asked for, the attempt's end, the next attempt
        "0,    10,     12",
        "1,    10,     12",
        "2,    10,     12",
        "3,    10,     13",
        "10,   10,     20",
        "10.1, 10,     ",
        "100,  1,      ",
    })
    void theLaterOfBackoffAndWhatTheTargetAsksForCounts(double askedFor, double now, @Nullable Double next) {
        Outcome busy = new Outcome.Failed(ERROR, null, true, Duration.ofMillis(Math.round(askedFor * 1_000)));

        assertThat(after(spec(9, Duration.ofSeconds(20)), 1, busy, now))
                .isEqualTo(next == null ? new Verdict.Final(FireState.FAILED) : retry(next));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_STATUS, HTTP_404, HTTP_404,    true",
        "HTTP_STATUS, HTTP_404, HTTP_4XX,    true",
        "HTTP_STATUS, HTTP_404, HTTP_STATUS, true",
        "HTTP_STATUS, HTTP_404, HTTP_5XX,    false",
        "HTTP_STATUS, HTTP_404, HTTP_40,     false",
        "COMMAND_EXIT, EXIT_2,  EXIT_2,      true",
        "COMMAND_EXIT, EXIT_2,  EXIT_22,     false",
        "SQL_ERROR, SQL_40001,  SQL_40001,   true",
        "HTTP_CONNECT, ,        HTTP_CONNECT, true",
        "HTTP_CONNECT, ,        HTTP_CXX,    false",
    })
    void whatThePolicyRulesOutIsNotTriedAgain(String type, @Nullable String code, String ruledOut, boolean ends) {
        RetryPolicy policy =
                new RetryPolicy(9, Duration.ofSeconds(2), 3, Duration.ofSeconds(30), null, List.of("EXIT_7", ruledOut));
        TaskSpec spec = spec(9, null).toBuilder().retry(policy).build();
        FireError error = new FireError(type, "as the test wants it", code);

        assertThat(after(spec, 1, new Outcome.Failed(error, null, true), 10))
                .isEqualTo(ends ? new Verdict.Final(FireState.FAILED) : retry(12));
        assertThat(after(spec, 1, new Outcome.TimedOut(error), 10))
                .isEqualTo(ends ? new Verdict.Final(FireState.TIMED_OUT) : retry(12));
    }

    private static TaskSpec spec(int attempts, @Nullable Duration maxElapsed) {
        return TaskSpec.of(new OneTimeSchedule(FIRST), new SimulateAction(Duration.ZERO, Duration.ZERO, 0, null))
                .toBuilder()
                .retry(new RetryPolicy(attempts, Duration.ofSeconds(2), 3, Duration.ofSeconds(30), maxElapsed))
                .build();
    }

    private static Verdict after(TaskSpec spec, int attempt, Outcome outcome, double now) {
        return FirePlanner.after(spec, attempt, FIRST, outcome, at(now));
    }

    private static Verdict retry(double second) {
        return new Verdict.Retry(at(second));
    }

    private static Instant at(double second) {
        return FIRST.plusMillis(Math.round(second * 1_000));
    }
}
