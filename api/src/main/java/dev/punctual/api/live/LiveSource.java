package dev.punctual.api.live;

import dev.punctual.api.live.LiveViews.StatsEvent;
import dev.punctual.api.problem.Problem;
import dev.punctual.api.problem.ProblemException;
import dev.punctual.api.problem.ProblemType;
import dev.punctual.api.stats.Millis;
import dev.punctual.book.FireStats;
import dev.punctual.book.LiveBook;
import dev.punctual.book.LiveBook.Changes;
import dev.punctual.book.LiveBook.LiveFire;
import dev.punctual.book.LiveBook.Mark;
import dev.punctual.book.LiveBook.TaskNote;
import dev.punctual.book.WorkerBook;
import dev.punctual.book.WorkerBook.Worker;
import dev.punctual.workflows.fire.FireId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks several times a second at what was committed, while somebody watches, and gives it to all who do. Looking costs the
 * same however many watch. It never waits for any of them; after an outage of the database it goes on where it was.
 */
public final class LiveSource implements SmartLifecycle {
    /** So many watch at most; each costs memory for what waits. */
    static final int MOST_SUBSCRIPTIONS = 2_000;

    private static final Logger log = LoggerFactory.getLogger(LiveSource.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration WATCH = LiveBook.KEPT.dividedBy(4);
    private static final Duration STATS = Duration.ofSeconds(2);
    private static final Duration OVERDUE = Duration.ofSeconds(10);
    private static final int FIRES_AT_ONCE = 500;
    private static final int MOST_AT_ONCE = Subscription.MOST_WAITING / 2;

    private final LiveBook book;
    private final FireStats stats;
    private final WorkerBook workers;
    private final Duration lease;
    private final Set<Subscription> subscriptions = new CopyOnWriteArraySet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final LiveFigures figures = new LiveFigures();
    private @Nullable Mark mark;
    private long watchedAt;
    private long statsAt;
    private long overdueAt;
    private long overdue;
    private volatile boolean running;
    private @Nullable Thread thread;

    /** @param lease how long after its latest heartbeat a worker counts as live */
    public LiveSource(LiveBook book, FireStats stats, WorkerBook workers, Duration lease) {
        this.book = book;
        this.stats = stats;
        this.workers = workers;
        this.lease = lease;
    }

    /**
     * Begins to give somebody what is committed from now on, or was since a token.
     *
     * @param signal given whenever there is something to take
     * @param token of the last event that somebody has seen; null for none
     */
    Subscription subscribe(LiveFilter filter, Signal signal, @Nullable String token) {
        if (!running || subscriptions.size() >= MOST_SUBSCRIPTIONS) {
            throw new ProblemException(
                    Problem.of(
                            ProblemType.UNAVAILABLE,
                            running
                                    ? "%d streams are open, and more are not served; try again in a minute"
                                            .formatted(subscriptions.size())
                                    : "the server is about to stop; try again in some seconds"),
                    Map.of("Retry-After", running ? "60" : "5"));
        }
        String now = begin();
        Subscription[] own = new Subscription[1];
        Subscription subscription = new Subscription(filter, signal, () -> subscriptions.remove(own[0]));
        own[0] = subscription;
        subscriptions.add(subscription);
        subscription.giveFirst(earlier(filter, token, now));
        wake();
        return subscription;
    }

    /** What somebody missed since the token, and the token from which it goes on. */
    private LiveEvents earlier(LiveFilter filter, @Nullable String token, String now) {
        if (token == null) {
            return new LiveEvents(List.of(), now);
        }
        Optional<Changes> changes = Mark.parse(token).flatMap(book::since);
        if (changes.isEmpty()) {
            return LiveEvents.gap("lost", now);
        }
        LiveBatch batch = read(changes.get());
        return batch == null ? LiveEvents.gap("many", now) : batch.of(filter);
    }

    /** Has the book note changes, if it did not; answers the present token. */
    private String begin() {
        lock.lock();
        try {
            Mark present = mark;
            if (present == null) {
                book.watch();
                watchedAt = System.nanoTime();
                present = book.mark();
                mark = present;
            }
            return present.toString();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void lookUntilStopped() {
        try {
            while (running) {
                Duration pause = LOOK;
                lock.lockInterruptibly();
                try {
                    while (subscriptions.isEmpty()) {
                        // the next one begins with the state of affairs of then
                        mark = null;
                        wanted.await();
                    }
                    look();
                } catch (RuntimeException e) {
                    log.warn("live updates: the book cannot be read, trying again: {}", e.toString());
                    pause = AFTER_FAILURE;
                } finally {
                    lock.unlock();
                }
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            log.debug("live updates: stopped");
        }
    }

    private void look() {
        long now = System.nanoTime();
        if (now - watchedAt > WATCH.toNanos()) {
            book.watch();
            watchedAt = now;
        }
        Mark before = mark == null ? book.mark() : mark;
        Optional<Changes> changes = book.since(before);
        if (changes.isPresent()) {
            LiveBatch batch = read(changes.get());
            mark = changes.get().until();
            String token = mark.toString();
            publish(batch, token);
        } else {
            book.watch();
            Mark anew = book.mark();
            mark = anew;
            subscriptions.forEach(subscription -> subscription.give(LiveEvents.gap("lost", anew.toString())));
        }
        if (now - statsAt > STATS.toNanos()) {
            statsAt = now;
            publishStats(mark);
        }
    }

    private void publish(@Nullable LiveBatch batch, String token) {
        if (batch == null) {
            LiveEvents gap = LiveEvents.gap("many", token);
            subscriptions.forEach(subscription -> subscription.give(gap));
            return;
        }
        if (batch.isEmpty()) {
            return;
        }
        batch.fires().forEach(fire -> figures.add(fire.fire()));
        for (Subscription subscription : subscriptions) {
            LiveEvents events = batch.of(subscription.filter());
            if (!events.items().isEmpty()) {
                subscription.give(events);
            }
        }
    }

    /** What changed, as it is now; null when it is too much. */
    private @Nullable LiveBatch read(Changes changes) {
        if (changes.fires().size() + changes.tasks().size() > MOST_AT_ONCE) {
            return null;
        }
        List<LiveFire> fires = new ArrayList<>();
        List<FireId> ids = changes.fires();
        for (int from = 0; from < ids.size(); from += FIRES_AT_ONCE) {
            fires.addAll(book.fires(ids.subList(from, Math.min(ids.size(), from + FIRES_AT_ONCE))));
        }
        return new LiveBatch(
                changes,
                fires,
                changes.tasks().isEmpty()
                        ? List.of()
                        : book.tasks(
                                changes.tasks().stream().map(TaskNote::task).toList()));
    }

    private void publishStats(Mark now) {
        List<Subscription> watching = subscriptions.stream()
                .filter(subscription -> subscription.filter().topics().contains(Topic.STATS))
                .toList();
        if (watching.isEmpty()) {
            return;
        }
        if (System.nanoTime() - overdueAt > OVERDUE.toNanos()) {
            overdueAt = System.nanoTime();
            overdue = stats.engine().overdue();
        }
        List<Worker> live = workers.live(lease);
        int running =
                live.stream().mapToInt(worker -> worker.latest().running()).sum();
        int held = live.stream().mapToInt(worker -> worker.latest().held()).sum();
        Map<String, LiveEvents> byNamespace = new HashMap<>();
        for (Subscription subscription : watching) {
            subscription.give(byNamespace.computeIfAbsent(subscription.filter().namespace(), namespace -> {
                LiveFigures.Figures moment = figures.of(namespace, now.at());
                StatsEvent event = new StatsEvent(
                        running,
                        held,
                        moment.perSecond(),
                        Millis.of(moment.latenessP50()),
                        Millis.of(moment.latenessP99()),
                        overdue);
                return new LiveEvents(List.of(LiveViews.of(event)), now.toString());
            }));
        }
    }

    @Override
    public void start() {
        running = true;
        statsAt = System.nanoTime();
        overdueAt = statsAt - OVERDUE.toNanos() - 1;
        thread = Thread.ofVirtual().name("live-source").start(this::lookUntilStopped);
    }

    /** Ends all streams: a server that stops would wait for them. */
    @Override
    public void stop() {
        running = false;
        Thread looking = thread;
        if (looking != null) {
            looking.interrupt();
        }
        subscriptions.forEach(Subscription::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped before the web server. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
