package dev.punctual.api.paging;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a page of a list begins: after a key, in one query. Clients need not understand it. */
public final class PageToken {
    private final String query;

    private PageToken(String query) {
        this.query = query;
    }

    /**
     * The tokens of one query.
     *
     * @param list the list's name
     * @param filters all that decides what is in it, in fixed order
     */
    public static PageToken of(String list, @Nullable Object... filters) {
        // lengths, so that no two queries read alike
        StringBuilder text = new StringBuilder(list);
        for (Object filter : filters) {
            String shown = String.valueOf(filter);
            text.append('\n')
                    .append(filter == null ? -1 : shown.length())
                    .append(':')
                    .append(shown);
        }
        return new PageToken(hash(text.toString()));
    }

    /** The token of the page after this key. */
    public String after(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((query + ":" + key).getBytes(StandardCharsets.UTF_8));
    }

    /** The key of a token; empty when it is none, or one of another query. */
    public Optional<String> key(String token) {
        String text;
        try {
            text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        List<String> parts = Arrays.asList(text.split(":", 2));
        return parts.size() == 2 && parts.getFirst().equals(query) ? Optional.of(parts.get(1)) : Optional.empty();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
