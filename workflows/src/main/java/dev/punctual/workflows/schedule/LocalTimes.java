package dev.punctual.workflows.schedule;

/**
 * A set of local times, whatever zone they are in. A local second is what {@code LocalDateTime.toEpochSecond(UTC)} says of
 * it: seconds as the wall clock counts them.
 */
interface LocalTimes {
    /** What {@link #firstFrom} answers when nothing follows. */
    long NEVER = Long.MAX_VALUE;

    /** The first local second of the set that is not before this one. */
    long firstFrom(long localSecond);
}
