package dev.punctual.api.web;

import dev.punctual.api.problem.ProblemMapper;
import dev.punctual.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers a problem document to whatever the filters behind it throw. */
public final class FailureFilter extends OncePerRequestFilter {
    private final ProblemMapper mapper;

    public FailureFilter(ProblemMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException failure) {
            if (response.isCommitted()) {
                throw failure;
            }
            ProblemWriter.write(response, mapper.map(failure));
        }
    }
}
