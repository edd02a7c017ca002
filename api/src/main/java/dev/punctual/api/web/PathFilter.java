package dev.punctual.api.web;

import dev.punctual.api.problem.ProblemException;
import dev.punctual.api.problem.ProblemType;
import dev.punctual.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses paths and queries that servers and proxies are known to read differently: path parameters, encoded slashes, control
 * characters, and what is not UTF-8.
 */
public final class PathFilter extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String fault = pathFault(request.getRequestURI());
        if (fault == null) {
            fault = queryFault(request.getQueryString());
        }
        if (fault != null) {
            ProblemWriter.write(response, new ProblemException(ProblemType.BAD_REQUEST, fault));
            return;
        }
        chain.doFilter(request, response);
    }

    private static @Nullable String pathFault(String path) {
        String decoded = decode(path, false);
        if (decoded == null) {
            return "the path is not percent-encoded UTF-8; encode each byte beyond ASCII as % and two hexadecimal digits";
        }
        if (path.indexOf(';') >= 0 || decoded.indexOf(';') >= 0) {
            return "the path holds ';', which is not part of any path here; leave it out";
        }
        if (decoded.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\')
                || path.length() != path.replaceAll("(?i)%2f", "").length()) {
            return "the path holds an encoded slash, a backslash or a control character; leave it out";
        }
        return null;
    }

    private static @Nullable String queryFault(@Nullable String query) {
        if (query == null) {
            return null;
        }
        String decoded = decode(query, true);
        if (decoded == null) {
            return "the query is not percent-encoded UTF-8; encode each byte beyond ASCII as % and two hexadecimal digits";
        }
        return decoded.chars().anyMatch(Character::isISOControl)
                ? "the query holds a control character; leave it out"
                : null;
    }

    /** The text without percent-encoding; null when it is not right. */
    private static @Nullable String decode(String text, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()) {
                    return null;
                }
                int high = Character.digit(text.charAt(i + 1), 16);
                int low = Character.digit(text.charAt(i + 2), 16);
                if (high < 0 || low < 0) {
                    return null;
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(plusIsSpace && c == '+' ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
