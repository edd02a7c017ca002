package dev.punctual.workerapp.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.book.EngineBook;
import dev.punctual.workflows.Lead;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.task.Task;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EngineSyncTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

    private final List<Task> behind = new ArrayList<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Set<String> started = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private CountDownLatch together = new CountDownLatch(0);

    private int askedForMemory;

    private final EngineSync sync = new EngineSync(book(), engine(), () -> "engine", new Lead(100), () -> NOW);

    /** Answers what is behind in chunks, and remembers what was told. */
    private EngineBook book() {
        return fake(EngineBook.class, (method, arguments) -> switch (method) {
            case "isNewEngine" -> {
                askedForMemory++;
                yield false;
            }
            case "behind" -> {
                List<Task> chunk = behind.subList(0, Math.min((int) arguments[2], behind.size()));
                List<Task> answer = List.copyOf(chunk);
                chunk.clear();
                yield answer;
            }
            case "markTold" -> {
                ((Collection<?>) arguments[0])
                        .forEach(task -> told.add(((Task) task).id().id()));
                yield null;
            }
            default -> throw new AssertionError(method);
        });
    }

    /** Starts tasks, a few of them only when several are asked for at the same time. */
    private TaskEngine engine() {
        return fake(TaskEngine.class, (method, arguments) -> {
            assertThat(method).isEqualTo("start");
            String id = ((Task) arguments[0]).id().id();
            if (refused.contains(id)) {
                throw new IllegalStateException("the engine refused " + id);
            }
            together.countDown();
            assertThat(together.await(20, TimeUnit.SECONDS))
                    .as("asked one after the other")
                    .isTrue();
            started.add(id);
            return null;
        });
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                EngineSyncTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }

    private void leaveBehind(int tasks) {
        IntStream.range(0, tasks)
                .mapToObj(n -> SomeTasks.due("t" + n, NOW.plus(Duration.ofDays(1)), NOW))
                .forEach(behind::add);
    }

    @Test
    void aPassTellsAllThatIsBehind() {
        leaveBehind(1_234);
        assertThat(sync.runOnce()).isEqualTo(1_234);
        assertThat(told).hasSize(1_234).isEqualTo(started);
        assertThat(askedForMemory)
                .as("the engine may forget all in a long pass")
                .isGreaterThan(2);
        assertThat(sync.runOnce()).isZero();
    }

    @Test
    void aPassTellsSeveralAtOnce() {
        leaveBehind(400);
        together = new CountDownLatch(4);
        assertThat(sync.runOnce()).isEqualTo(400);
    }

    @Test
    void whatTheEngineRefusesKeepsNothingElseFromBeingTold() {
        leaveBehind(400);
        refused.add("t120");
        assertThatThrownBy(sync::runOnce).hasMessageContaining("t120");
        assertThat(told).contains("t0", "t119", "t399").doesNotContain("t120").isEqualTo(started);
    }

    private interface Answer {
        @Nullable
        Object to(String method, Object[] arguments) throws Throwable;
    }
}
