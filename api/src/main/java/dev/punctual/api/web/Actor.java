package dev.punctual.api.web;

/**
 * Who makes a change, as the audit log names him.
 *
 * @param name {@code api-key} with a key, else {@code anonymous}
 */
public record Actor(String name) {
    /** The request attribute that holds it. */
    public static final String ATTRIBUTE = Actor.class.getName();

    /** A caller without a key, on a server that asks for none. */
    public static final Actor ANONYMOUS = new Actor("anonymous");

    /** A caller with the key. */
    public static final Actor API_KEY = new Actor("api-key");
}
