package dev.punctual.bench.faults;

import dev.punctual.bench.faults.Scenario.Action;
import dev.punctual.bench.faults.Scenario.Planned;
import dev.punctual.bench.measure.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes scenarios. Pure: the same seed and length, the same scenario. */
final class ScenarioGenerator {
    private static final int INTERVALS = 12;
    private static final int DELAYS = 4;
    private static final int CRONS = 6;
    private static final int ONCE = 25;
    private static final int HERD = 40;
    private static final int POISONS = 4;
    private static final int PREVIEWS = 12;

    /** So much time a fault takes with its recovery, about. */
    private static final int FAULT_EVERY = 22_000;

    private final SplittableRandom random;
    private final long seed;
    private final long millis;
    private final TaskMaker tasks;
    private final List<Action> actions = new ArrayList<>();

    private ScenarioGenerator(long seed, long millis) {
        this.random = new SplittableRandom(seed);
        this.seed = seed;
        this.millis = millis;
        this.tasks = new TaskMaker(random);
    }

    static Scenario generate(long seed, long millis) {
        ScenarioGenerator generator = new ScenarioGenerator(seed, millis);
        generator.recurring();
        generator.once();
        List<Planned> faults = generator.faults();
        List<Map<String, Object>> previews = generator.previews();
        generator.actions.sort(Comparator.comparingLong(Action::at));
        return new Scenario(seed, millis, List.copyOf(generator.actions), faults, previews);
    }

    private void recurring() {
        for (int i = 0; i < INTERVALS; i++) {
            create("interval-" + i, early(), tasks.task(tasks.interval(), 1_500, millis));
            live("interval-" + i, true);
        }
        for (int i = 0; i < DELAYS; i++) {
            create("delay-" + i, early(), tasks.task(tasks.delay(), 1_500, millis));
            live("delay-" + i, false);
        }
        for (int i = 0; i < CRONS; i++) {
            create("cron-" + i, early(), tasks.task(tasks.cron(), 1_500, millis));
            live("cron-" + i, true);
        }
        for (int i = 0; i < POISONS; i++) {
            create("poison-" + i, early(), tasks.poison(i));
        }
    }

    private void once() {
        for (int i = 0; i < ONCE; i++) {
            long at = random.nextLong(500, millis * 8 / 10);
            long due = at + random.nextLong(0, millis / 3);
            create("once-" + i, at, tasks.task(tasks.once(due), 2_500, millis));
            if (random.nextInt(3) == 0) {
                act("once-" + i, random.nextLong(at, due + 500), 1);
            }
        }
        long herd = millis / 4 + random.nextLong(millis / 2);
        for (int i = 0; i < HERD; i++) {
            create("herd-" + i, random.nextLong(100, herd / 2), tasks.plain(tasks.once(herd)));
        }
    }

    private long early() {
        return random.nextLong(0, 4_000);
    }

    private void create(String task, long at, Map<String, Object> body) {
        body.put("id", task);
        Map<String, Object> labels = Json.object("op", task + "/0");
        body.put("labels", labels);
        int copies = random.nextInt(4) == 0 ? 2 : 1;
        actions.add(new Action(task, task + "/0", at, "create", body, copies, Map.of(), false));
    }

    /** What users do to a recurring task. */
    private void live(String task, boolean foretold) {
        int number = 1;
        long at = 6_000 + random.nextLong(8_000);
        while (at < millis - 8_000) {
            number = foretold ? act(task, at, number) : actOnDelay(task, at, number);
            at += 3_000 + random.nextLong(20_000);
            if (actions.getLast().verb().equals("cancel")) {
                return;
            }
        }
    }

    private int act(String task, long at, int number) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> pause(task, at, number);
            case 3, 4 -> trigger(task, at, number);
            case 5, 6 ->
                add(task, at, number, "reschedule", Json.object("at", "@" + (at + random.nextLong(-1_000, 9_000))), 1);
            case 7 -> add(task, at, number, "skipNext", Json.object("count", 1 + random.nextInt(3)), 2);
            case 8, 9 -> patch(task, at, number);
            case 10 -> race(task, at, number);
            default -> random.nextInt(3) > 0 ? trigger(task, at, number) : cancel(task, at, number);
        };
    }

    private int actOnDelay(String task, long at, int number) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> pause(task, at, number);
            case 3, 4, 5 -> trigger(task, at, number);
            case 6 -> race(task, at, number);
            default -> cancel(task, at, number);
        };
    }

    private int pause(String task, long at, int number) {
        int next = add(task, at, number, "pause", Json.object("reason", "faults"), 1 + random.nextInt(2));
        Map<String, Object> body = random.nextBoolean()
                ? Json.object("catchUp", TaskMaker.pick(random, "ALL", "LAST", "NONE"))
                : Json.object();
        return add(task, at + 2_000 + random.nextLong(9_000), next, "resume", body, 1);
    }

    private int trigger(String task, long at, int number) {
        return add(task, at, number, "trigger", Json.object(), 1 + random.nextInt(3));
    }

    private int cancel(String task, long at, int number) {
        return add(task, at, number, "cancel", Json.object(), 1 + random.nextInt(2));
    }

    private int patch(String task, long at, int number) {
        String wish = task + "/" + number;
        actions.add(new Action(task, wish, at, "replace", tasks.change(task, wish), 1, Map.of(), random.nextBoolean()));
        return number + 1;
    }

    private int race(String task, long at, int number) {
        String one = task + "/" + number;
        String other = task + "/" + (number + 1);
        actions.add(new Action(task, one, at, "replace", tasks.change(task, one), 1, tasks.change(task, other), true));
        return number + 2;
    }

    private int add(String task, long at, int number, String verb, Map<String, Object> body, int copies) {
        actions.add(new Action(task, task + "/" + number, at, verb, body, copies, Map.of(), false));
        return number + 1;
    }

    private List<Planned> faults() {
        List<Planned> faults = new ArrayList<>();
        List<Fault> all = Fault.of(seed);
        int count = (int) Math.max(2, millis / FAULT_EVERY);
        for (int i = 0; i < count; i++) {
            long at = 8_000 + (millis - 16_000) * i / count + random.nextLong(Math.max(1, (millis - 16_000) / count));
            long longest = Math.clamp(millis / 4, 6_000, 30_000);
            faults.add(new Planned(at, all.get(random.nextInt(all.size())), random.nextLong(3_000, longest)));
        }
        return faults;
    }

    private List<Map<String, Object>> previews() {
        List<Map<String, Object>> previews = new ArrayList<>();
        for (int i = 0; i < PREVIEWS; i++) {
            previews.add(tasks.preview());
        }
        return previews;
    }
}
