package dev.punctual.activities.action;

import static dev.punctual.activities.action.Commands.limited;
import static dev.punctual.activities.action.Commands.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.CommandAction;
import dev.punctual.workflows.task.CommandAction.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that do harm: to their own fire only, and nothing of them is left. */
class CommandPoisonTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** From the timeout on: the grace, and some for a busy machine. */
    private static final long STOPPED_MILLIS = 1_000 + 500 + 3_000;

    private final Commands commands = new Commands();

    /** Only processes of this test have it in their command lines. */
    private final String word = "poison-" + UUID.randomUUID();

    @AfterEach
    void nothingIsLeft() {
        await().atMost(Duration.ofSeconds(2)).until(() -> !Commands.runs(word));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // endless
                "while :; do :; done",
                "sleep 1000",
                // ignores signals
                "trap '' TERM INT HUP; while :; do sleep 0.1; done",
                // children, in the background, ignoring signals, waited for or not
                "(trap '' TERM; while :; do sleep 0.1; done) & wait",
                "(while :; do sleep 0.1; done) & while :; do sleep 0.1; done",
                // forks twice, into a session of its own, away from its parent
                "(setsid sh -c \"$2\" $1 >/dev/null 2>&1 &) ; sleep 1000",
                // stops itself
                "kill -s STOP $$"
            })
    void endsAllOfItAtTheTimeout(String text) {
        long begun = System.nanoTime();

        Outcome.TimedOut timedOut =
                commands.timingOut(script(text, word, "trap '' TERM; while :; do sleep 0.1; done"), SHORT);

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isLessThan(STOPPED_MILLIS);
        assertThat(timedOut.error().message()).contains("PT1S");
        assertThat(Commands.runs(word)).isFalse();
        assertThat(commands.counted("timeout")).isEqualTo(1);
    }

    @Test
    void leavesAWellBehavedCommandItsGrace() {
        Outcome.TimedOut timedOut = commands.timingOut(
                script("trap 'echo cleaned up; exit 7' TERM; echo begun; while :; do sleep 0.05; done", word), SHORT);

        assertThat(timedOut.result())
                .containsEntry("stdout", "begun\ncleaned up\n")
                .containsEntry("exitCode", 7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(while :; do sleep 0.1; done) & echo done",
                "(setsid sh -c \"$2\" $1 &) ; sleep 0.3; echo done",
                // holds the streams open without a session of its own
                "sleep 1000 & echo done"
            })
    void leavesNothingBehindWhenItEnds(String text) {
        long begun = System.nanoTime();

        assertThat(commands.succeeding(script(text, word, "while :; do sleep 0.1; done")))
                .containsEntry("stdout", "done\n");

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isLessThan(5_000);
        assertThat(Commands.runs(word)).isFalse();
    }

    @Test
    void endsItWhenTheAttemptIsCancelled(@TempDir Path directory) throws Exception {
        Path begun = directory.resolve("begun");
        Thread[] thread = new Thread[1];
        FutureTask<Outcome> attempt = commands.start(
                script("echo so far; trap '' TERM; touch \"$2\"; while :; do sleep 0.1; done", word, begun.toString()),
                Commands.LONG,
                null,
                thread);
        await().until(() -> Files.exists(begun));

        long cancelled = System.nanoTime();
        thread[0].interrupt();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> attempt.get(10, TimeUnit.SECONDS))
                .havingCause()
                .isInstanceOfSatisfying(
                        StoppedException.class,
                        stopped -> assertThat(stopped.result()).containsEntry("stdout", "so far\n"));
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - cancelled)).isLessThan(2_000);
        assertThat(Commands.runs(word)).isFalse();
        assertThat(commands.counted("interrupted")).isEqualTo(1);
    }

    @Test
    void cutsAFloodAndMarksIt() {
        String numbers = "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i + 1)); done";

        var result = commands.succeeding(script(numbers, word));

        assertThat(result).containsEntry("stdoutTruncated", true).containsEntry("stderrTruncated", false);
        assertThat(String.valueOf(result.get("stdout")))
                .startsWith("line 0\nline 1\n")
                .endsWith("line 19999\n")
                .containsPattern("\\[… \\d+ bytes left out …]")
                .hasSizeLessThan(17_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes $1", "yes $1 >&2", "cat /dev/zero", "yes $1 & yes $1 >&2"})
    void readsAnEndlessFloodAwayUntilTheTimeout(String text) {
        Outcome.TimedOut timedOut = commands.timingOut(script(text, word), SHORT);

        assertThat(String.valueOf(timedOut.result())).hasSizeBetween(8_000, 40_000);
    }

    @Test
    void replacesWhatIsNoText() {
        var result = commands.succeeding(script("printf 'a\\377\\376b\\000c\\303'", word));

        assertThat(result).containsEntry("stdout", "a\uFFFD\uFFFDb\uFFFDc\uFFFD");
    }

    @Test
    void killsWhatUsesTooMuchProcessorTime() {
        Limits limits = new Limits(Duration.ofSeconds(1), null);
        for (String text : new String[] {"while :; do :; done", "(while :; do :; done) & while :; do :; done"}) {
            var failed = commands.failing(limited(script(text, word), limits));

            assertThat(failed.error().type()).isEqualTo("COMMAND_CPU");
            assertThat(failed.error().message()).contains("PT1S");
            assertThat(failed.retryable()).isFalse();
            assertThat((Double) Commands.resultOf(failed).get("cpuSeconds")).isBetween(0.2, 3.0);
        }
        assertThat(commands.counted("limit")).isEqualTo(2);
    }

    @Test
    void believesTheKernelThatCountsInTicks() {
        var failed = commands.failing(limited(script("kill -XCPU $$", word), new Limits(Duration.ofSeconds(9), null)));

        assertThat(failed.error().type()).isEqualTo("COMMAND_CPU");
    }

    @Test
    void killsATreeThatHasTooMuchInMemory() {
        // three processes, each below the limit
        String text = "for i in 1 2 3; do dd if=/dev/zero of=/dev/null bs=40M count=100000 2>/dev/null & done; wait";

        var failed = commands.failing(limited(script(text, word), new Limits(null, 64L << 20)));

        assertThat(failed.error().type()).isEqualTo("COMMAND_MEMORY");
        assertThat((Long) Commands.resultOf(failed).get("peakMemoryBytes")).isGreaterThan(64L << 20);
    }

    @Test
    void letsNoProcessHaveMoreThanTheLimit() {
        var failed = commands.failing(limited(
                script("exec dd if=/dev/zero of=/dev/null bs=400M count=1", word), new Limits(null, 64L << 20)));

        assertThat(failed.error().type()).isEqualTo("COMMAND_EXIT");
        assertThat(String.valueOf(failed.result())).contains("memory exhausted");
    }

    @Test
    void diesWithTheWorker() throws IOException {
        CommandAction action = script("trap '' TERM; while :; do sleep 0.1; done", word);
        Process process = CommandLine.of(action, Contexts.within(Commands.LONG), "run-" + word)
                .start();
        await().until(() -> Commands.runs(word));

        // as happens when the worker is killed: nobody holds the other end any more
        process.getOutputStream().close();

        await().atMost(Duration.ofSeconds(5)).until(() -> !process.isAlive() && !Commands.runs(word));
    }

    @Test
    void survivesAForkBomb() {
        // bounded, so that a failure of the test does not take the machine along
        String bomb = "bomb() { [ $1 -gt 0 ] && { bomb $(($1 - 1)) & bomb $(($1 - 1)) & }; sleep 1000; }; bomb 7";

        commands.timingOut(script(bomb, word), SHORT);

        assertThat(Commands.runs(word)).isFalse();
    }

    @Test
    void cannotEndTheWorkerByItsGroup() {
        var failed = commands.failing(script("echo so far; kill -s KILL 0", word));

        assertThat(failed.error().names()).contains("EXIT_137");
        assertThat(failed.result()).containsEntry("stdout", "so far\n");
    }

    @Test
    void waitsForAPlaceAndSaysSo() {
        CommandActionHandler one = new CommandActionHandler(
                new ActionRules(List.of("/bin"), Set.of(), Set.of()),
                new CommandSettings(Duration.ZERO, 1),
                commands.meters);
        FutureTask<Outcome> first =
                new FutureTask<>(() -> one.perform(script("sleep 1000", word), Contexts.within(Commands.LONG)));
        Thread thread = Thread.ofVirtual().start(first);
        await().until(() -> Commands.runs(word));

        FutureTask<Outcome> second =
                new FutureTask<>(() -> one.perform(script("exit 0", word), Contexts.within(SHORT)));
        Thread.ofVirtual().start(second);

        await().until(second::isDone);
        assertThat(second.resultNow())
                .isInstanceOfSatisfying(
                        Outcome.TimedOut.class,
                        late -> assertThat(late.error().message()).contains("max-concurrent"));
        thread.interrupt();
        await().until(first::isDone);
    }
}
