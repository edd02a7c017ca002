package dev.punctual.bench.faults;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** What is done to the processes of a Punctual while it works; the numbers are those of the list of faults. */
enum Fault {
    /** F1: kill -9 of Punctual itself; its servers live on, and a new one finds them. */
    KILL_PUNCTUAL,
    /** F1: SIGSTOP of Punctual, then SIGCONT. */
    STOP_PUNCTUAL,
    /** F1: kill -9 of the Temporal server. */
    KILL_TEMPORAL,
    /** F1, F4: SIGSTOP of the Temporal server, then SIGCONT. */
    STOP_TEMPORAL,
    /** F1: kill -9 of PostgreSQL with all of its processes. */
    KILL_POSTGRES,
    /** F4: SIGSTOP of PostgreSQL with all of its processes, then SIGCONT. */
    STOP_POSTGRES,
    /** F1: kill -9 of everything, then a new start. */
    KILL_ALL,
    /** F9: an orderly stop under load, then a new start. */
    RESTART,
    /** F2: each connection to PostgreSQL is terminated, again and again. */
    CUT_CONNECTIONS,
    /** F4: a lock on all tasks' rows. */
    LOCK_TASKS,
    /** F4: no connection of PostgreSQL is left. */
    EXHAUST_CONNECTIONS,
    /** F4: the database takes no changes. */
    READ_ONLY,
    /** F11: the Temporal server is killed and all it knows is deleted. */
    FORGET_TEMPORAL,
    /** F2, F4: PostgreSQL runs for only a third of the time, by turns with SIGSTOP. */
    SLOW_POSTGRES,
    /** F2: the Temporal server runs for only a third of the time, by turns with SIGSTOP. */
    SLOW_TEMPORAL,
    /** F10: Punctual may open no more files or connections than it has. */
    EXHAUST_FILES,
    /** F1: kill -9 of the second worker, and a new one. */
    KILL_WORKER,
    /** F1: SIGSTOP of the second worker, then SIGCONT. */
    STOP_WORKER,
    /** F2: the second worker's connections to PostgreSQL and Temporal are reset, and new ones, too. */
    CUT_WORKER,
    /** F2: the second worker is heard by PostgreSQL and Temporal, but does not hear them. */
    MUTE_WORKER,
    /** F2: the second worker hears PostgreSQL and Temporal late. */
    SLOW_WORKER,
    /** F4: PostgreSQL can write nothing, as on a full disk. */
    FULL_DISK,
    /** F10: Punctual is given no more memory and no thread; whoever looks after it starts it again when it ends. */
    EXHAUST_MEMORY;

    /** How often each of the newest is among the others, so that it comes often. */
    private static final int NEW_ONES = 10;

    /** Seeds below this keep what was found with them: they play none of the faults that came later. */
    static final long FIRST_SEED_OF_SLOWNESS = 100;

    /** From this seed on there are two workers. */
    static final long FIRST_SEED_OF_TWO_WORKERS = 200;

    /** From this seed on the disk and the memory may be full. */
    static final long FIRST_SEED_OF_FULLNESS = 300;

    /** What a scenario of this seed may contain. */
    static List<Fault> of(long seed) {
        if (seed < FIRST_SEED_OF_SLOWNESS) {
            return List.copyOf(EnumSet.range(KILL_PUNCTUAL, FORGET_TEMPORAL));
        }
        List<Fault> faults = new ArrayList<>(EnumSet.range(KILL_PUNCTUAL, EXHAUST_FILES));
        if (seed >= FIRST_SEED_OF_TWO_WORKERS) {
            // half of them, since they are what is new there
            EnumSet.range(KILL_WORKER, SLOW_WORKER).forEach(one -> faults.addAll(List.of(one, one, one)));
        }
        if (seed >= FIRST_SEED_OF_FULLNESS) {
            for (int i = 0; i < NEW_ONES; i++) {
                faults.addAll(EnumSet.of(FULL_DISK, EXHAUST_MEMORY));
            }
        }
        return List.copyOf(faults);
    }
}
