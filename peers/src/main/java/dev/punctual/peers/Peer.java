package dev.punctual.peers;

import java.util.List;

/** A scheduler that is measured: told what is due, it calls the {@link Payload} at each instant. */
interface Peer extends AutoCloseable {

    /** Makes what it needs where it keeps its tasks, unless it is there. */
    void prepare() throws Exception;

    /** Registers a one-time task for each; returns when all are durable. */
    void register(List<DueTask> tasks) throws Exception;

    /** Begins to perform what is due, and what was due meanwhile. */
    void run() throws Exception;

    /** Ends in an orderly way. */
    @Override
    void close();
}
