package dev.punctual.api.live;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;

/** An answer that goes on: server-sent events, as the HTML standard describes them. */
public final class EventStream {
    private final ServletOutputStream out;

    private EventStream(ServletOutputStream out) {
        this.out = out;
    }

    /** Begins it; the client sees that at once. */
    public static EventStream open(HttpServletResponse response) throws IOException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        // proxies that collect answers would hold events back
        response.setHeader("X-Accel-Buffering", "no");
        EventStream stream = new EventStream(response.getOutputStream());
        stream.write(": connected\n\n".getBytes(StandardCharsets.UTF_8));
        stream.flush();
        return stream;
    }

    public void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    public void flush() throws IOException {
        out.flush();
    }

    /** Tells that the stream lives, and how far the client has come. */
    static byte[] ping(String token) {
        return (":ping\n" + (token.isEmpty() ? "\n" : "id: " + token + "\n\n")).getBytes(StandardCharsets.UTF_8);
    }

    /** Tells how far the client has come. */
    static byte[] id(String token) {
        return ("id: " + token + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** One event. */
    public static byte[] event(String id, String name, String json) {
        return "id: %s\nevent: %s\ndata: %s\n\n".formatted(id, name, json).getBytes(StandardCharsets.UTF_8);
    }
}
