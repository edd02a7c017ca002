package dev.punctual.api.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what the container dispatches to its error page. */
@Hidden
@RestController
public final class ProblemErrorController implements ErrorController {
    private final ProblemMapper mapper;

    public ProblemErrorController(ProblemMapper mapper) {
        this.mapper = mapper;
    }

    @RequestMapping("${server.error.path:/error}")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Exception failure) {
            ProblemWriter.write(response, mapper.map(failure));
            return;
        }
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        // without a status somebody asked for this very path
        ProblemWriter.write(response, ContainerProblems.of(status instanceof Integer code ? code : 404));
    }
}
