package dev.punctual.bench;

import dev.punctual.bench.measure.Micros;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a Punctual that a run kills. */
final class Victim implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Whoever is not ready is seen so within this time: health asks each server anew, and waits for it. */
    private static final long WATCHED = 20 * Micros.SECOND;

    private final Kind kind;
    private final Session session;
    private final EmbeddedServers servers;
    private final @Nullable PunctualProcess worker;
    private volatile long killedAt = Micros.NEVER;
    private volatile long readyAt = Micros.NEVER;

    private Victim(Kind kind, Session session, EmbeddedServers servers, @Nullable PunctualProcess worker) {
        this.kind = kind;
        this.session = session;
        this.servers = servers;
        this.worker = worker;
    }

    /** What can be killed. */
    enum Kind {
        /** A second worker, which shares the servers of the first. */
        WORKER,
        TEMPORAL,
        POSTGRESQL
    }

    /** Chooses it; for a worker, starts that and waits until it is ready. */
    static Victim open(Kind kind, Session session) {
        EmbeddedServers servers = new EmbeddedServers(PunctualProcess.home(session.directory()));
        if (kind != Kind.WORKER) {
            return new Victim(kind, session, servers, null);
        }
        List<String> settings = new ArrayList<>(session.settings());
        settings.addAll(servers.settings());
        settings.add("--punctual.roles=worker");
        session.progress().say("starting a second worker");
        PunctualProcess worker =
                PunctualProcess.start(System.getenv(), session.directory().resolve("worker"), settings);
        Victim victim = new Victim(kind, session, servers, worker);
        try {
            new Api(worker.address()).awaitReady(session.progress(), worker::check, "the second worker");
        } catch (RuntimeException e) {
            victim.close();
            throw e;
        }
        return victim;
    }

    /** Kills it, and watches until the Punctual that is left is ready. */
    void kill() {
        killedAt = Micros.now();
        switch (kind) {
            case WORKER -> {
                if (worker != null) {
                    worker.kill();
                }
            }
            case TEMPORAL -> servers.temporal().forEach(ProcessHandle::destroyForcibly);
            case POSTGRESQL -> servers.postgres().forEach(ProcessHandle::destroyForcibly);
        }
        session.progress().say("killed: " + kind);
        long ready = killedAt;
        boolean last = true;
        while (Micros.now() < killedAt + WATCHED || !last) {
            boolean now = session.api().isReady();
            if (now && !last) {
                ready = Micros.now();
                session.progress().say("ready again");
            }
            last = now;
            Progress.pause(LOOK.toMillis());
        }
        readyAt = ready;
    }

    /** When it was killed, in microseconds since 1970. */
    long killedAt() {
        return killedAt;
    }

    /** When what is left was ready after that; the time of the kill, if it was all along. */
    long readyAt() {
        return readyAt;
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
            PunctualProcess.deleteHome(session.directory().resolve("worker"));
        }
    }
}
