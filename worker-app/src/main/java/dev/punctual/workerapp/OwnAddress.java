package dev.punctual.workerapp;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.springframework.core.env.Environment;

/** Where this process answers requests. */
public final class OwnAddress {
    private static final String LOOPBACK = "127.0.0.1";

    private OwnAddress() {}

    /** Without a path; empty before the web server listens, and in a process without one. */
    public static Optional<URI> of(Environment environment) {
        Integer port = environment.getProperty("local.server.port", Integer.class);
        if (port == null) {
            return Optional.empty();
        }
        String host = environment.getProperty("server.address", LOOPBACK);
        try {
            // brackets for IPv6 are its matter
            return Optional.of(new URI("http", null, host, port, null, null, null));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("server.address '%s' makes no address".formatted(host), e);
        }
    }
}
