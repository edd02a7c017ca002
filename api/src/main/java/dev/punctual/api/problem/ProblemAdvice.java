package dev.punctual.api.problem;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers a problem document to whatever a controller, or the way to it, throws. */
@RestControllerAdvice
public final class ProblemAdvice {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private final ProblemMapper mapper;

    public ProblemAdvice(ProblemMapper mapper) {
        this.mapper = mapper;
    }

    @ExceptionHandler(Exception.class)
    @Nullable
    ResponseEntity<Problem> answer(Exception failure, HttpServletResponse response) {
        if (response.isCommitted()) {
            log.debug("the client left before its answer was written", failure);
            return null;
        }
        ProblemException answer = mapper.map(failure);
        HttpHeaders headers = new HttpHeaders();
        answer.headers().forEach(headers::set);
        // set, so that it is answered whatever the request accepts
        headers.setContentType(MediaType.valueOf(Problem.MEDIA_TYPE));
        return new ResponseEntity<>(answer.problem(), headers, answer.problem().status());
    }
}
