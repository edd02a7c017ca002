package dev.punctual.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What every fire does: a POST to the sink of the bench, by the client that Punctual's own HTTP action uses. One for the
 * process, because some schedulers make the objects of their jobs themselves.
 */
final class Payload {
    private static final int CONNECTIONS = 1_000;
    private static final AtomicReference<@Nullable Payload> INSTALLED = new AtomicReference<>();

    private final URI sink;
    private final CloseableHttpClient client = HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(CONNECTIONS)
                    .setMaxConnPerRoute(CONNECTIONS)
                    .build())
            .disableAutomaticRetries()
            .disableCookieManagement()
            .build();

    private Payload(URI sink) {
        this.sink = sink;
    }

    /** Says where the fires of this process go. */
    static void install(URI sink) {
        INSTALLED.set(new Payload(sink));
    }

    /**
     * Performs one fire.
     *
     * @throws UncheckedIOException when the sink does not take it; the scheduler decides what follows
     */
    static void call(String task, String due) {
        Payload payload = INSTALLED.get();
        if (payload == null) {
            throw new IllegalStateException(
                    "The payload of '%s' was called before the sink was known.".formatted(task));
        }
        payload.post(task, due);
    }

    private void post(String task, String due) {
        HttpPost request = new HttpPost(sink);
        request.setHeader("Punctual-Task", task);
        request.setHeader("Punctual-Scheduled-For", due);
        request.setHeader("Idempotency-Key", task);
        try {
            int status = client.execute(request, response -> response.getCode());
            if (status != 204) {
                throw new IOException("%s answered %d".formatted(sink, status));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The fire of '%s' failed".formatted(task), e);
        }
    }
}
