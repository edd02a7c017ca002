package dev.punctual.api.web;

import dev.punctual.api.problem.ProblemException;
import dev.punctual.api.problem.ProblemType;
import dev.punctual.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the body of a request before anything else does, up to a limit that is counted on the stream, so that a chunked body
 * or a wrong Content-Length is bounded too.
 */
public final class BodyFilter extends OncePerRequestFilter {
    /** The largest body. */
    public static final int LIMIT = 1024 * 1024;

    private static final String ATTRIBUTE = BodyFilter.class.getName();

    /** The body of a request that has passed this filter; empty for one without. */
    public static byte[] body(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof byte[] body ? body : new byte[0];
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(request.getContextPath() + "/v1");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > LIMIT) {
            refuse(response);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(LIMIT + 1);
        if (body.length > LIMIT) {
            refuse(response);
            return;
        }
        request.setAttribute(ATTRIBUTE, body);
        response.setHeader("Cache-Control", "no-store");
        chain.doFilter(request, response);
    }

    private static void refuse(HttpServletResponse response) throws IOException {
        // what is left of the body is not worth reading
        response.setHeader("Connection", "close");
        ProblemWriter.write(
                response,
                new ProblemException(
                        ProblemType.TOO_LARGE, "the body is larger than %d bytes; send less at once".formatted(LIMIT)));
    }
}
