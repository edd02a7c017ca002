package dev.punctual.api.live;

import dev.punctual.api.json.Json;
import dev.punctual.api.problem.ProblemException;
import dev.punctual.api.problem.ProblemMapper;
import dev.punctual.workflows.task.TaskId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import tools.jackson.databind.JsonNode;

/**
 * Carries live updates over WebSockets. What clients may send: {@code subscribe} with the {@code id} that they give it, and
 * what it is for; {@code unsubscribe}; {@code ping}. What cannot be carried out is answered by {@code error}.
 */
public final class LiveSocket extends TextWebSocketHandler {
    private static final Logger log = LoggerFactory.getLogger(LiveSocket.class);
    private static final Pattern IN_NAMESPACE = Pattern.compile(".*/v1/namespaces/([^/]+)/ws");

    private final LiveSource source;
    private final ProblemMapper problems;
    private final Map<String, SocketClient> clients = new ConcurrentHashMap<>();

    public LiveSocket(LiveSource source, ProblemMapper problems) {
        this.source = source;
        this.problems = problems;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) throws Exception {
        URI uri = session.getUri();
        Matcher path = IN_NAMESPACE.matcher(uri == null ? "" : uri.getPath());
        String namespace = path.matches() ? path.group(1) : TaskId.DEFAULT_NAMESPACE;
        if (!TaskId.isName(namespace)) {
            session.close(CloseStatus.BAD_DATA.withReason("there is no such namespace"));
            return;
        }
        SocketClient client = new SocketClient(source, session, namespace);
        clients.put(session.getId(), client);
        client.start();
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) {
        SocketClient client = clients.get(session.getId());
        if (client == null) {
            return;
        }
        try {
            JsonNode asked = Json.parse(message.getPayload().getBytes(StandardCharsets.UTF_8));
            client.asked(asked);
        } catch (RuntimeException e) {
            ProblemException answer = problems.map(e);
            client.answer("{\"type\":\"error\",\"problem\":%s}"
                    .formatted(new String(Json.write(answer.problem()), StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void handleTransportError(WebSocketSession session, Throwable failure) {
        log.debug("WebSocket {}: {}", session.getId(), failure.toString());
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        SocketClient client = clients.remove(session.getId());
        if (client != null) {
            client.close();
        }
    }
}
