package dev.punctual.activities.action;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a call as Standard Webhooks 1.0.0 says: HMAC-SHA256 over {@code id.timestamp.body}, so that the receiver knows who
 * called, when, and that nothing was changed.
 */
final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] secret;

    WebhookSignature(byte[] secret) {
        this.secret = secret.clone();
    }

    /**
     * The value of {@code webhook-signature}.
     *
     * @param id of the message: the same for every attempt
     * @param timestamp of this attempt, in seconds since 1970
     * @param body as it is sent
     */
    String of(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update("%s.%d.".formatted(id, timestamp).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }
}
