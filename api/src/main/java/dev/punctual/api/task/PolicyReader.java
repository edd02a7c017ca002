package dev.punctual.api.task;

import dev.punctual.api.json.Fields;
import dev.punctual.workflows.task.CatchUp;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.Concurrency;
import dev.punctual.workflows.task.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.lang3.ObjectUtils;
import org.jspecify.annotations.Nullable;

/** Reads the policies of a task; what is missing or wrong has its default. */
final class PolicyReader {
    private static final Duration SHORTEST = Duration.ofNanos(1_000);

    private static final int MOST_ERRORS = 50;
    private static final int LONGEST_KEY = 64;
    private static final int MOST_SLOTS = 10_000;
    private static final Pattern ERROR = Pattern.compile("[A-Za-z][A-Za-z0-9_.$]{0,199}");

    private PolicyReader() {}

    static RetryPolicy retry(Fields task) {
        RetryPolicy defaults = RetryPolicy.DEFAULT;
        Fields fields = task.object("retry");
        if (fields == null) {
            return defaults;
        }
        Integer maxAttempts = fields.integer("maxAttempts", 1, 100);
        Duration initial = fields.duration("initialInterval", Duration.ofMillis(100), Duration.ofDays(1));
        Double coefficient = fields.decimal("backoffCoefficient", 1, 10);
        Duration max = fields.duration("maxInterval", Duration.ofMillis(100), Duration.ofDays(7));
        Duration maxElapsed = fields.duration("maxElapsed", SHORTEST, Duration.ofDays(30));
        List<String> nonRetryable = nonRetryable(fields);
        fields.end();
        Duration first = initial == null ? defaults.initialInterval() : initial;
        if (max != null && max.compareTo(first) < 0) {
            fields.refuse(
                    "maxInterval",
                    "OUT_OF_RANGE",
                    "maxInterval is %s, shorter than initialInterval %s; make it at least as long"
                            .formatted(max, first));
        }
        Duration longest = max != null ? max : ObjectUtils.max(defaults.maxInterval(), first);
        return new RetryPolicy(
                maxAttempts == null ? defaults.maxAttempts() : maxAttempts,
                first,
                coefficient == null ? defaults.backoffCoefficient() : coefficient,
                longest,
                maxElapsed,
                nonRetryable);
    }

    private static List<String> nonRetryable(Fields fields) {
        List<String> errors = fields.list("nonRetryable", MOST_ERRORS);
        if (errors == null) {
            return List.of();
        }
        for (int i = 0; i < errors.size(); i++) {
            if (!ERROR.matcher(errors.get(i)).matches()) {
                fields.refuseItem(
                        "nonRetryable",
                        i,
                        "ERROR_TYPE",
                        "'%s' is no error; write a type such as TIMEOUT, or HTTP_404, HTTP_4XX, EXIT_2, SQL_23505, or as a worker names its failure"
                                .formatted(errors.get(i)));
            }
        }
        return errors;
    }

    static CatchUp catchUp(Fields task) {
        Fields fields = task.object("catchUp");
        if (fields == null) {
            return CatchUp.DEFAULT;
        }
        CatchUpPolicy policy = fields.choice("policy", CatchUpPolicy.class);
        Duration window = fields.duration("window", SHORTEST, Duration.ofDays(365));
        fields.end();
        return new CatchUp(
                policy == null ? CatchUp.DEFAULT.policy() : policy, window == null ? CatchUp.DEFAULT.window() : window);
    }

    static @Nullable Concurrency concurrency(Fields task) {
        Fields fields = task.object("concurrency");
        if (fields == null) {
            return null;
        }
        String key = fields.text("key", LONGEST_KEY);
        Integer limit = fields.integer("limit", 1, MOST_SLOTS);
        fields.end();
        if (!fields.has("key")) {
            fields.missing("key", "name what the fires share, in 1 to %d characters".formatted(LONGEST_KEY));
        } else if (key != null && key.isBlank()) {
            fields.refuse(
                    "key",
                    "OUT_OF_RANGE",
                    "key is blank; name what the fires share, in 1 to %d characters".formatted(LONGEST_KEY));
        }
        if (!fields.has("limit")) {
            fields.missing(
                    "limit", "say how many fires of this key may be under way at once, 1 to %d".formatted(MOST_SLOTS));
        }
        return key == null || limit == null ? null : new Concurrency(key, limit);
    }
}
