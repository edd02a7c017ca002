package dev.punctual.activities.action;

import dev.punctual.workflows.task.HttpAction;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Makes the requests of one attempt: the first and, after redirects, those that follow. */
final class HttpRequests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CONTENT_TYPE = "content-type";
    private static final ContentType JSON_TYPE = ContentType.create("application/json");
    private static final ContentType TEXT_TYPE = ContentType.create("text/plain", StandardCharsets.UTF_8);
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Headers of the connection itself, which the client alone can get right. */
    private static final Set<String> OF_CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "http2-settings",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Headers that hold no secret and so may follow a redirect to another host. */
    private static final Set<String> FOR_ANY_HOST =
            Set.of("accept", "accept-charset", "accept-language", "content-language", "user-agent");

    private final HttpAction action;
    private final FireContext fire;
    private final byte @Nullable [] body;
    private final @Nullable ContentType bodyType;
    private @Nullable WebhookSignature signature;
    private Instant signedAt = Instant.EPOCH;

    private HttpRequests(HttpAction action, FireContext fire, byte @Nullable [] body, @Nullable ContentType bodyType) {
        this.action = action;
        this.fire = fire;
        this.body = body;
        this.bodyType = bodyType;
    }

    /**
     * The same requests, signed.
     *
     * @param by what signs them; null for no signature
     * @param at the time of the attempt
     */
    HttpRequests signedBy(@Nullable WebhookSignature by, Instant at) {
        signature = by;
        signedAt = at;
        return this;
    }

    static HttpRequests of(HttpAction action, FireContext fire, Placeholders placeholders) {
        ContentType given = givenContentType(action.headers());
        return switch (action.body()) {
            case null -> new HttpRequests(action, fire, null, null);
            case String text -> {
                ContentType type = given == null ? TEXT_TYPE : given;
                Charset charset = type.getCharset(StandardCharsets.UTF_8);
                yield new HttpRequests(action, fire, placeholders.inBody(text).getBytes(charset), type);
            }
            case Object json ->
                new HttpRequests(
                        action,
                        fire,
                        JSON.writeValueAsBytes(placeholders.inJson(json)),
                        given == null ? JSON_TYPE : given);
        };
    }

    /** What no server should be sent, as a message that shows no value of a header; empty when all is well. */
    static Optional<String> problemWith(HttpAction action) {
        if (!TOKEN.matcher(action.method()).matches() || action.method().equals("CONNECT")) {
            return Optional.of("the method '%s' is not one that a call can have".formatted(action.method()));
        }
        for (Map.Entry<String, String> header : action.headers().entrySet()) {
            String name = header.getKey();
            if (!TOKEN.matcher(name).matches()) {
                return Optional.of("'%s' is not a name of a header".formatted(name));
            }
            if (OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                return Optional.of("the header '%s' belongs to the connection and is set by Punctual; leave it out"
                        .formatted(name));
            }
            if (!header.getValue().chars().allMatch(c -> (c >= ' ' && c < 0x7F) || c == '\t')) {
                return Optional.of(
                        "the header '%s' has a value with control or non-ASCII characters; encode it".formatted(name));
            }
        }
        return Optional.empty();
    }

    /**
     * The request to a target.
     *
     * @param method of this hop
     * @param withBody whether the body goes along
     * @param withAllHeaders false once a redirect left the host that the headers are meant for
     */
    HttpUriRequestBase to(HttpTarget target, String method, boolean withBody, boolean withAllHeaders) {
        HttpUriRequestBase request = new HttpUriRequestBase(method, target.uri());
        action.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean describesBody = lower.equals(CONTENT_TYPE);
            if ((withAllHeaders || FOR_ANY_HOST.contains(lower)) && (!describesBody || body == null)) {
                request.addHeader(name, value);
            }
        });
        request.setHeader("Idempotency-Key", fire.fire().toString());
        request.setHeader("Punctual-Namespace", fire.task().namespace());
        request.setHeader("Punctual-Task", fire.task().id());
        request.setHeader("Punctual-Scheduled-For", fire.scheduledFor().toString());
        request.setHeader("Punctual-Attempt", Integer.toString(fire.attempt()));
        if (withBody && body != null) {
            request.setEntity(new ByteArrayEntity(body, bodyType));
            // the client sends no OPTIONS whose body has its type in the entity alone
            request.setHeader("Content-Type", String.valueOf(bodyType));
        }
        if (signature != null && withAllHeaders) {
            sign(request, signature, withBody && body != null ? body : new byte[0]);
        }
        return request;
    }

    private void sign(HttpUriRequestBase request, WebhookSignature by, byte[] sent) {
        String id = fire.fire().toString();
        request.setHeader("webhook-id", id);
        request.setHeader("webhook-timestamp", Long.toString(signedAt.getEpochSecond()));
        request.setHeader("webhook-signature", by.of(id, signedAt.getEpochSecond(), sent));
    }

    private static @Nullable ContentType givenContentType(Map<String, String> headers) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().equalsIgnoreCase(CONTENT_TYPE)) {
                return ContentType.parseLenient(header.getValue());
            }
        }
        return null;
    }
}
