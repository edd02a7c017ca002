package dev.punctual.api.idempotency;

import dev.punctual.api.problem.Problem;
import dev.punctual.api.problem.ProblemException;
import dev.punctual.api.problem.ProblemType;
import dev.punctual.api.web.BodyFilter;
import dev.punctual.api.web.RequestSeed;
import dev.punctual.book.IdempotencyStore;
import dev.punctual.book.IdempotencyStore.Answer;
import dev.punctual.workflows.task.TaskId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Answers a repeated POST with the answer to the first one. */
public final class IdempotencyFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(IdempotencyFilter.class);
    private static final String HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7E]{1,255}");
    private static final Pattern NAMESPACE = Pattern.compile("/v1/namespaces/([^/]+)/.*");
    private static final List<String> KEPT_HEADERS = List.of("Content-Type", "ETag", "Location", "Allow");

    private final IdempotencyStore store;

    public IdempotencyFilter(IdempotencyStore store) {
        this.store = store;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST")
                || request.getHeader(HEADER) == null
                || !path(request).startsWith("/v1/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String sent = String.valueOf(request.getHeader(HEADER));
        if (!KEY.matcher(sent).matches()) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST,
                    "Idempotency-Key has %d characters or other than printable ASCII; send 1 to 255 of them, such as a UUID"
                            .formatted(sent.length()));
        }
        IdempotencyStore.Key key =
                new IdempotencyStore.Key(namespace(path(request)), request.getMethod(), pathAndQuery(request), sent);
        switch (store.begin(key, hash(BodyFilter.body(request)))) {
            case IdempotencyStore.Begin.Started started -> carryOut(key, started, request, response, chain);
            case IdempotencyStore.Begin.Answered(Answer answer) -> replay(answer, response);
            case IdempotencyStore.Begin.InFlight _ ->
                throw new ProblemException(
                        Problem.of(
                                ProblemType.IN_FLIGHT,
                                "the first request with Idempotency-Key '%s' is still being carried out; repeat it after a second"
                                        .formatted(sent)),
                        Map.of("Retry-After", "1"));
            case IdempotencyStore.Begin.Mismatch _ ->
                throw new ProblemException(
                        ProblemType.IDEMPOTENCY_MISMATCH,
                        "Idempotency-Key '%s' was used with another body within 24 hours; send that body again, or choose a new key"
                                .formatted(sent));
        }
    }

    private void carryOut(
            IdempotencyStore.Key key,
            IdempotencyStore.Begin.Started started,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        request.setAttribute(RequestSeed.ATTRIBUTE, new RequestSeed(started.seed(), started.repeated()));
        ContentCachingResponseWrapper kept = new ContentCachingResponseWrapper(response);
        boolean answered = false;
        try {
            chain.doFilter(request, kept);
            answered = isFinal(kept.getStatus());
            if (answered) {
                keep(key, started.token(), kept);
            }
        } finally {
            if (!answered) {
                release(key, started.token());
            }
        }
        kept.copyBodyToResponse();
    }

    /** Whether a repetition would be answered the same, as far as the server is concerned. */
    private static boolean isFinal(int status) {
        return status >= 200 && status < 500 && status != 429;
    }

    private void keep(IdempotencyStore.Key key, UUID token, ContentCachingResponseWrapper answer) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT_HEADERS) {
            String value = name.equals("Content-Type") ? answer.getContentType() : answer.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        String body = new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8);
        try {
            store.keep(key, token, new Answer(answer.getStatus(), headers, body));
        } catch (RuntimeException away) {
            // what was done is done, and its answer is right; a repetition is carried out once the key counts as lost
            log.warn("the answer under an Idempotency-Key could not be kept", away);
        }
    }

    private void release(IdempotencyStore.Key key, UUID token) {
        try {
            store.release(key, token);
        } catch (RuntimeException away) {
            log.warn(
                    "an Idempotency-Key could not be given back; it is free again in {}",
                    IdempotencyStore.LOST_AFTER,
                    away);
        }
    }

    private static void replay(Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setHeader("Idempotency-Replayed", "true");
        response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }

    private static String pathAndQuery(HttpServletRequest request) {
        @Nullable String query = request.getQueryString();
        return query == null ? path(request) : path(request) + "?" + query;
    }

    private static String namespace(String path) {
        Matcher matcher = NAMESPACE.matcher(path);
        return matcher.matches() ? matcher.group(1) : TaskId.DEFAULT_NAMESPACE;
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
