package dev.punctual.peers;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/** The peers, each as it comes and at its best effort. Their names on the command line are in lower case, with dashes. */
enum PeerKind {
    DB_SCHEDULER(setup -> new DbSchedulerPeer(setup, false)),
    DB_SCHEDULER_TUNED(setup -> new DbSchedulerPeer(setup, true)),
    QUARTZ(setup -> new QuartzPeer(setup, false)),
    QUARTZ_TUNED(setup -> new QuartzPeer(setup, true)),
    JOBRUNR(setup -> new JobRunrPeer(setup, false)),
    JOBRUNR_TUNED(setup -> new JobRunrPeer(setup, true)),
    TEMPORAL(setup -> new TemporalDelayPeer(new TemporalClients(setup, false))),
    TEMPORAL_TUNED(setup -> new TemporalDelayPeer(new TemporalClients(setup, true))),
    TEMPORAL_SCHEDULES(setup -> new TemporalSchedulePeer(new TemporalClients(setup, false))),
    TEMPORAL_SCHEDULES_TUNED(setup -> new TemporalSchedulePeer(new TemporalClients(setup, true)));

    private final Function<Setup, Peer> factory;

    PeerKind(Function<Setup, Peer> factory) {
        this.factory = factory;
    }

    /** The kind of this name. */
    static PeerKind named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is none of the peers %s"
                        .formatted(
                                name,
                                Arrays.stream(values()).map(PeerKind::label).toList())));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Peer create(Setup setup) {
        return factory.apply(setup);
    }
}
