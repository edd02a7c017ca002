package dev.punctual.api.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/** Writes problem documents where Spring does not: in filters and for the container's own errors. */
public final class ProblemWriter {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ProblemWriter() {}

    /** Answers the problem, unless an answer is under way. */
    public static void write(HttpServletResponse response, ProblemException answer) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(answer.problem().status());
        answer.headers().forEach(response::setHeader);
        response.setContentType(Problem.MEDIA_TYPE);
        byte[] body = MAPPER.writeValueAsBytes(answer.problem());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
