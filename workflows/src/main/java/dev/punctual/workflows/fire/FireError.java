package dev.punctual.workflows.fire;

/**
 * Why an attempt did not succeed.
 *
 * @param type a stable word, e.g. {@code HTTP_STATUS}, {@code TIMEOUT}, {@code LEASE_LOST}
 * @param message for people: the value, the reason, the way out; never a secret or a payload
 */
public record FireError(String type, String message) {}
