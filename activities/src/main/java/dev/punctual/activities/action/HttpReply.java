package dev.punctual.activities.action;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a response.
 *
 * @param status its status
 * @param location where it redirects to; null for nowhere
 * @param contentType its media type as sent, cut at 200 characters; null for none
 * @param body its text, cut at 16 KiB; null when there is none or it is no text
 * @param bodyTruncated whether there was more
 * @param retryAfter when it may be asked again, as sent; null when it does not say
 * @param date its own time, as sent; null when it does not say
 */
record HttpReply(
        int status,
        @Nullable String location,
        @Nullable String contentType,
        @Nullable String body,
        boolean bodyTruncated,
        @Nullable String retryAfter,
        @Nullable String date) {

    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final int MAX_CONTENT_TYPE_CHARACTERS = 200;
    private static final List<String> TEXT_TYPES = List.of(
            "application/javascript",
            "application/json",
            "application/x-ndjson",
            "application/x-www-form-urlencoded",
            "application/x-yaml",
            "application/xml",
            "application/yaml");

    /** Reads at most the part that is kept; when the body is truncated, its rest is still to come. */
    static HttpReply read(ClassicHttpResponse response) throws IOException {
        byte[] bytes = new byte[0];
        boolean truncated = false;
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            InputStream content = entity.getContent();
            long length = entity.getContentLength();
            bytes = content.readNBytes(length < 0 ? MAX_BODY_BYTES : (int) Math.min(length, MAX_BODY_BYTES));
            // Reading the end is also what gives the connection back for the next call.
            truncated = content.read() >= 0;
        }
        String contentType = valueOf(response, "Content-Type");
        return new HttpReply(
                response.getCode(),
                valueOf(response, "Location"),
                contentType == null ? null : shortened(contentType),
                bytes.length > 0 && isText(contentType) && !response.containsHeader("Content-Encoding")
                        ? text(bytes, charsetOf(contentType), truncated)
                        : null,
                truncated,
                valueOf(response, "Retry-After"),
                valueOf(response, "Date"));
    }

    boolean isRedirect() {
        return location != null
                && switch (status) {
                    case 301, 302, 303, 307, 308 -> true;
                    default -> false;
                };
    }

    /** Whether it is one of these: three digits, or a class such as {@code 2xx}. */
    boolean isOneOf(List<String> statuses) {
        for (String expected : statuses) {
            if (expected.length() == 3
                    && (expected.endsWith("xx")
                            ? expected.charAt(0) - '0' == status / 100
                            : expected.equals(Integer.toString(status)))) {
                return true;
            }
        }
        return false;
    }

    /** As the outcome of an action. */
    Map<String, Object> toResult(long durationMillis) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("status", status);
        if (contentType != null) {
            result.put("contentType", contentType);
        }
        if (body != null) {
            result.put("body", body);
        }
        result.put("bodyTruncated", bodyTruncated);
        result.put("durationMillis", durationMillis);
        return result;
    }

    private static @Nullable String valueOf(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static String shortened(String contentType) {
        return StorableText.of(contentType.substring(0, Math.min(contentType.length(), MAX_CONTENT_TYPE_CHARACTERS)));
    }

    /** Without a type it may be anything, and is shown as text. */
    private static boolean isText(@Nullable String contentType) {
        ContentType type = ContentType.parseLenient(contentType);
        if (type == null) {
            return true;
        }
        String mime = type.getMimeType().toLowerCase(Locale.ROOT);
        return mime.startsWith("text/")
                || mime.endsWith("+json")
                || mime.endsWith("+xml")
                || mime.endsWith("+yaml")
                || TEXT_TYPES.contains(mime);
    }

    private static Charset charsetOf(@Nullable String contentType) {
        ContentType type = ContentType.parseLenient(contentType);
        Charset charset = type == null ? null : type.getCharset();
        return charset == null ? StandardCharsets.UTF_8 : charset;
    }

    private static String text(byte[] bytes, Charset charset, boolean truncated) {
        if (!truncated) {
            return StorableText.of(new String(bytes, charset));
        }
        // A character that the cut went through is left out, not replaced.
        CharBuffer decoded = CharBuffer.allocate(bytes.length * 2);
        charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .decode(ByteBuffer.wrap(bytes), decoded, false);
        return StorableText.of(decoded.flip().toString());
    }
}
