package dev.punctual.bench.measure;

/**
 * One start of a payload, as the payload itself saw it.
 *
 * @param task the task's id
 * @param dueMicros the instant that it was started for
 * @param attempt which try of the fire it is, from 1
 * @param enteredMicros the wall clock when the payload began
 * @param fire the fire's id, which came as idempotency key
 */
public record Entry(String task, long dueMicros, int attempt, long enteredMicros, String fire) {}
