package dev.punctual.bench.measure;

/** What the control probes saw, second by second. */
@FunctionalInterface
public interface Controls {

    /** A second in which a probe was slower than this says more of the machine than of Punctual. */
    double LIMIT_MILLIS = 100;

    /** The worst that any probe saw in this second since 1970, in milliseconds. */
    double worstMillis(long second);

    default boolean isClean(long second) {
        return worstMillis(second) <= LIMIT_MILLIS;
    }
}
