package dev.punctual.peers;

import java.util.Arrays;
import java.util.Locale;

/** The peers, each as it comes and at its best effort. Their names on the command line are in lower case, with dashes. */
enum PeerKind {
    DB_SCHEDULER,
    DB_SCHEDULER_TUNED,
    QUARTZ,
    QUARTZ_TUNED,
    JOBRUNR,
    JOBRUNR_TUNED,
    TEMPORAL,
    TEMPORAL_TUNED,
    TEMPORAL_SCHEDULES,
    TEMPORAL_SCHEDULES_TUNED;

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

    /** A peer of this kind that works with these servers. */
    Peer create(Setup setup) {
        return switch (this) {
            case DB_SCHEDULER -> new DbSchedulerPeer(setup, false);
            case DB_SCHEDULER_TUNED -> new DbSchedulerPeer(setup, true);
            case QUARTZ -> new QuartzPeer(setup, false);
            case QUARTZ_TUNED -> new QuartzPeer(setup, true);
            case JOBRUNR -> new JobRunrPeer(setup, false);
            case JOBRUNR_TUNED -> new JobRunrPeer(setup, true);
            case TEMPORAL -> new TemporalDelayPeer(new TemporalClients(setup, false));
            case TEMPORAL_TUNED -> new TemporalDelayPeer(new TemporalClients(setup, true));
            case TEMPORAL_SCHEDULES -> new TemporalSchedulePeer(new TemporalClients(setup, false));
            case TEMPORAL_SCHEDULES_TUNED -> new TemporalSchedulePeer(new TemporalClients(setup, true));
        };
    }
}
