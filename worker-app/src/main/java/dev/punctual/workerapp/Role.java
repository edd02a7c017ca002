package dev.punctual.workerapp;

/** What a process does; one has both roles unless told otherwise. */
public enum Role {
    /** Serves the REST API. */
    API,
    /** Holds and performs fires. */
    WORKER
}
