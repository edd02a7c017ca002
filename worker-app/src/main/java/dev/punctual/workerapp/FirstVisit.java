package dev.punctual.workerapp;

import dev.punctual.api.security.SecurityProperties;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/**
 * Asks for the console's first page and for what that page asks, some times over, so that the first visitor does not pay for
 * loading classes and compiling. Requests read only, and what goes wrong is left: the server answers then as well, but later.
 */
final class FirstVisit implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(FirstVisit.class);
    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final int ROUNDS = 5;

    /** A file of the console, as its document names it. */
    private static final Pattern FILE = Pattern.compile("(?<=\")/assets/[\\w.-]+(?=\")");

    /** What the first page asks, as in the console's {@code Now.tsx}. */
    private static final List<String> QUESTIONS = List.of(
            "/v1/system",
            "/v1/stats",
            "/v1/stats/history",
            "/v1/fires?state=RUNNING&pageSize=20&include=usual",
            "/v1/upcoming?limit=20",
            "/v1/workers");

    private final Environment environment;
    private final SecurityProperties security;

    /** @param environment knows where this process listens, once it does */
    FirstVisit(Environment environment, SecurityProperties security) {
        this.environment = environment;
        this.security = security;
    }

    @Override
    public void run() {
        OwnAddress.of(environment).ifPresent(this::visit);
    }

    private void visit(URI server) {
        long begun = System.nanoTime();
        int round = 0;
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(BUDGET)
                .build()) {
            while (round < ROUNDS && System.nanoTime() - begun < BUDGET.toNanos()) {
                visit(client, server);
                round++;
            }
        } catch (IOException e) {
            log.debug("the console's first page could not be rehearsed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        log.debug(
                "asked for the console's first page {} times in {} ms",
                round,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    private void visit(HttpClient client, URI server) throws IOException, InterruptedException {
        String document = get(client, server, "/");
        for (MatchResult file : FILE.matcher(document).results().toList()) {
            get(client, server, file.group());
        }
        for (String question : QUESTIONS) {
            get(client, server, question);
        }
    }

    private String get(HttpClient client, URI server, String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .header("Accept-Encoding", "gzip")
                .timeout(BUDGET);
        String key = security.apiKey();
        if (key != null) {
            request.header("X-Api-Key", key);
        }
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }
}
