package dev.punctual.activities.action;

import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/**
 * Says why a call brought no response. The texts of exceptions go into a message only where they come from the operating system
 * or from TLS; others may quote what was sent or received.
 */
final class HttpFailures {
    /** The client puts the address before it, which the message has already. */
    private static final String FAILED = " failed: ";

    private HttpFailures() {}

    static Outcome.Failed of(IOException failure, String origin) {
        return switch (failure) {
            case AddressRefusedException e -> failed("ADDRESS_REFUSED", String.valueOf(e.getMessage()), false);
            case UnknownHostException _ ->
                failed("HTTP_DNS", origin + ": no address of this host was found; check its name", true);
            case ConnectException e -> failed("HTTP_CONNECT", "cannot connect to " + origin + ": " + root(e), true);
            case NoRouteToHostException e ->
                failed("HTTP_CONNECT", "cannot connect to " + origin + ": " + root(e), true);
            case ConnectTimeoutException _ ->
                failed("HTTP_CONNECT", "cannot connect to " + origin + ": no answer within 10 seconds", true);
            case SSLException e -> failed("HTTP_TLS", "no secure connection to " + origin + ": " + root(e), true);
            case NoHttpResponseException _ ->
                failed("HTTP_NO_RESPONSE", origin + " closed the connection without a response", true);
            case ClientProtocolException _ -> malformed(origin);
            case MalformedChunkCodingException _ -> malformed(origin);
            case MessageConstraintException _ -> malformed(origin);
            default ->
                failed("HTTP_BROKEN", "the connection to " + origin + " broke before the response was complete", true);
        };
    }

    private static Outcome.Failed malformed(String origin) {
        return failed("HTTP_PROTOCOL", origin + " sent what is not a valid HTTP response; check scheme and port", true);
    }

    private static Outcome.Failed failed(String type, String message, boolean retryable) {
        return new Outcome.Failed(new FireError(type, message), null, retryable);
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        int reason = message.lastIndexOf(FAILED);
        return reason < 0 ? message : message.substring(reason + FAILED.length());
    }
}
