package dev.punctual.api.problem;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers problem documents in the place of Tomcat's pages for requests that never reach the application. */
public final class ProblemValve extends ErrorReportValve {
    private static final Logger log = LoggerFactory.getLogger(ProblemValve.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        if (failure != null) {
            log.error("the container could not carry out a request", failure);
        }
        try {
            ProblemWriter.write(response.getResponse(), ContainerProblems.of(status));
            response.finishResponse();
        } catch (IOException gone) {
            log.debug("the client left before its answer was written", gone);
        }
    }
}
