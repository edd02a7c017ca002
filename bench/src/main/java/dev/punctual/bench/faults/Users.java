package dev.punctual.bench.faults;

import dev.punctual.bench.faults.FaultClient.Answer;
import dev.punctual.bench.faults.FaultClient.Order;
import dev.punctual.bench.faults.Scenario.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays the users of a scenario. What carries an idempotency key is repeated until its fate is known, as a careful client does;
 * other changes are sent once.
 */
final class Users {
    private static final Pattern TIME = Pattern.compile("\"@(-?[0-9]+)\"");
    private static final Duration PAUSE = Duration.ofMillis(1_200);

    private final FaultClient client;
    private final String sink;
    private final Instant begin;
    private final Instant deadline;
    private final List<Thread> threads = new ArrayList<>();

    /** @param deadline when nothing is repeated any more */
    Users(FaultClient client, String sink, Instant begin, Instant deadline) {
        this.client = client;
        this.sink = sink;
        this.begin = begin;
        this.deadline = deadline;
    }

    /** Begins to act. */
    void start(Scenario scenario) {
        Map<String, List<Action>> byTask = new LinkedHashMap<>();
        scenario.actions()
                .forEach(action -> byTask.computeIfAbsent(action.task(), _ -> new ArrayList<>())
                        .add(action));
        byTask.forEach(
                (task, actions) -> threads.add(Thread.ofVirtual().name(task).start(() -> actions.forEach(this::act))));
        int number = 0;
        for (Map<String, Object> preview : scenario.previews()) {
            String wish = "preview/" + number++;
            threads.add(Thread.ofVirtual().start(() -> {
                Instant at = begin.plusMillis(3_000);
                sleepUntil(at);
                client.send(new Order("", "preview", wish, null, text(preview), at));
            }));
        }
    }

    /** Waits until all is done, or nothing is repeated any more. */
    void await() {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void act(Action action) {
        Instant intended = begin.plusMillis(action.at());
        sleepUntil(intended);
        Integer version = action.conditional() ? client.version(action.task()) : null;
        if (action.conditional() && version == null) {
            return;
        }
        List<Thread> copies = new ArrayList<>();
        for (int copy = 1; copy < action.copies(); copy++) {
            copies.add(Thread.ofVirtual().start(() -> insist(action, action.wish(), action.body(), version, intended)));
        }
        if (!action.rival().isEmpty()) {
            Object labels = action.rival().get("labels");
            String wish = labels instanceof Map<?, ?> map ? String.valueOf(map.get("op")) : action.wish() + "/rival";
            copies.add(Thread.ofVirtual().start(() -> insist(action, wish, action.rival(), version, intended)));
        }
        insist(action, action.wish(), action.body(), version, intended);
        for (Thread copy : copies) {
            try {
                copy.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void insist(
            Action action, String wish, Map<String, Object> body, @Nullable Integer version, Instant intended) {
        Order order = new Order(action.task(), action.verb(), wish, version, text(body), intended);
        while (true) {
            Answer answer = client.send(order);
            if (!answer.isOpen() || !order.isKeyed() || Instant.now().isAfter(deadline)) {
                return;
            }
            sleepUntil(Instant.now().plus(PAUSE));
        }
    }

    private String text(Map<String, Object> body) {
        String json = JsonMapper.shared().writeValueAsString(body).replace("{sink}", sink);
        return TIME.matcher(json).replaceAll(time -> "\"" + begin.plusMillis(Long.parseLong(time.group(1))) + "\"");
    }

    static void sleepUntil(Instant instant) {
        long left = Duration.between(Instant.now(), instant).toMillis();
        if (left > 0) {
            try {
                Thread.sleep(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
