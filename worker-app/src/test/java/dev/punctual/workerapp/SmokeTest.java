package dev.punctual.workerapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.punctual.book.BookClock;
import dev.punctual.book.FireLedger;
import dev.punctual.book.TaskBook;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.task.SimulateAction;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class SmokeTest {
    @Test
    void fires(@TempDir Path home) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(PunctualApplication.class)
                .run("--punctual.home=" + home, "--server.port=0", "--logging.level.dev.punctual=debug")) {
            Running running = context.getBean(Running.class);
            await().atMost(Duration.ofSeconds(40)).until(() -> running.state() == Running.State.RUNNING);
            TaskBook tasks = context.getBean(TaskBook.class);
            BookClock clock = context.getBean(BookClock.class);
            FireLedger ledger = context.getBean(FireLedger.class);
            SimulateAction action = new SimulateAction(Duration.ZERO, Duration.ZERO, 0, "x");
            tasks.create(
                    new TaskId("default", "one"),
                    TaskSpec.of(new OneTimeSchedule(clock.instant().plusSeconds(4)), action),
                    "t");
            tasks.create(
                    new TaskId("default", "two"),
                    TaskSpec.of(new IntervalSchedule(Duration.ofSeconds(2), clock.instant()), action),
                    "t");
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                List<Fire> fires =
                        ledger.list(new FireLedger.FireQuery("default", null, null, null, null, null, null, 100));
                return fires.size() >= 8;
            });
            for (Fire f : ledger.list(new FireLedger.FireQuery("default", null, null, null, null, null, null, 100))) {
                System.err.println(f + " LATE " + f.lateness());
            }
            System.err.println(tasks.find(new TaskId("default", "one")));
            assertThat(tasks.find(new TaskId("default", "one"))).isPresent();
        }
    }
}
