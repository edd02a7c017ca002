package dev.punctual.activities;

/** This worker's right to its claims: while it is fresh, nobody else may have given them up. */
@FunctionalInterface
public interface Lease {
    /** Whether the book has heard of this worker just now, and this worker knows that. */
    boolean isFresh();
}
