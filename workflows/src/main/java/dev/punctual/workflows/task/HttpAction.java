package dev.punctual.workflows.task;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls an address over HTTP.
 *
 * @param method upper case, e.g. {@code POST}
 * @param url absolute, http or https; may hold placeholders such as {@code {{fireId}}}
 * @param headers sent as they are, beside the fire's identity
 * @param body a text, sent as it is, or any JSON value; null for none
 * @param expectStatus the statuses that mean success: three digits ({@code 204}) or a class ({@code 2xx})
 * @param followRedirects whether a redirect is followed; each hop is checked like the first address
 * @param signingSecret the name of the operator's secret that the call is signed with; null for no signature
 */
public record HttpAction(
        String method,
        String url,
        Map<String, String> headers,
        @Nullable Object body,
        List<String> expectStatus,
        boolean followRedirects,
        @Nullable String signingSecret)
        implements Action {

    /** What counts as success when nothing is said. */
    public static final List<String> DEFAULT_EXPECT_STATUS = List.of("2xx");

    public HttpAction {
        headers = Map.copyOf(headers);
        expectStatus = List.copyOf(expectStatus);
    }

    /** A call without a signature. */
    public HttpAction(
            String method,
            String url,
            Map<String, String> headers,
            @Nullable Object body,
            List<String> expectStatus,
            boolean followRedirects) {
        this(method, url, headers, body, expectStatus, followRedirects, null);
    }

    @Override
    public String type() {
        return "http";
    }

    @Override
    public String describe() {
        int query = url.indexOf('?');
        String shown = query < 0 ? url : url.substring(0, query);
        int credentials = shown.indexOf('@');
        int scheme = shown.indexOf("://");
        if (scheme >= 0 && credentials > scheme) {
            shown = shown.substring(0, scheme + 3) + shown.substring(credentials + 1);
        }
        return method + " " + shown;
    }
}
