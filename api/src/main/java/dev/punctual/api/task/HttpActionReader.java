package dev.punctual.api.task;

import dev.punctual.api.json.Fields;
import dev.punctual.api.json.Json;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.HttpAction;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads an HTTP action. */
final class HttpActionReader {
    private static final int LONGEST_URL = 8_000;
    private static final int MOST_HEADERS = 100;
    private static final int LONGEST_HEADER = 8_000;
    private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z0-9!#$%&'*+.^_`|~-]{0,31}");
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7E\\x80-\\xFF]*");
    private static final Pattern STATUS = Pattern.compile("[1-5](xx|[0-9]{2})");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[A-Za-z.]{1,40}}}");
    private static final Set<String> METHODS_REFUSED = Set.of("CONNECT", "TRACE");
    private static final Set<String> HEADERS_REFUSED =
            Set.of("host", "content-length", "transfer-encoding", "connection");

    private HttpActionReader() {}

    /** The action, or null when a mistake was noted. */
    static @Nullable HttpAction read(Fields fields, ActionRules rules) {
        String method = method(fields);
        String url = url(fields);
        Map<String, String> headers = headers(fields);
        JsonNode body = fields.any("body");
        List<String> expectStatus = expectStatus(fields);
        Boolean followRedirects = fields.flag("followRedirects");
        String signingSecret = signingSecret(fields, rules);
        if (method == null || url == null) {
            return null;
        }
        return new HttpAction(
                method,
                url,
                headers,
                body == null ? null : Json.plain(body),
                expectStatus,
                followRedirects != null && followRedirects,
                signingSecret);
    }

    private static @Nullable String signingSecret(Fields fields, ActionRules rules) {
        String name = fields.text("signingSecret", 1_000);
        if (name != null && !rules.secrets().contains(name)) {
            // the name may be the secret itself, sent by mistake
            fields.refuse(
                    "signingSecret",
                    "UNKNOWN_SECRET",
                    "there is no secret of this name; name one that the operator configured as punctual.secrets.<name>, and never send a secret");
        }
        return name;
    }

    private static @Nullable String method(Fields fields) {
        String method = fields.text("method", 1_000);
        if (method == null) {
            return fields.has("method") ? null : "GET";
        }
        if (!METHOD.matcher(method).matches() || METHODS_REFUSED.contains(method)) {
            fields.refuse(
                    "method",
                    "HTTP_METHOD",
                    "method is '%s'; send an HTTP method in upper case, such as GET or POST, but neither CONNECT nor TRACE"
                            .formatted(method));
            return null;
        }
        return method;
    }

    private static @Nullable String url(Fields fields) {
        String url = fields.text("url", LONGEST_URL);
        if (url == null) {
            if (!fields.has("url")) {
                fields.missing("url", "send an absolute address such as https://example.com/hook");
            }
            return null;
        }
        URI uri;
        try {
            // a placeholder stands for escaped text, so any plain word shows whether the rest is right
            uri = new URI(PLACEHOLDER.matcher(url).replaceAll("x"));
        } catch (URISyntaxException e) {
            fields.refuse(
                    "url",
                    "URL",
                    "url cannot be read (%s at character %d); percent-encode special characters"
                            .formatted(e.getReason(), e.getIndex()));
            return null;
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https")) || uri.getHost() == null) {
            fields.refuse(
                    "url", "URL", "url must be absolute, http or https, with a host, such as https://example.com/hook");
            return null;
        }
        if (uri.getRawUserInfo() != null) {
            fields.refuse("url", "URL", "url holds a user or password; send them in an Authorization header instead");
            return null;
        }
        if (uri.getPort() > 65_535 || uri.getPort() == 0) {
            fields.refuse("url", "URL", "url names port %d; use 1 to 65535".formatted(uri.getPort()));
            return null;
        }
        return url;
    }

    private static Map<String, String> headers(Fields fields) {
        Map<String, String> headers = fields.texts("headers", MOST_HEADERS, LONGEST_HEADER);
        Fields members = fields.object("headers");
        if (members == null) {
            return headers;
        }
        headers.forEach((name, value) -> {
            if (!HEADER_NAME.matcher(name).matches()) {
                members.refuse(
                        name, "HEADER", "'%s' is not a header name; use letters, digits and hyphens".formatted(name));
            } else if (HEADERS_REFUSED.contains(name.toLowerCase(Locale.ROOT))) {
                members.refuse(name, "HEADER", "%s is set by the client itself; leave it out".formatted(name));
            } else if (!HEADER_VALUE.matcher(value).matches()) {
                members.refuse(
                        name,
                        "HEADER",
                        "the value of %s holds line breaks or characters beyond Latin-1; encode them".formatted(name));
            }
        });
        return headers;
    }

    private static List<String> expectStatus(Fields fields) {
        JsonNode list = fields.any("expectStatus");
        if (list == null) {
            return HttpAction.DEFAULT_EXPECT_STATUS;
        }
        if (!list.isArray() || list.isEmpty() || list.size() > 100) {
            fields.refuse(
                    "expectStatus",
                    "TYPE",
                    "expectStatus must be a list of 1 to 100 entries such as \"2xx\" or \"204\"");
            return HttpAction.DEFAULT_EXPECT_STATUS;
        }
        List<String> statuses = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode entry = list.get(i);
            // 204 is as clear as "204"
            String text = entry.isString() || entry.isIntegralNumber() ? entry.asString() : "";
            if (STATUS.matcher(text).matches()) {
                statuses.add(text);
            } else {
                fields.refuse(
                        "expectStatus",
                        "HTTP_STATUS",
                        "entry %d of expectStatus is %s; write a class such as \"2xx\" or three digits such as \"204\""
                                .formatted(i, entry));
            }
        }
        return statuses;
    }
}
