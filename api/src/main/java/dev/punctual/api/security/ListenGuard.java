package dev.punctual.api.security;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Keeps a server without a key from being reached by other machines. */
public final class ListenGuard {
    private ListenGuard() {}

    /**
     * Checks where the server is about to listen.
     *
     * @param address its address; null for all of the machine's
     * @throws IllegalStateException when others could reach it and no key is set
     */
    public static void check(@Nullable InetAddress address, boolean apiKeyPresent) {
        if (apiKeyPresent || (address != null && address.isLoopbackAddress())) {
            return;
        }
        throw new IllegalStateException(
                "the server would listen on %s, where others can reach it, without an API key; set punctual.security.api-key (PUNCTUAL_SECURITY_API_KEY), or server.address to 127.0.0.1"
                        .formatted(address == null ? "all addresses" : address.getHostAddress()));
    }
}
