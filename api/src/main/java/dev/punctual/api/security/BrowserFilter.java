package dev.punctual.api.security;

import dev.punctual.api.problem.ProblemException;
import dev.punctual.api.problem.ProblemType;
import dev.punctual.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps pages of other web sites from using a visitor's browser against this server. A name of theirs that resolves to this
 * machine (DNS rebinding) is refused where no key protects the server, and so is every change that their pages ask for.
 */
public final class BrowserFilter extends OncePerRequestFilter {
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private final boolean localNamesOnly;

    public BrowserFilter(SecurityProperties properties) {
        this.localNamesOnly = !properties.hasApiKey();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String fault = fault(request);
        if (fault != null) {
            ProblemWriter.write(response, new ProblemException(ProblemType.FORBIDDEN, fault));
            return;
        }
        chain.doFilter(request, response);
    }

    private @Nullable String fault(HttpServletRequest request) {
        String name = request.getServerName().toLowerCase(Locale.ROOT);
        if (localNamesOnly && !LOCAL_NAMES.contains(name)) {
            return "the Host header names '%s', but a server without an API key answers only to localhost, 127.0.0.1 and [::1]; use one of them, or set punctual.security.api-key"
                    .formatted(name);
        }
        if (SAFE_METHODS.contains(request.getMethod())) {
            return null;
        }
        String origin = request.getHeader("Origin");
        boolean foreign = "cross-site".equals(request.getHeader("Sec-Fetch-Site"))
                || (origin != null && !authority(origin).equals(authority("//" + request.getHeader("Host"))));
        return foreign
                ? "a page of another site (%s) asks for a change; only pages of this server may".formatted(origin)
                : null;
    }

    /** Host and port of an origin, a default port left out; the origin itself when it has none, as "null". */
    private static String authority(String origin) {
        int slashes = origin.indexOf("//");
        String authority = slashes < 0 ? origin : origin.substring(slashes + 2);
        return authority.toLowerCase(Locale.ROOT).replaceAll(":(80|443)$", "");
    }
}
