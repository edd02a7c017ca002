package dev.punctual.workerapp.e2e;

import static dev.punctual.workerapp.e2e.Client.simulate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workerapp.e2e.SharedPunctual.World;
import dev.punctual.workflows.schedule.TimeZoneData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The launcher's command for time-zone data against a running Punctual. */
@ExtendWith(SharedPunctual.class)
class TimeZoneCommandTest {
    private static final Path LAUNCHER = Path.of("..", "punctual").toAbsolutePath();

    private final World world;

    TimeZoneCommandTest(World world) {
        this.world = world;
    }

    @Test
    void reportsAndPlansAnewOverTheWholeNamespace() throws Exception {
        String task = "/v1/namespaces/zones/tasks/yearly";
        Client.Answer created = world.client()
                .put(
                        task,
                        Map.of(
                                "schedule",
                                Map.of("type", "cron", "expression", "0 2 1 7 *", "timeZone", "Europe/Berlin"),
                                "action",
                                simulate("PT0S")));
        assertThat(created.status()).isEqualTo(201);
        assertThat(Client.text(created.body(), "tzdataVersion")).isEqualTo(TimeZoneData.version());

        for (String action : List.of("report", "replan")) {
            assertThat(run(action, "--url", world.process().url(), "--namespace", "zones"))
                    .contains("0 of 1 open tasks", "under tzdata " + TimeZoneData.version());
        }
        assertThat(world.client().get(task).body().path("version").asInt()).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertThat(run("report", "--url", "http://127.0.0.1:" + PunctualProcess.freePort()))
                .contains("did not answer", "--url");
        assertThat(run("report", "--url", world.process().url(), "--namespace", "NO"))
                .contains("404", "namespace 'NO' does not exist");
    }

    private static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", LAUNCHER.toString(), "tzdata"));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
        return output;
    }
}
