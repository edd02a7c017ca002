package dev.punctual.workerapp.duty;

/** One round of a duty. */
@FunctionalInterface
public interface Pass {
    /**
     * Does what is to be done now.
     *
     * @return how many things were done
     */
    int runOnce();
}
