package dev.punctual.bench.probe;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.punctual.bench.measure.Micros;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * The control probes: they do next to nothing, so whatever delays them delays everything on this machine. They run from
 * {@link #start} to {@link #close}.
 */
public final class Probes implements AutoCloseable {
    private static final int SLEEP_MILLIS = 1;
    private static final int SYNC_EVERY_MILLIS = 100;
    private static final int SYNC_BYTES = 8 * 1_024;
    private static final int STEAL_EVERY_MILLIS = 1_000;

    private final ProbeLog log = new ProbeLog();
    private final List<Thread> threads = new ArrayList<>();
    private final NotificationListener collections = this::noteCollection;
    private final Path file;
    private final FileChannel channel;
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    private Probes(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** A probe's one look, and what comes before it. */
    @FunctionalInterface
    private interface Look {
        void take() throws IOException, InterruptedException;
    }

    /**
     * Starts all probes.
     *
     * @param directory on the disk that is measured
     */
    public static Probes start(Path directory) {
        try {
            Probes probes = new Probes(directory.resolve("fdatasync.probe"));
            probes.loop("sleep", probes::sleep);
            probes.loop("fdatasync", probes::sync);
            if (MachineTimes.read().isPresent()) {
                probes.loop("steal", probes::steal);
            }
            collectors().forEach(bean -> bean.addNotificationListener(probes.collections, null, null));
            return probes;
        } catch (IOException e) {
            throw new UncheckedIOException("The probes cannot write in " + directory, e);
        }
    }

    public ProbeLog log() {
        return log;
    }

    private void loop(String name, Look look) {
        threads.add(Thread.ofPlatform().name("probe-" + name).daemon().start(() -> {
            try {
                while (!closed) {
                    look.take();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                failure = e;
            }
        }));
    }

    private void sleep() throws InterruptedException {
        long begin = Micros.now();
        long nanos = System.nanoTime();
        Thread.sleep(SLEEP_MILLIS);
        long overshoot = (System.nanoTime() - nanos) / 1_000 - SLEEP_MILLIS * Micros.MILLI;
        log.note(ProbeLog.Kind.SLEEP, begin, Math.max(0, overshoot));
    }

    private void sync() throws IOException, InterruptedException {
        ByteBuffer bytes = ByteBuffer.allocate(SYNC_BYTES);
        long begin = Micros.now();
        long nanos = System.nanoTime();
        channel.write(bytes, 0);
        channel.force(false);
        log.note(ProbeLog.Kind.FDATASYNC, begin, (System.nanoTime() - nanos) / 1_000);
        Thread.sleep(SYNC_EVERY_MILLIS);
    }

    private void steal() throws InterruptedException {
        long begin = Micros.now();
        Optional<MachineTimes> before = MachineTimes.read();
        Thread.sleep(STEAL_EVERY_MILLIS);
        Optional<MachineTimes> after = MachineTimes.read();
        if (before.isPresent() && after.isPresent()) {
            int processors = Runtime.getRuntime().availableProcessors();
            long stolen = (after.get().stealMicros() - before.get().stealMicros()) / processors;
            // the stolen time lies anywhere in that second
            log.note(ProbeLog.Kind.STEAL, begin, Math.max(0, stolen));
        }
    }

    private void noteCollection(Notification notification, @Nullable Object handback) {
        if (!notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            return;
        }
        GarbageCollectionNotificationInfo info =
                GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
        // concurrent collectors report their cycles, too, which stop nobody
        if (!info.getGcName().contains("Concurrent") && !info.getGcName().contains("Cycles")) {
            long began = ManagementFactory.getRuntimeMXBean().getStartTime()
                    + info.getGcInfo().getStartTime();
            log.note(ProbeLog.Kind.GC, began * Micros.MILLI, info.getGcInfo().getDuration() * Micros.MILLI);
        }
    }

    private static List<NotificationEmitter> collectors() {
        List<NotificationEmitter> emitters = new ArrayList<>();
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (bean instanceof NotificationEmitter emitter) {
                emitters.add(emitter);
            }
        }
        return emitters;
    }

    /**
     * Ends the probes.
     *
     * @throws UncheckedIOException when one of them failed on the way, so that its silence would look like a calm machine
     */
    @Override
    public void close() {
        try {
            // no interrupt: it would close the file under a write, and each look ends soon by itself
            closed = true;
            for (Thread thread : threads) {
                thread.join();
            }
            for (NotificationEmitter bean : collectors()) {
                bean.removeNotificationListener(collections);
            }
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The probe's file %s cannot be closed".formatted(file), e);
        } catch (ListenerNotFoundException e) {
            throw new IllegalStateException("closed twice", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        IOException failed = failure;
        if (failed != null) {
            throw new UncheckedIOException("A probe failed", failed);
        }
    }
}
