package dev.punctual.bench.measure;

/**
 * One instant of one task at which it must fire.
 *
 * @param task the task's id
 * @param micros the instant
 * @param phase whether it is measured
 */
public record Due(String task, long micros, Phase phase) {

    /** What a due instant is for. */
    public enum Phase {
        /** Fires so that the system is warm; expected, but not measured. */
        WARM_UP,
        MEASURED
    }
}
