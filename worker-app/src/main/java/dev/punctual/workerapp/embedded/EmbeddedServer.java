package dev.punctual.workerapp.embedded;

/** A server that runs as a child of this process and keeps its data and its port over restarts. */
public interface EmbeddedServer {

    /** The address every embedded server listens on. Nothing of embedded mode can be reached from another machine. */
    String ADDRESS = "127.0.0.1";

    /** What people call it, for progress lines and errors. */
    String name();

    /**
     * Starts the server and returns once it answers. A child that a killed run left behind on the same data is stopped
     * first. Does nothing when it already runs.
     *
     * @throws StartRefusedException when it cannot be started, with the reason and the way out
     */
    void start();

    /** Stops the server in an orderly way, then by force if it does not follow. Does nothing when it does not run. */
    void stop();

    /** Kills the server as {@code kill -9} does, for tests of what happens then. It counts as died. */
    void kill();

    /** Whether it was started, was not stopped on purpose, and its process is gone. */
    boolean hasDied();

    /** The port it listens on, the same from the first start on. */
    int port();
}
