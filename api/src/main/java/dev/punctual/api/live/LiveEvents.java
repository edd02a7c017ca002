package dev.punctual.api.live;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events that go out together, to all who watch the same. After the last of them whoever got them has all there was, so that
 * one carries the token.
 */
final class LiveEvents {
    private final List<Item> items;
    private final String token;

    /** Written once, however many get it; two who write it at the same time write the same. */
    private volatile byte @Nullable [] written;

    /**
     * An event.
     *
     * @param name of its kind
     * @param json what it says, in one line
     */
    record Item(String name, String json) {}

    /**
     * @param items in order; without any, only the token is news
     * @param token names the state of affairs after them
     */
    LiveEvents(List<Item> items, String token) {
        this.items = List.copyOf(items);
        this.token = token;
    }

    /** Something was missed: whoever shows more than single events must read it anew. */
    static LiveEvents gap(String reason, String token) {
        return new LiveEvents(List.of(new Item("gap", "{\"reason\":\"" + reason + "\"}")), token);
    }

    List<Item> items() {
        return items;
    }

    String token() {
        return token;
    }

    /** As server-sent events. */
    byte[] sse() {
        byte[] bytes = written;
        if (bytes == null) {
            bytes = items.isEmpty() ? EventStream.id(token) : write();
            written = bytes;
        }
        return bytes;
    }

    private byte[] write() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            if (i == items.size() - 1) {
                text.append("id: ").append(token).append('\n');
            }
            text.append("event: ")
                    .append(items.get(i).name())
                    .append("\ndata: ")
                    .append(items.get(i).json())
                    .append("\n\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
