package dev.punctual.api.security;

import dev.punctual.api.console.ConsolePaths;
import dev.punctual.api.problem.Problem;
import dev.punctual.api.problem.ProblemException;
import dev.punctual.api.problem.ProblemType;
import dev.punctual.api.problem.ProblemWriter;
import dev.punctual.api.web.Actor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets only callers with the key pass, where one is set; liveness, readiness and the console's own files need none. */
public final class ApiKeyFilter extends OncePerRequestFilter {
    private static final String BEARER = "bearer ";
    private static final Set<String> OPEN = Set.of("/actuator/health/liveness", "/actuator/health/readiness");

    private final byte @Nullable [] key;

    public ApiKeyFilter(SecurityProperties properties) {
        String apiKey = properties.apiKey();
        this.key = apiKey == null ? null : apiKey.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (key == null || OPEN.contains(path) || ConsolePaths.own(request)) {
            chain.doFilter(request, response);
            return;
        }
        String sent = sent(request);
        if (sent != null && MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), key)) {
            request.setAttribute(Actor.ATTRIBUTE, Actor.API_KEY);
            chain.doFilter(request, response);
            return;
        }
        String fault = sent == null ? "the request has no API key" : "the API key of the request is not the right one";
        ProblemWriter.write(
                response,
                new ProblemException(
                        Problem.of(
                                ProblemType.UNAUTHENTICATED,
                                fault + "; send it as 'Authorization: Bearer <key>' or 'X-Api-Key: <key>'"),
                        Map.of("WWW-Authenticate", "Bearer realm=\"punctual\"")));
    }

    private static @Nullable String sent(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).trim();
        }
        return request.getHeader("X-Api-Key");
    }
}
