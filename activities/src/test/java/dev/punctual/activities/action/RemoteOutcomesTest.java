package dev.punctual.activities.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.RemoteResult;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemoteOutcomesTest {
    private static final FireError STOPPED = new FireError("CANCELLED", "the task was cancelled");

    @Test
    void aResultStandsInTheOutcomeAsItsJson() {
        assertThat(succeeded("{\"a\":[1,true,null]}", false))
                .isEqualTo(Map.of("result", Map.of("a", Arrays.asList(1, true, null)), "resultTruncated", false));
    }

    @Test
    void nothingIsNoOutcome() {
        assertThat(of(new RemoteResult.Succeeded(null, false))).isEqualTo(new Outcome.Succeeded(null));
        assertThat(of(new RemoteResult.Succeeded("null", false))).isEqualTo(new Outcome.Succeeded(null));
    }

    @Test
    void whatWasCutOrIsNoJsonIsATextOfIt() {
        assertThat(succeeded("{\"a\":", true)).isEqualTo(Map.of("result", "{\"a\":", "resultTruncated", true));
        assertThat(succeeded("NaN", false)).isEqualTo(Map.of("result", "NaN", "resultTruncated", false));
        String deep = "[".repeat(3_000) + "]".repeat(3_000);
        assertThat(succeeded(deep, false)).containsEntry("result", deep);
    }

    @Test
    void whatPostgreSqlCannotKeepIsReplaced() {
        assertThat(succeeded("[\"a\\u0000b\",{\"c\\u0000\":1}]", false).get("result"))
                .isEqualTo(List.of("a\uFFFDb", Map.of("c\uFFFD", 1)));
        assertThat(succeeded("[1e999999,2.50]", false).get("result")).hasToString("[1E+999999, 2.50]");
        assertThat(of(new RemoteResult.Failed("ACTIVITY_FAILED", "Bad", "a\0b", true, null)))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.error().message()).isEqualTo("Bad: a\uFFFDb"));
    }

    @Test
    void aFailureIsKnownByItsOwnTypeToo() {
        Outcome outcome =
                of(new RemoteResult.Failed("ACTIVITY_FAILED", "ValueError", "no", false, Duration.ofDays(100)));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.error().names()).containsExactly("ACTIVITY_FAILED", "ValueError");
            assertThat(failed.retryable()).isFalse();
            assertThat(failed.retryAfter()).isEqualTo(Duration.ofDays(1));
        });
    }

    @Test
    void everyTimeoutIsRuledOutByThatWord() {
        assertThat(of(new RemoteResult.TimedOut("NO_WORKER", "nobody")))
                .isInstanceOfSatisfying(
                        Outcome.TimedOut.class,
                        timedOut -> assertThat(timedOut.error().names()).containsExactly("NO_WORKER", "TIMEOUT"));
    }

    @Test
    void aCancelSaysWhy() {
        assertThat(of(new RemoteResult.Cancelled("it has stopped")))
                .isEqualTo(new Outcome.Cancelled(new FireError("CANCELLED", "the task was cancelled; it has stopped")));
    }

    private static Outcome of(RemoteResult result) {
        return RemoteOutcomes.of(result, STOPPED);
    }

    private static Map<String, Object> succeeded(String json, boolean truncated) {
        Outcome outcome = of(new RemoteResult.Succeeded(json, truncated));
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        Map<String, Object> result = ((Outcome.Succeeded) outcome).result();
        return result == null ? Map.of() : result;
    }
}
