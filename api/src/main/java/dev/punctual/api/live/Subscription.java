package dev.punctual.api.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one who watches. Its length is bounded: who takes too slowly loses what waits, is told so, and goes
 * on with what comes then. To give something never waits.
 */
final class Subscription implements AutoCloseable {
    /** As many events wait at most. */
    static final int MOST_WAITING = 2_000;

    private final LiveFilter filter;
    private final Signal signal;
    private final Runnable whenClosed;
    private final Deque<LiveEvents> waiting = new ArrayDeque<>();
    private int events;
    private @Nullable String lostUntil;
    private volatile boolean closed;

    /**
     * @param signal given whenever there is news
     * @param whenClosed done once it is closed
     */
    Subscription(LiveFilter filter, Signal signal, Runnable whenClosed) {
        this.filter = filter;
        this.signal = signal;
        this.whenClosed = whenClosed;
    }

    LiveFilter filter() {
        return filter;
    }

    /** Has it sent after all that waits. */
    synchronized void give(LiveEvents news) {
        if (lostUntil != null) {
            // told once, when it is taken; what it missed meanwhile is part of that
            lostUntil = news.token();
            return;
        }
        if (events + news.items().size() > MOST_WAITING) {
            waiting.clear();
            events = 0;
            lostUntil = news.token();
        } else {
            waiting.add(news);
            events += news.items().size();
        }
        signal.give();
    }

    /** Has it sent before all that waits. */
    synchronized void giveFirst(LiveEvents earlier) {
        if (lostUntil == null) {
            waiting.addFirst(earlier);
            events += earlier.items().size();
        }
        signal.give();
    }

    /** What waits; empty for nothing. */
    synchronized List<LiveEvents> take() {
        if (lostUntil != null) {
            LiveEvents gap = LiveEvents.gap("slow", lostUntil);
            lostUntil = null;
            return List.of(gap);
        }
        List<LiveEvents> all = new ArrayList<>(waiting);
        waiting.clear();
        events = 0;
        return all;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        whenClosed.run();
        signal.give();
    }
}
