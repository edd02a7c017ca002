package dev.punctual.activities.action;

import static dev.punctual.activities.action.Commands.command;
import static dev.punctual.activities.action.Commands.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.punctual.workflows.fire.Outcome;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.CommandAction;
import dev.punctual.workflows.task.CommandAction.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a well-behaved command gets, and what is made of its end. */
class CommandActionHandlerTest {
    private final Commands commands = new Commands();

    @Test
    void keepsOutputExitCodeAndUse() {
        Map<String, Object> result = commands.succeeding(script("echo out; echo err >&2; printf last"));

        assertThat(result)
                .containsEntry("exitCode", 0)
                .containsEntry("stdout", "out\nlast")
                .containsEntry("stderr", "err\n")
                .containsEntry("stdoutTruncated", false)
                .containsEntry("stderrTruncated", false)
                .containsKeys("cpuSeconds", "durationMillis");
        assertThat(commands.counted("success")).isEqualTo(1);
        assertThat(commands.reports).contains("output out", "output err", "output last");
    }

    @Test
    void handsArgumentsOverAsTheyAre() {
        CommandAction action = command(
                List.of("/usr/bin/printf", "%s|", "a b", "$(id)", "`id`", "; id", "*", "'\"", "", "{{task}}", "ü"),
                Limits.NONE);

        assertThat(commands.succeeding(action)).containsEntry("stdout", "a b|$(id)|`id`|; id|*|'\"||nightly-report|ü|");
    }

    @Test
    void givesTheFiresIdentityAndNothingOfTheServers() {
        CommandAction action =
                new CommandAction(List.of("/usr/bin/env"), Map.of("A", "b", "LANG", "C"), "/tmp", Limits.NONE);

        List<String> environment = String.valueOf(commands.succeeding(action).get("stdout"))
                .lines()
                .toList();

        assertThat(environment)
                .contains(
                        "A=b",
                        "LANG=C",
                        "HOME=" + System.getProperty("user.home"),
                        "PUNCTUAL_FIRE_ID=" + Contexts.FIRE,
                        "PUNCTUAL_NAMESPACE=billing",
                        "PUNCTUAL_TASK=nightly-report",
                        "PUNCTUAL_SCHEDULED_FOR=2026-12-01T01:00:00.250Z",
                        "PUNCTUAL_ATTEMPT=2");
        assertThat(environment.stream().map(line -> line.substring(0, line.indexOf('='))))
                .filteredOn(name -> !name.startsWith("PUNCTUAL_"))
                // a shell may add the last three
                .isSubsetOf("A", "LANG", "HOME", "PATH", "PWD", "SHLVL", "_");
        assertThat(environment).noneMatch(line -> line.startsWith("PUNCTUAL_CHECKPOINT"));
    }

    @Test
    void runsInItsDirectoryWithNothingToRead() {
        Map<String, Object> result = commands.succeeding(script("pwd; cat; ls /proc/self/fd | wc -l"));

        assertThat(result).containsEntry("stdout", "/tmp\n4\n");
    }

    @ParameterizedTest
    @CsvSource({"1, EXIT_1", "3, EXIT_3", "127, EXIT_127", "255, EXIT_255"})
    void failsByAnyOtherExitCode(int code, String name) {
        var failed = commands.failing(script("echo so far; exit " + code));

        assertThat(failed.error().type()).isEqualTo("COMMAND_EXIT");
        assertThat(failed.error().names()).contains(name);
        assertThat(failed.error().message()).contains("/bin/sh", "code " + code);
        assertThat(failed.retryable()).isTrue();
        assertThat(failed.result()).containsEntry("exitCode", code).containsEntry("stdout", "so far\n");
        assertThat(commands.counted("exit")).isEqualTo(1);
    }

    @Test
    void saysWhichSignalEndedIt() {
        var failed = commands.failing(script("kill -s SEGV $$"));

        assertThat(failed.error().names()).contains("EXIT_139");
        assertThat(failed.error().message()).contains("signal 11");
    }

    @Test
    void hearsProgressAndCheckpointsAndKeepsThemOutOfTheOutput() {
        Map<String, Object> result = commands.succeeding(script("""
                        echo before
                        echo '::punctual progress 40 half of it'
                        echo '::punctual checkpoint row 17 of ünd'
                        echo after
                        echo '::punctual progress 100'
                        """));

        assertThat(result).containsEntry("stdout", "before\nafter\n");
        assertThat(commands.reports)
                .containsExactly(
                        "output before",
                        "progress 40 half of it",
                        "checkpoint row 17 of ünd",
                        "output after",
                        "progress 100 ");
    }

    @Test
    void leavesWhatIsNotWellFormedInTheOutput() {
        String text = "::punctual progress 101 x\n::punctual progress x\n::punctual stop\n ::punctual progress 1\n";

        assertThat(commands.succeeding(command(List.of("/usr/bin/printf", "%s", text), Limits.NONE)))
                .containsEntry("stdout", text);
        assertThat(commands.reports).allMatch(report -> report.startsWith("output"));
    }

    @Test
    void doesNotKeepACheckpointThatIsTooLong() {
        commands.succeeding(script("printf '::punctual checkpoint %065537d\\n' 1; echo '::punctual checkpoint ok'"));

        assertThat(commands.reports)
                .filteredOn(report -> report.startsWith("checkpoint"))
                .containsExactly("checkpoint ok");
    }

    @Test
    void givesTheCheckpointToTheNextAttempt() {
        commands.perform(script("echo \"from $PUNCTUAL_CHECKPOINT\""), Commands.LONG, "row 17");

        assertThat(commands.reports).containsExactly("output from row 17");
    }

    @Test
    void measuresProcessorTimeAndMemory() {
        Map<String, Object> result = commands.succeeding(
                script("dd if=/dev/zero of=/dev/null bs=64M count=40 2>/dev/null; sleep 0.3; exit 0"));

        assertThat((Double) result.get("cpuSeconds")).isGreaterThan(0.05);
        assertThat((Long) result.get("peakMemoryBytes")).isGreaterThan(60L << 20);
    }

    @Test
    void measuresWhatIsReadFromAndWrittenToDisks() throws IOException {
        assumeThat(Path.of("/proc/self/io")).as("the kernel counts").isReadable();
        Path directory = Files.createDirectories(Path.of("target").toAbsolutePath());
        assumeThat(Files.getFileStore(directory).type()).as("a disk").isNotIn("tmpfs", "ramfs");
        Path file = directory.resolve("disk-use");
        // both by children of a child, which have ended when it does
        String dd = "dd if=/dev/zero of=%s bs=1M count=%d conv=fsync 2>/dev/null";
        Map<String, Object> result = commands.succeeding(
                script((dd + "; (" + dd + "; rm -f %s) & wait; exit 0").formatted(file, 3, file, 2, file)));

        assertThat((Long) result.get("diskWriteBytes")).isBetween(5L << 20, 50L << 20);
        assertThat((Long) result.get("diskReadBytes")).isNotNegative();
    }

    @Test
    void countsTheTimeOfAShortCommand() {
        Map<String, Object> result = commands.succeeding(script("i=0; while [ $i -lt 60000 ]; do i=$((i + 1)); done"));

        assertThat((Double) result.get("cpuSeconds")).isGreaterThan(0.01);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/opt/x", "/bin/../etc/passwd", "echo", "/binx/y", "/bin//sh", "/bin/./sh"})
    void runsOnlyWhatIsAllowed(String program) {
        var failed = commands.failing(command(List.of(program), Limits.NONE));

        assertThat(failed.error().type()).isEqualTo("COMMAND_NOT_ALLOWED");
        assertThat(failed.error().message()).contains("punctual.actions.command.allow");
        assertThat(failed.retryable()).isFalse();
        assertThat(commands.counted("refused")).isEqualTo(1);
    }

    @Test
    void runsNothingWhereNothingIsAllowed() throws InterruptedException {
        CommandActionHandler handler = new CommandActionHandler(ActionRules.NONE, Commands.SETTINGS, commands.meters);

        assertThat(type(handler, script("exit 0"))).isEqualTo("COMMAND_NOT_ALLOWED");
    }

    @Test
    void saysWhatIsMissing(@TempDir Path directory) throws Exception {
        Path plain = Files.writeString(directory.resolve("plain"), "no program");
        CommandActionHandler handler = new CommandActionHandler(
                new ActionRules(List.of(directory.toString(), "/bin"), Set.of(), Set.of()),
                Commands.SETTINGS,
                commands.meters);

        assertThat(type(handler, command(List.of(directory + "/missing"), Limits.NONE)))
                .isEqualTo("COMMAND_NOT_FOUND");
        assertThat(type(handler, command(List.of(plain.toString()), Limits.NONE)))
                .isEqualTo("COMMAND_NOT_EXECUTABLE");
        assertThat(type(handler, command(List.of(directory.toString()), Limits.NONE)))
                .isEqualTo("COMMAND_NOT_EXECUTABLE");
        assertThat(type(handler, new CommandAction(List.of("/bin/sh"), Map.of(), "/no/where", Limits.NONE)))
                .isEqualTo("COMMAND_DIRECTORY");
    }

    @Test
    void doesNotStartWhatTheSystemRefuses() {
        String[] huge = new String[40];
        Arrays.fill(huge, "x".repeat(130_000));

        var failed = commands.failing(script("exit 0", huge));

        assertThat(failed.error().type()).isEqualTo("COMMAND_START");
        assertThat(failed.error().message()).contains("Argument list too long").doesNotContain("xxx");
        assertThat(failed.retryable()).isFalse();
    }

    private static String type(CommandActionHandler handler, CommandAction action) throws InterruptedException {
        return handler.perform(action, Contexts.within(Commands.LONG)) instanceof Outcome.Failed failed
                ? failed.error().type()
                : "";
    }
}
