package dev.punctual.activities.action;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.jspecify.annotations.Nullable;

/**
 * One attempt's call while it runs, so that its deadline can stop it in whatever it waits for: a name server, a free connection,
 * the connection being made, or the answer.
 */
final class HttpCall {
    /** The call that the current thread makes. */
    static final ScopedValue<HttpCall> CURRENT = ScopedValue.newInstance();

    private volatile boolean expired;
    private volatile @Nullable HttpUriRequestBase request;
    private volatile @Nullable Future<?> lookup;

    /** Says which request is sent next. */
    void sends(HttpUriRequestBase next) {
        request = next;
        stopIfExpired();
    }

    /** Says which lookup is waited for. */
    void looksUp(Future<?> next) {
        lookup = next;
        stopIfExpired();
    }

    /** Ends the call, now and for ever; returns at once. */
    void expire() {
        expired = true;
        // Closing a connection may block, and the thread that keeps the deadlines must not.
        Thread.startVirtualThread(this::stop);
    }

    boolean isExpired() {
        return expired;
    }

    private void stopIfExpired() {
        if (expired) {
            stop();
        }
    }

    private void stop() {
        Future<?> waitedFor = lookup;
        if (waitedFor != null) {
            waitedFor.cancel(true);
        }
        HttpUriRequestBase sent = request;
        if (sent != null) {
            sent.cancel();
        }
    }
}
