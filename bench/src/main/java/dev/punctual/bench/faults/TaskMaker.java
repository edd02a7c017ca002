package dev.punctual.bench.faults;

import dev.punctual.bench.measure.Json;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes definitions of tasks by chance, such that a small machine can keep up with them. */
final class TaskMaker {
    private static final String[] ZONES = {
        "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns"
    };

    /** Days around which the zones above change their clocks. */
    private static final String[] CHANGES = {
        "2026-03-28T20:00:00Z",
        "2026-10-24T20:00:00Z",
        "2026-03-08T02:00:00Z",
        "2026-11-01T00:00:00Z",
        "2026-04-04T10:00:00Z",
        "2026-10-03T10:00:00Z"
    };

    private static final String[] POISONS = {"endless", "huge", "utf8", "drip", "loop", "reset"};

    private final SplittableRandom random;

    TaskMaker(SplittableRandom random) {
        this.random = random;
    }

    static String pick(SplittableRandom random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String pick(String... choices) {
        return pick(random, choices);
    }

    Map<String, Object> interval() {
        return Json.object(
                "type",
                "interval",
                "every",
                "PT" + (1 + random.nextInt(7)) + "S",
                "anchor",
                "@" + random.nextInt(1_000));
    }

    Map<String, Object> delay() {
        return Json.object(
                "type",
                "interval",
                "mode",
                "FIXED_DELAY",
                "every",
                "PT" + (1 + random.nextInt(4)) + "S",
                "anchor",
                "@" + random.nextInt(1_000));
    }

    Map<String, Object> cron() {
        boolean spring = random.nextInt(3) > 0;
        String expression = spring
                ? pick("*/5 * * * * *", "*/3 * * * * *", "0-30/4 * * * * *", "7,19,44 * * * * *", "*/10 * 0-23 * * *")
                : pick("* * * * *", "*/2 * * * *", "0-59/1 * * * 0-6");
        return Json.object(
                "type",
                "cron",
                "expression",
                expression,
                "dialect",
                spring ? "SPRING" : "UNIX",
                "timeZone",
                pick(ZONES));
    }

    Map<String, Object> once(long due) {
        return Json.object("type", "once", "at", "@" + due);
    }

    /** A task whose payload does nothing. */
    Map<String, Object> plain(Map<String, Object> schedule) {
        return Json.object("schedule", schedule, "action", call("ms=0"));
    }

    /** A task with all kinds of policies. */
    Map<String, Object> task(Map<String, Object> schedule, int longest, long millis) {
        Map<String, Object> task = Json.object("schedule", schedule, "action", action(longest));
        if (random.nextBoolean()) {
            task.put(
                    "overlapPolicy",
                    pick("SKIP", "BUFFER_ONE", "BUFFER_ALL", "CANCEL_RUNNING", "TERMINATE_RUNNING", "ALLOW_ALL"));
        }
        if (random.nextBoolean()) {
            task.put("catchUp", Json.object("policy", pick("ALL", "LAST", "NONE"), "window", pick("PT10S", "PT1H")));
        }
        if (random.nextInt(3) > 0) {
            task.put(
                    "retry",
                    Json.object(
                            "maxAttempts",
                            1 + random.nextInt(4),
                            "initialInterval",
                            pick("PT0.2S", "PT0.5S", "PT1S"),
                            "backoffCoefficient",
                            2,
                            "maxInterval",
                            "PT3S"));
        }
        if (random.nextInt(3) == 0) {
            task.put("delivery", "AT_MOST_ONCE");
        }
        if (random.nextInt(4) == 0) {
            task.put("priority", 1 + random.nextInt(5));
        }
        if (random.nextInt(8) == 0) {
            task.put("concurrency", Json.object("key", pick("north", "south"), "limit", 2));
        }
        task.put("timeout", pick("PT3S", "PT6S", "PT20S"));
        return task;
    }

    private Map<String, Object> action(int longest) {
        if (random.nextInt(6) == 0) {
            return Json.object(
                    "type",
                    "simulate",
                    "duration",
                    "PT0.%dS".formatted(1 + random.nextInt(8)),
                    "failureRate",
                    random.nextInt(4) * 0.1);
        }
        int millis = random.nextInt(3) == 0 ? random.nextInt(longest) : random.nextInt(100);
        int failures = random.nextInt(3) == 0 ? 30 : 0;
        return call("ms=%d&fail=%d".formatted(millis, failures));
    }

    private Map<String, Object> call(String query) {
        Map<String, Object> action =
                Json.object("type", "http", "method", "POST", "url", "{sink}/fire?" + query, "body", "{{fireId}}");
        if (random.nextInt(5) == 0) {
            action.put("signingSecret", "probe");
        }
        return action;
    }

    /** A task whose payload does what no payload should. */
    Map<String, Object> poison(int number) {
        String mode = POISONS[(number + random.nextInt(POISONS.length)) % POISONS.length];
        return Json.object(
                "schedule",
                Json.object("type", "interval", "every", "PT7S", "anchor", "@" + number * 500),
                "action",
                call("mode=" + mode),
                "retry",
                Json.object("maxAttempts", 2, "initialInterval", "PT0.5S"),
                "timeout",
                "PT2S",
                "priority",
                random.nextBoolean() ? 3 : 4);
    }

    /** A merge patch. */
    Map<String, Object> change(String task, String wish) {
        Map<String, Object> patch = Json.object("labels", Json.object("op", wish));
        switch (random.nextInt(4)) {
            case 0 -> patch.put("displayName", "changed by " + wish);
            case 1 -> patch.put("timeout", pick("PT4S", "PT8S"));
            case 2 -> patch.put("catchUp", Json.object("policy", pick("ALL", "LAST", "NONE")));
            default -> {
                if (task.startsWith("interval")) {
                    patch.put("schedule", Json.object("every", "PT" + (2 + random.nextInt(5)) + "S"));
                } else {
                    patch.put("description", "changed by " + wish);
                }
            }
        }
        return patch;
    }

    /** A question for the preview of a cron schedule around a change of the clocks. */
    Map<String, Object> preview() {
        Map<String, Object> schedule = Json.object(
                "type",
                "cron",
                "expression",
                pick(
                                "*/%d".formatted(1 + random.nextInt(45)),
                                "0",
                                "30",
                                "15,45",
                                "%d-59".formatted(random.nextInt(59)))
                        + " "
                        + pick("*", "0-3", "1,2", "2", "*/2")
                        + " * * "
                        + pick("*", "*", "SUN", "0").replace("SUN", "0"),
                "timeZone",
                pick(ZONES),
                "gap",
                pick("SKIP", "SHIFT_FORWARD"),
                "repeat",
                pick("FIRST", "LAST", "BOTH"));
        return Json.object("schedule", schedule, "after", pick(CHANGES), "count", 60);
    }
}
