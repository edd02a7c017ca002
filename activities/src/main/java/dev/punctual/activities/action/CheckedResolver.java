package dev.punctual.activities.action;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Finds the addresses of a host, once for each connection, and checks every one of them. The connection is made to these
 * addresses alone, so a name that changes its mind between check and use gains nothing. Literal addresses in any notation pass
 * through here too.
 */
final class CheckedResolver implements DnsResolver, AutoCloseable {
    private static final int LOOKUPS_AT_ONCE = 16;

    private final AddressGuard guard;
    private final Lookup lookup;
    private final ThreadPoolExecutor lookups;

    CheckedResolver(AddressGuard guard, Lookup lookup) {
        this.guard = guard;
        this.lookup = lookup;
        // A lookup blocks its thread in native code. On a virtual thread it would hold one of the few carriers, and a
        // slow name
        // server would stop everything else.
        lookups = new ThreadPoolExecutor(
                LOOKUPS_AT_ONCE,
                LOOKUPS_AT_ONCE,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("punctual-http-lookup-", 1).factory());
        lookups.allowCoreThreadTimeOut(true);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = await(host, lookups.submit(() -> lookup.addressesOf(host)));
        if (addresses.length == 0) {
            throw new UnknownHostException(host);
        }
        for (InetAddress address : addresses) {
            Optional<String> refusal = guard.refusal(address);
            if (refusal.isPresent()) {
                throw new AddressRefusedException(host, address, refusal.get());
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }

    private static InetAddress[] await(String host, Future<InetAddress[]> found) throws UnknownHostException {
        HttpCall.CURRENT.get().looksUp(found);
        try {
            return found.get();
        } catch (InterruptedException e) {
            found.cancel(true);
            Thread.currentThread().interrupt();
            throw unknown(host, e);
        } catch (ExecutionException | CancellationException e) {
            throw unknown(host, e);
        }
    }

    private static UnknownHostException unknown(String host, Exception cause) {
        UnknownHostException unknown = new UnknownHostException(host);
        unknown.initCause(cause);
        return unknown;
    }

    /** Asks for the addresses of a host. */
    interface Lookup {
        /** @throws UnknownHostException when it has none */
        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }
}
