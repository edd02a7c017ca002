package dev.punctual.workerapp;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Deadline;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets only so many reports of what workflows did go to the engine at once. After an instant that thousands of tasks share,
 * as many reports are ready within seconds; sent all together they would time out in the engine's queue, and each would have
 * its work repeated. What waits here has been recorded in the book, so waiting costs nothing but memory.
 */
final class ReportGate implements ClientInterceptor {
    private static final String REPORT = "RespondWorkflowTaskCompleted";

    private final Semaphore places;

    /** @param atOnce how many reports may be under way */
    ReportGate(int atOnce) {
        this.places = new Semaphore(atOnce, true);
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        if (!REPORT.equals(method.getBareMethodName())) {
            return next.newCall(method, options);
        }
        Deadline deadline = options.getDeadline();
        long left = deadline == null ? 0 : deadline.timeRemaining(TimeUnit.NANOSECONDS);
        // every report under way has a deadline, so the wait ends
        places.acquireUninterruptibly();
        Place place = new Place();
        try {
            // the time at the gate is not the engine's
            CallOptions renewed = deadline == null ? options : options.withDeadlineAfter(left, TimeUnit.NANOSECONDS);
            return new GatedCall<>(next.newCall(method, renewed), place);
        } catch (RuntimeException e) {
            place.free();
            throw e;
        }
    }

    /** How many more reports could go now. */
    int free() {
        return places.availablePermits();
    }

    private final class Place {
        private final AtomicBoolean taken = new AtomicBoolean(true);

        void free() {
            if (taken.compareAndSet(true, false)) {
                places.release();
            }
        }
    }

    private static final class GatedCall<Q, A> extends SimpleForwardingClientCall<Q, A> {
        private final Place place;

        GatedCall(ClientCall<Q, A> call, Place place) {
            super(call);
            this.place = place;
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            try {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                place.free();
                                super.onClose(status, trailers);
                            }
                        },
                        headers);
            } catch (RuntimeException e) {
                place.free();
                throw e;
            }
        }
    }
}
