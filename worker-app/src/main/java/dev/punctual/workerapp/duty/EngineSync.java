package dev.punctual.workerapp.duty;

import static org.apache.commons.lang3.ObjectUtils.max;

import dev.punctual.book.EngineBook;
import dev.punctual.book.FireListener;
import dev.punctual.book.TaskListener;
import dev.punctual.workflows.Lead;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.Ticket;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the engine of every change that the book has committed. What this process commits itself is told at once; a pass finds
 * what was left behind by a process that died or an engine that was away.
 */
public final class EngineSync implements TaskListener, FireListener, Pass, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EngineSync.class);

    /** Changes younger than this are on their way in the process that made them. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_DELAY = Duration.ofSeconds(1);
    private static final int CHUNK = 50;
    private static final int TELLERS = 8;
    private static final int BACKLOG_CHUNK = TELLERS * CHUNK;
    private static final int REMEMBERED_SECONDS = 10_000;

    private final EngineBook book;
    private final TaskEngine engine;
    private final Supplier<String> engineIdentity;
    private final Lead lead;
    private final InstantSource clock;
    private final WaitingChanges changed;
    private final List<Thread> tellers = new ArrayList<>();
    private volatile boolean closed;

    /** How many tasks of a second this process has started, so that they are woken one after the other. */
    private final Map<Instant, Long> places = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Instant, Long> eldest) {
            return size() > REMEMBERED_SECONDS;
        }
    };

    /**
     * @param book knows what the engine was told
     * @param engine is told
     * @param engineIdentity asks the engine who it is; changes when it lost its memory
     * @param lead how early tasks are woken
     * @param clock the book's clock
     */
    public EngineSync(
            EngineBook book, TaskEngine engine, Supplier<String> engineIdentity, Lead lead, InstantSource clock) {
        this.book = book;
        this.engine = engine;
        this.engineIdentity = engineIdentity;
        this.lead = lead;
        this.clock = clock;
        this.changed = new WaitingChanges(clock);
    }

    /** Begins to tell what this process commits. */
    public void start() {
        for (int i = 0; i < TELLERS; i++) {
            tellers.add(Thread.ofVirtual().name("engine-sync-" + i).start(this::tellUntilClosed));
        }
    }

    @Override
    public void committed(Task task) {
        if (!task.inSync() && !changed.offer(task)) {
            log.debug("task {}: too many changes at once, a pass will tell the engine", task.id());
        }
    }

    @Override
    public void stopped(TaskId task, FireId fire) {
        Thread.ofVirtual().name("stop-" + fire).start(() -> {
            try {
                engine.stop(task, fire);
            } catch (RuntimeException e) {
                log.warn("the engine is away; fire {} of {} is stopped once it is back: {}", fire, task, e.toString());
            }
        });
    }

    private void tellUntilClosed() {
        List<Task> chunk = new ArrayList<>();
        while (!closed) {
            try {
                changed.take(chunk, CHUNK);
                tell(chunk);
            } catch (InterruptedException e) {
                // only close() interrupts
                return;
            } catch (RuntimeException e) {
                log.warn("the engine or the book is away; {} changes wait for a pass: {}", chunk.size(), e.toString());
            } finally {
                chunk.clear();
            }
        }
    }

    @Override
    public int runOnce() {
        int told = 0;
        List<Task> behind;
        do {
            // each time: to tell a million takes half an hour, and the engine may lose its memory meanwhile
            if (book.isNewEngine(engineIdentity.get())) {
                log.warn("this engine knows nothing of the book's tasks; all of them are told to it again");
            }
            behind = book.behind(ON_ITS_WAY, PATIENCE, BACKLOG_CHUNK);
            told += tellTogether(behind);
        } while (behind.size() == BACKLOG_CHUNK && !closed);
        return told;
    }

    /** The engine answers several at once faster than one after the other. */
    private int tellTogether(List<Task> tasks) {
        List<Callable<Integer>> chunks = new ArrayList<>();
        for (int from = 0; from < tasks.size(); from += CHUNK) {
            List<Task> chunk = tasks.subList(from, Math.min(tasks.size(), from + CHUNK));
            chunks.add(() -> tell(chunk));
        }
        int told = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> chunk : threads.invokeAll(chunks)) {
                told += chunk.get();
            }
        } catch (InterruptedException e) {
            // only a stop interrupts; what was not told is found by another process, or after the next start
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
        }
        return told;
    }

    private int tell(List<Task> tasks) {
        List<Task> told = new ArrayList<>();
        try {
            stopCarried(tasks);
            for (Task task : tasks) {
                tell(task);
                told.add(task);
            }
        } finally {
            if (!told.isEmpty()) {
                book.markTold(told);
            }
        }
        return told.size();
    }

    /** What runs of cancelled tasks: its worker has a notice, but other programs' workers hear only of the engine. */
    private void stopCarried(List<Task> tasks) {
        List<TaskId> cancelled = tasks.stream()
                .filter(task -> task.state() == TaskState.CANCELLED)
                .map(Task::id)
                .toList();
        if (!cancelled.isEmpty()) {
            book.carried(cancelled).forEach(carried -> engine.stop(carried.task(), carried.fire()));
        }
    }

    private void tell(Task task) {
        switch (task.state()) {
            case CANCELLED -> engine.cancel(task.id());
            case ACTIVE, PAUSED, COMPLETED -> {
                Instant next = task.nextFireAt();
                boolean isNew = task.version() == 1 && task.engineVersion() == 0;
                if (isNew && task.state() == TaskState.ACTIVE && next != null) {
                    start(task, next);
                } else {
                    engine.wake(task);
                }
            }
        }
    }

    private void start(Task task, Instant next) {
        Duration wait = Duration.between(clock.instant(), next);
        boolean urgent = TaskSpec.isUrgent(task.spec().priority());
        long place = place(next.truncatedTo(ChronoUnit.SECONDS));
        Duration early = lead.atPlace(task.id(), urgent, place);
        Duration delay = wait.minus(early);
        Duration stay = staysAfter(task, next) ? Ticket.LONGEST_STAY : Duration.ZERO;
        if (delay.compareTo(SHORTEST_DELAY) < 0) {
            // the engine's timers are coarse below a second: the worker holds instead
            engine.start(task, Duration.ZERO, max(lead.hold(wait, place), stay));
        } else {
            engine.start(task, delay, max(lead.hold(early, place), stay));
        }
    }

    /** Whether the fire after this one is so near that the worker will keep the task for both. */
    private static boolean staysAfter(Task task, Instant next) {
        return task.spec()
                .schedule()
                .nextAfter(next)
                .filter(following -> following.isBefore(next.plus(Ticket.FREQUENT)))
                .isPresent();
    }

    private long place(Instant second) {
        synchronized (places) {
            return places.merge(second, 1L, Long::sum) - 1;
        }
    }

    @Override
    public void close() {
        closed = true;
        tellers.forEach(Thread::interrupt);
    }
}
