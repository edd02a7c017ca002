package dev.punctual.bench.check;

/** Judges one invariant, or a family of them. */
interface Check {

    /** Adds each violation that the evidence shows. */
    void judge(Evidence evidence, Findings findings);
}
