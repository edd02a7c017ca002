package dev.punctual.api.live;

import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Json;
import dev.punctual.workflows.task.TaskId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.databind.JsonNode;

/** One WebSocket. A thread of its own sends all that goes to the client, so that nobody else waits for it. */
final class SocketClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SocketClient.class);
    private static final Duration PING = Duration.ofSeconds(15);
    private static final int MOST_SUBSCRIPTIONS = 20;

    /** A client that asks without taking the answers is cut off. */
    private static final int MOST_ANSWERS = 200;

    private final LiveSource source;
    private final WebSocketSession session;
    private final String namespace;
    private final Signal signal = new Signal();
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private volatile boolean closed;

    SocketClient(LiveSource source, WebSocketSession session, String namespace) {
        this.source = source;
        this.session = session;
        this.namespace = namespace;
    }

    void start() {
        Thread.ofVirtual().name("socket-" + session.getId()).start(this::sendUntilClosed);
    }

    /** Has a message sent before further events. */
    void answer(String message) {
        synchronized (answers) {
            if (answers.size() >= MOST_ANSWERS) {
                closed = true;
            } else {
                answers.add(message);
            }
        }
        signal.give();
    }

    /** Carries out what the client asks for; throws what is wrong with it. */
    void asked(JsonNode message) {
        Errors errors = new Errors();
        String type = message.path("type").asString("");
        switch (type) {
            case "ping" -> answer("{\"type\":\"pong\"}");
            case "subscribe" -> subscribe(message, errors);
            case "unsubscribe" -> {
                Subscription subscription = subscriptions.remove(id(message, errors));
                errors.throwIfAny();
                if (subscription != null) {
                    subscription.close();
                }
            }
            default ->
                errors.add("/type", "CHOICE", "type is '%s'; send subscribe, unsubscribe or ping".formatted(type));
        }
        errors.throwIfAny();
    }

    private static String id(JsonNode message, Errors errors) {
        String id = message.path("id").asString("");
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            errors.add("/id", "ID", "id is '%s'; send 1 to 64 letters, digits, dots and hyphens".formatted(id));
        }
        return id;
    }

    private void subscribe(JsonNode message, Errors errors) {
        String id = id(message, errors);
        LiveFilter filter = filter(message, errors);
        String since = text(message, "since", errors);
        if (subscriptions.containsKey(id)) {
            errors.add("/id", "EXISTS", "there is a subscription '%s' already; unsubscribe it first".formatted(id));
        } else if (subscriptions.size() >= MOST_SUBSCRIPTIONS) {
            errors.add(
                    "/id",
                    "TOO_MANY",
                    "there are %d subscriptions on this connection; unsubscribe some".formatted(MOST_SUBSCRIPTIONS));
        }
        errors.throwIfAny();
        Subscription subscription = source.subscribe(filter, signal, since);
        // the answer first: the sender looks at the answers before it looks at the subscriptions
        answer("{\"type\":\"subscribed\",\"id\":\"%s\"}".formatted(id));
        subscriptions.put(id, subscription);
        if (closed) {
            subscription.close();
        }
        signal.give();
    }

    private LiveFilter filter(JsonNode message, Errors errors) {
        String task = text(message, "task", errors);
        if (task != null && !TaskId.isName(task)) {
            errors.add("/task", "ID", "task is '%s', which cannot be a task's id".formatted(task));
        }
        String labelText = text(message, "label", errors);
        LiveFilter.Label label = labelText == null ? null : LiveFilter.Label.parse(labelText);
        if (labelText != null && label == null) {
            errors.add("/label", "LABEL", "label is '%s'; write key=value or key:value".formatted(labelText));
        }
        String state = text(message, "state", errors);
        if (state != null && !LiveFilter.isState(state)) {
            errors.add("/state", "CHOICE", "state is '%s', which is none of fires or tasks".formatted(state));
        }
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        for (JsonNode type : message.path("types")) {
            Topic topic = LiveFilter.topic(type.asString(""));
            if (topic == null) {
                errors.add("/types", "CHOICE", "types holds %s; name fire, task and stats".formatted(type));
            } else {
                topics.add(topic);
            }
        }
        return new LiveFilter(namespace, task, label, state, topics.isEmpty() ? EnumSet.allOf(Topic.class) : topics);
    }

    private static @Nullable String text(JsonNode message, String field, Errors errors) {
        JsonNode value = message.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            errors.add("/" + field, "TYPE", "%s is %s; send a text".formatted(field, value));
            return null;
        }
        return value.asString();
    }

    private void sendUntilClosed() {
        try {
            while (!closed && session.isOpen()) {
                sendAnswers();
                for (Map.Entry<String, Subscription> subscription : subscriptions.entrySet()) {
                    if (subscription.getValue().isClosed() && subscriptions.containsKey(subscription.getKey())) {
                        session.close(CloseStatus.GOING_AWAY);
                        return;
                    }
                    for (LiveEvents events : subscription.getValue().take()) {
                        send(subscription.getKey(), events);
                    }
                }
                if (!signal.await(PING)) {
                    session.sendMessage(new PingMessage(ByteBuffer.allocate(0)));
                }
            }
            session.close(CloseStatus.SESSION_NOT_RELIABLE);
        } catch (InterruptedException e) {
            log.debug("WebSocket {}: ended by the server", session.getId());
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalStateException e) {
            log.debug("WebSocket {}: ended by its client: {}", session.getId(), e.toString());
        } finally {
            close();
        }
    }

    private void sendAnswers() throws IOException {
        List<String> all;
        synchronized (answers) {
            all = List.copyOf(answers);
            answers.clear();
        }
        for (String answer : all) {
            session.sendMessage(new TextMessage(answer));
        }
    }

    private void send(String id, LiveEvents events) throws IOException {
        int last = events.items().size() - 1;
        for (int i = 0; i <= last; i++) {
            LiveEvents.Item item = events.items().get(i);
            StringBuilder text = new StringBuilder(item.json().length() + 200)
                    .append("{\"type\":\"event\",\"subscription\":\"")
                    .append(id)
                    .append("\",\"event\":\"")
                    .append(item.name())
                    .append("\",\"data\":")
                    .append(item.json());
            if (i == last) {
                text.append(",\"token\":").append(new String(Json.write(events.token()), StandardCharsets.UTF_8));
            }
            session.sendMessage(new TextMessage(text.append('}')));
        }
    }

    @Override
    public void close() {
        closed = true;
        subscriptions.values().forEach(Subscription::close);
        signal.give();
    }
}
