package dev.punctual.api.problem;

import dev.punctual.book.BackfillRefusal;
import dev.punctual.book.BookUnavailableException;
import dev.punctual.book.CalendarRefusal;
import dev.punctual.book.FireRefusal;
import dev.punctual.book.FreezeRefusal;
import dev.punctual.book.Outage;
import dev.punctual.book.TaskRefusal;
import dev.punctual.workflows.schedule.calendar.InvalidPartException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatusCode;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Says what is answered to a failure. What the server did wrong is logged under an id and answered with that id alone. */
public final class ProblemMapper {
    private static final Logger log = LoggerFactory.getLogger(ProblemMapper.class);
    private static final String RETRY_AFTER_SECONDS = "2";

    /** The answer to a failure. */
    public ProblemException map(Throwable failure) {
        return switch (failure) {
            case ProblemException known -> known;
            case TaskRefusal refusal -> new ProblemException(refused(refusal), Map.of());
            case FireRefusal refusal -> new ProblemException(refused(refusal), Map.of());
            case CalendarRefusal refusal -> new ProblemException(refused(refusal), Map.of());
            case FreezeRefusal refusal ->
                new ProblemException(ProblemType.NOT_FOUND, String.valueOf(refusal.getMessage()));
            case BackfillRefusal refusal -> new ProblemException(refused(refusal), Map.of());
            case InvalidPartException invalid ->
                new ProblemException(List.of(FieldError.at("", invalid.code(), String.valueOf(invalid.getMessage()))));
            // more than Outage calls one: a caller decides how often to repeat, what waits for an outage to end goes on
            // for ever
            case BookUnavailableException away -> unavailable(away);
            case DataAccessResourceFailureException away -> unavailable(away);
            case TransientDataAccessException away -> unavailable(away);
            case RecoverableDataAccessException away -> unavailable(away);
            case CannotCreateTransactionException away -> unavailable(away);
            // the connection was lost in the middle: neither commit nor rollback was answered
            case TransactionSystemException away -> unavailable(away);
            // as during a failover, when this one has become a standby, or on a full disk
            case DataAccessException refused when Outage.isOne(refused) -> unavailable(refused);
            case NoResourceFoundException unknown -> unknownPath(unknown.getResourcePath());
            case NoHandlerFoundException unknown -> unknownPath(unknown.getRequestURL());
            case HttpRequestMethodNotSupportedException wrong -> wrongMethod(wrong);
            case HttpMediaTypeNotAcceptableException _ ->
                new ProblemException(
                        ProblemType.NOT_ACCEPTABLE,
                        "the Accept header names no form that is offered; accept application/json");
            case HttpMediaTypeNotSupportedException wrong ->
                new ProblemException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Type %s is not supported here; send %s"
                                .formatted(wrong.getContentType(), wrong.getSupportedMediaTypes()));
            case ErrorResponse other -> ofSpring(failure, other);
            default -> incident(failure);
        };
    }

    private static Problem refused(TaskRefusal refusal) {
        return switch (refusal) {
            case TaskRefusal.NotFound missing -> Problem.of(ProblemType.NOT_FOUND, text(missing));
            case TaskRefusal.Exists taken -> Problem.of(ProblemType.EXISTS, text(taken));
            case TaskRefusal.StaleVersion stale -> Problem.of(ProblemType.STALE_VERSION, text(stale));
            case TaskRefusal.WrongState wrong -> Problem.of(ProblemType.WRONG_STATE, text(wrong));
            case TaskRefusal.Invalid invalid ->
                Problem.of(List.of(FieldError.at(invalid.pointer(), invalid.code(), text(invalid))));
        };
    }

    private static Problem refused(FireRefusal refusal) {
        String text = String.valueOf(refusal.getMessage());
        return switch (refusal) {
            case FireRefusal.NotFound _ -> Problem.of(ProblemType.NOT_FOUND, text);
            case FireRefusal.WrongState _ -> Problem.of(ProblemType.WRONG_STATE, text);
        };
    }

    private static Problem refused(CalendarRefusal refusal) {
        String text = String.valueOf(refusal.getMessage());
        return switch (refusal) {
            case CalendarRefusal.NotFound _ -> Problem.of(ProblemType.NOT_FOUND, text);
            case CalendarRefusal.InUse _ -> Problem.of(ProblemType.IN_USE, text);
            case CalendarRefusal.TooMany _ -> Problem.of(ProblemType.WRONG_STATE, text);
        };
    }

    private static Problem refused(BackfillRefusal refusal) {
        String text = String.valueOf(refusal.getMessage());
        return switch (refusal) {
            case BackfillRefusal.NotFound _ -> Problem.of(ProblemType.NOT_FOUND, text);
            case BackfillRefusal.WrongState _ -> Problem.of(ProblemType.WRONG_STATE, text);
        };
    }

    private static String text(TaskRefusal refusal) {
        return String.valueOf(refusal.getMessage());
    }

    private static ProblemException unavailable(Exception away) {
        log.warn("the book does not answer: {}", away.toString());
        return new ProblemException(
                Problem.of(
                        ProblemType.UNAVAILABLE,
                        "the database does not answer or takes no changes, so the request may not have been carried out; repeat it after %s seconds"
                                .formatted(RETRY_AFTER_SECONDS)),
                Map.of("Retry-After", RETRY_AFTER_SECONDS));
    }

    private static ProblemException unknownPath(String path) {
        return new ProblemException(
                ProblemType.NOT_FOUND,
                "'%s' is not a path of this API; /v3/api-docs lists those that are".formatted(path));
    }

    private static ProblemException wrongMethod(HttpRequestMethodNotSupportedException wrong) {
        String[] supported = wrong.getSupportedMethods();
        String allow = supported == null ? "" : String.join(", ", supported);
        Problem problem = Problem.of(
                ProblemType.METHOD_NOT_ALLOWED,
                "%s is not supported here; use one of: %s".formatted(wrong.getMethod(), allow));
        return new ProblemException(problem, Map.of("Allow", allow));
    }

    private static ProblemException ofSpring(Throwable failure, ErrorResponse response) {
        HttpStatusCode status = response.getStatusCode();
        if (status.is5xxServerError()) {
            return incident(failure);
        }
        String detail = response.getBody().getDetail();
        return new ProblemException(
                Problem.ofStatus(status.value(), detail == null ? "the request cannot be carried out" : detail),
                Map.of());
    }

    private static ProblemException incident(Throwable failure) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        log.error("incident {}", id, failure);
        return new ProblemException(
                ProblemType.INTERNAL,
                "an unexpected error, which is not your fault; the server's log tells more under incident " + id);
    }
}
