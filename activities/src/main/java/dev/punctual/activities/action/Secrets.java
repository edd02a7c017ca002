package dev.punctual.activities.action;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The operator's secrets, by name. Neither its text nor any message shows one. */
public final class Secrets {
    /** The setting that they stand in. */
    public static final String SETTING = "punctual.secrets";

    private static final String PREFIX = "whsec_";

    /** The bounds of Standard Webhooks. */
    private static final int SHORTEST = 24;

    private static final int LONGEST = 64;

    private final Map<String, byte[]> byName = new HashMap<>();

    /**
     * @param encoded each in Base64, with or without {@code whsec_} before it
     * @throws IllegalArgumentException when one is no Base64, or does not have 24 to 64 bytes
     */
    public Secrets(Map<String, String> encoded) {
        encoded.forEach((name, text) -> byName.put(name, decoded(name, text)));
    }

    /** No secrets. */
    public static Secrets none() {
        return new Secrets(Map.of());
    }

    /** The names of the secrets. */
    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** What signs with the secret of this name; empty when there is none. */
    Optional<WebhookSignature> signature(String name) {
        return Optional.ofNullable(byName.get(name)).map(WebhookSignature::new);
    }

    private static byte[] decoded(String name, String text) {
        String stripped = text.strip();
        byte[] secret;
        try {
            secret = Base64.getDecoder()
                    .decode(stripped.startsWith(PREFIX) ? stripped.substring(PREFIX.length()) : stripped);
        } catch (IllegalArgumentException _) {
            // its message may quote the secret
            throw new IllegalArgumentException(
                    "%s.%s is not Base64; make one with: openssl rand -base64 32".formatted(SETTING, name));
        }
        if (secret.length < SHORTEST || secret.length > LONGEST) {
            throw new IllegalArgumentException(
                    "%s.%s has %d bytes; a secret has %d to %d; make one with: openssl rand -base64 32"
                            .formatted(SETTING, name, secret.length, SHORTEST, LONGEST));
        }
        return secret;
    }

    @Override
    public String toString() {
        return "Secrets" + names();
    }
}
