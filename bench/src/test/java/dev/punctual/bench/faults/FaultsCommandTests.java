package dev.punctual.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import picocli.CommandLine;

@ResourceLock(Resources.SYSTEM_OUT)
class FaultsCommandTests {
    private final PrintStream before = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void catchWhatIsPrinted() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveBack() {
        System.setOut(before);
    }

    private int run(String... arguments) {
        return new CommandLine(new FaultsCommand()).execute(arguments);
    }

    @Test
    void seedsAreNumbersAndRanges() {
        assertThat(run("--seeds", "3-4,9", "--minutes", "0.5", "--print")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsSubsequence("\"seed\" : 3", "\"seed\" : 4", "\"seed\" : 9")
                .doesNotContain("\"seed\" : 5");
    }

    @Test
    void whatIsNoSeedIsRefused() {
        for (String wrong : new String[] {"1-", "a", "1,,2", "1;2"}) {
            assertThat(run("--seeds", wrong, "--minutes", "0.5", "--print"))
                    .as(wrong)
                    .isNotZero();
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("seed");
    }
}
