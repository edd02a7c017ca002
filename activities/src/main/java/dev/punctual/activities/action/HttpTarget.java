package dev.punctual.activities.action;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.apache.hc.client5.http.utils.URIUtils;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.URIAuthority;

/**
 * A checked address of a call.
 *
 * @param host scheme, host and port: all of the address that messages may show, since a path or a query may hold a secret
 * @param uri the whole address
 */
record HttpTarget(HttpHost host, URI uri) {
    /** @throws InvalidTargetException when it cannot be called; the message shows neither path, query nor user info */
    static HttpTarget parse(String url) throws InvalidTargetException {
        try {
            return of(new URI(url));
        } catch (URISyntaxException e) {
            throw new InvalidTargetException(
                    "the url is malformed at character %d: %s".formatted(e.getIndex() + 1, e.getReason()));
        } catch (IllegalArgumentException e) {
            throw new InvalidTargetException("the url's host or port is out of range");
        }
    }

    /**
     * Where a redirect leads.
     *
     * @throws InvalidTargetException when it cannot be followed
     */
    HttpTarget redirectedTo(String location) throws InvalidTargetException {
        HttpTarget next;
        try {
            next = of(URIUtils.resolve(uri, new URI(location)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new InvalidTargetException("%s redirects to a malformed address".formatted(origin()));
        }
        if (host.getSchemeName().equals("https") && next.host.getSchemeName().equals("http")) {
            throw new InvalidTargetException(
                    "%s redirects to %s without encryption; call that address itself if it is meant"
                            .formatted(origin(), next.origin()));
        }
        return next;
    }

    /** Whether both are the same scheme, host and port. */
    boolean sameOrigin(HttpTarget other) {
        return origin().equals(other.origin());
    }

    /** Scheme, host and, unless it is the scheme's own, port. */
    String origin() {
        return host.toURI();
    }

    private static HttpTarget of(URI uri) throws InvalidTargetException, URISyntaxException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new InvalidTargetException(
                    "the url has the scheme '%s'; only http and https are called".formatted(scheme));
        }
        String authority = uri.getRawAuthority();
        if (authority == null) {
            throw new InvalidTargetException("the url names no host");
        }
        if (authority.indexOf('@') >= 0) {
            throw new InvalidTargetException(
                    "the url holds user info before the host; send credentials in an Authorization header");
        }
        if (!authority.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new InvalidTargetException("the url's host is not ASCII; write its punycode form, xn--…");
        }
        if (authority.startsWith("[") && authority.indexOf('.') >= 0 && authority.indexOf('%') < 0) {
            return of(withPlainLiteral(uri, authority));
        }
        URIAuthority parsed = URIAuthority.create(authority);
        if (parsed.getHostName().isEmpty()) {
            throw new InvalidTargetException("the url names no host");
        }
        int port = parsed.getPort() == (scheme.equals("https") ? 443 : 80) ? -1 : parsed.getPort();
        return new HttpTarget(
                new HttpHost(scheme, parsed.getHostName().toLowerCase(Locale.ROOT), port),
                new URI(uri.toASCIIString()));
    }

    /** The client knows no IPv6 literal that ends like an IPv4 address, as {@code [::ffff:127.0.0.1]} does; there is a plain one. */
    private static URI withPlainLiteral(URI uri, String authority) throws URISyntaxException {
        String literal = authority.substring(0, authority.indexOf(']') + 1);
        String plain = InetAddress.ofLiteral(literal).getHostAddress();
        String host = plain.indexOf(':') < 0 ? plain : "[" + plain + "]";
        int start = uri.getScheme().length() + "://".length();
        return new URI(new StringBuilder(uri.toString())
                .replace(start, start + literal.length(), host)
                .toString());
    }

    /** An address that cannot be called, whatever answers there. */
    static final class InvalidTargetException extends Exception {
        InvalidTargetException(String message) {
            super(message);
        }
    }
}
