package dev.punctual.api;

import dev.punctual.api.system.SystemFacts;
import dev.punctual.book.FireChanges;
import dev.punctual.book.FireOutput;
import dev.punctual.book.FireOverview;
import dev.punctual.book.FireStats;
import dev.punctual.book.TaskRecords;
import dev.punctual.book.WorkerBook;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The API over books in memory, at a fixed time. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ApiConfiguration.class)
class ApiTestApplication {
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123456Z");

    @Bean
    InstantSource bookClock() {
        return InstantSource.fixed(NOW);
    }

    @Bean
    ActionRules actionRules() {
        return new ActionRules(List.of("/usr/bin/echo", "/opt/jobs"), Set.of("reports"), Set.of("partner"));
    }

    @Bean
    InMemoryFireLedger ledger() {
        return new InMemoryFireLedger();
    }

    @Bean
    InMemoryTaskBook tasks(InstantSource clock, InMemoryFireLedger ledger) {
        return new InMemoryTaskBook(clock, ledger);
    }

    @Bean
    FireChanges fireChanges(InMemoryTaskBook tasks, InMemoryFireLedger ledger) {
        return new InMemoryFireChanges(tasks, ledger);
    }

    @Bean
    InMemoryCalendarBook calendars(InstantSource clock, InMemoryTaskBook tasks) {
        return new InMemoryCalendarBook(clock, tasks);
    }

    @Bean
    InMemoryBackfillBook backfills(InstantSource clock, InMemoryTaskBook tasks) {
        return new InMemoryBackfillBook(clock, tasks);
    }

    @Bean
    InMemoryFreezeBook freezes(InstantSource clock) {
        return new InMemoryFreezeBook(clock);
    }

    @Bean
    InMemoryAuditBook audits() {
        return new InMemoryAuditBook();
    }

    @Bean
    InMemoryTimeZoneBook timeZoneBook() {
        return new InMemoryTimeZoneBook();
    }

    @Bean
    InMemoryIdempotencyStore idempotencyStore() {
        return new InMemoryIdempotencyStore();
    }

    @Bean
    WorkerBook workers() {
        return new OneWorker();
    }

    @Bean
    FireStats stats() {
        return new FixedStats();
    }

    @Bean
    FireOverview overview() {
        return new OverviewFakes.Overview();
    }

    @Bean
    TaskRecords records() {
        return new OverviewFakes.Records();
    }

    @Bean
    InMemoryLiveBook live() {
        return new InMemoryLiveBook();
    }

    @Bean
    FireOutput output() {
        return new OverviewFakes.Output();
    }

    @Bean
    SystemFacts facts() {
        return new OverviewFakes.Facts();
    }

    private static final class FixedStats implements FireStats {
        @Override
        public Stats of(String namespace) {
            Window window = new Window(
                    Duration.ofMinutes(1), Map.of(FireState.SUCCEEDED, 120L), 2.0, Duration.ofNanos(1_234_000), null);
            return new Stats(Map.of(TaskState.ACTIVE, 3L), engine(), window, window, window);
        }

        @Override
        public Engine engine() {
            return new Engine(1, 0);
        }
    }

    private static final class OneWorker implements WorkerBook {
        @Override
        public void heartbeat(Heartbeat heartbeat) {}

        @Override
        public void leave(String worker) {}

        @Override
        public List<Worker> live(Duration lease) {
            return List.of(new Worker(new Heartbeat("w-1", "host", 42, "api,worker", NOW, 3, 2, 0.5, 1_000), NOW));
        }

        @Override
        public boolean hasVanished(Duration lease, Duration span) {
            return false;
        }

        @Override
        public List<LostAttempt> lostAttempts(String asking, Set<UUID> known, Duration lease, int limit) {
            return List.of();
        }
    }
}
