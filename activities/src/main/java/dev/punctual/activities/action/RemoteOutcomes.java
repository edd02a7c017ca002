package dev.punctual.activities.action;

import dev.punctual.workflows.RemoteResult;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.Outcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What the results of other programs' workers mean, as the book can keep them. */
public final class RemoteOutcomes {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Beyond this PostgreSQL takes no number, or a kilobyte of digits for it. */
    private static final int MOST_DECIMALS = 100;

    /** As with a Retry-After of HTTP. */
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    private RemoteOutcomes() {}

    /**
     * The outcome.
     *
     * @param cancelled why the attempt would have been stopped
     */
    public static Outcome of(RemoteResult result, FireError cancelled) {
        return switch (result) {
            case RemoteResult.Succeeded succeeded -> new Outcome.Succeeded(result(succeeded));
            case RemoteResult.Failed failed ->
                new Outcome.Failed(error(failed), null, failed.retryable(), pause(failed.retryAfter()));
            // whoever rules out timeouts means these, too
            case RemoteResult.TimedOut timedOut ->
                new Outcome.TimedOut(new FireError(timedOut.type(), StorableText.of(timedOut.message()), "TIMEOUT"));
            case RemoteResult.Cancelled stopped ->
                new Outcome.Cancelled(new FireError(
                        cancelled.type(), cancelled.message() + "; " + StorableText.of(stopped.message())));
        };
    }

    private static FireError error(RemoteResult.Failed failed) {
        String code = failed.code();
        String message = code == null ? failed.message() : code + ": " + failed.message();
        return new FireError(failed.type(), StorableText.of(message), code);
    }

    private static @Nullable Duration pause(@Nullable Duration asked) {
        return asked == null || asked.compareTo(LONGEST_PAUSE) <= 0 ? asked : LONGEST_PAUSE;
    }

    private static @Nullable Map<String, Object> result(RemoteResult.Succeeded succeeded) {
        String json = succeeded.json();
        Object value = json == null || succeeded.truncated() ? json : parsed(json);
        return value == null ? null : Map.of("result", storable(value), "resultTruncated", succeeded.truncated());
    }

    /** What is no JSON after all, as NaN is none, stays a text. */
    private static @Nullable Object parsed(String json) {
        try {
            return JSON.readValue(json, Object.class);
        } catch (JacksonException e) {
            return json;
        }
    }

    private static Object storable(Object value) {
        return switch (value) {
            case String text -> StorableText.of(text);
            case BigDecimal number when Math.abs((long) number.scale()) >= MOST_DECIMALS -> number.toString();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> kept = LinkedHashMap.newLinkedHashMap(map.size());
                map.forEach((name, field) ->
                        kept.put(StorableText.of(String.valueOf(name)), field == null ? null : storable(field)));
                yield kept;
            }
            case List<?> list -> {
                List<@Nullable Object> kept = new ArrayList<>(list.size());
                list.forEach(element -> kept.add(element == null ? null : storable(element)));
                yield kept;
            }
            default -> value;
        };
    }
}
