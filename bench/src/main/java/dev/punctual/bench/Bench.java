package dev.punctual.bench;

import dev.punctual.bench.faults.FaultsCommand;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the benchmarks. Exit code 0: all that must hold held; 1: it did not; 2: the run failed. */
@Command(
        name = "punctual bench",
        description = "Measures Punctual and writes a report.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LatenessCommand.class,
            HerdCommand.class,
            OverloadCommand.class,
            KillCommand.class,
            CreatesCommand.class,
            SchedulesCommand.class,
            PreviewCommand.class,
            SeedCommand.class,
            FaultsCommand.class,
            PeersCommand.class
        })
public final class Bench {
    static final int FAILED = 2;

    private Bench() {}

    public static void main(String[] arguments) {
        // a report reads the same on every machine
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Bench())
                .registerConverter(Duration.class, new Durations())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e));
        commandLine.getCommandSpec().exitCodeOnInvalidInput(FAILED);
        return commandLine;
    }

    private static int failed(Exception e) {
        if (e instanceof BenchException) {
            System.err.println("bench: " + e.getMessage());
        } else {
            e.printStackTrace();
        }
        return FAILED;
    }
}
