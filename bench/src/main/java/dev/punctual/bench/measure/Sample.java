package dev.punctual.bench.measure;

/**
 * Something that was due, and when it was done.
 *
 * @param dueMicros when it was due
 * @param doneMicros when it was done, or {@link Micros#NEVER}
 */
public record Sample(long dueMicros, long doneMicros) {

    public boolean isLost() {
        return doneMicros == Micros.NEVER;
    }

    /** How late it was; negative when it was early, {@link Micros#NEVER} when it was not done. */
    public long lateness() {
        return isLost() ? Micros.NEVER : doneMicros - dueMicros;
    }
}
