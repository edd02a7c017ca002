package dev.punctual.workflows.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code @every 1h30m}: a fixed rate on real time. The fires are the whole multiples of the duration since
 * 1970-01-01T00:00Z, so the expression alone says when they are: nothing drifts, and a task that is registered again or
 * changed keeps its instants. Whoever wants another start uses an {@link IntervalSchedule}.
 */
record CronEvery(Duration every) implements CronPlan {
    private static final Pattern DURATION = Pattern.compile(
            "(?:(?<d>[0-9]{1,9})d)?(?:(?<h>[0-9]{1,9})h)?(?:(?<m>[0-9]{1,9})m)?(?:(?<s>[0-9]{1,9})s)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TOO_FINE =
            Pattern.compile(".*(?:[0-9](?:ms|us|µs|μs|ns)|[0-9][.,][0-9]).*", Pattern.CASE_INSENSITIVE);

    /** Reads what follows {@code @every}. */
    static CronEvery parse(String expression, String duration) {
        Matcher parts = DURATION.matcher(duration);
        if (TOO_FINE.matcher(duration).matches()) {
            throw refusal("INTERVAL_TOO_SHORT", expression, "the smallest unit is a whole second; write d, h, m and s");
        }
        if (duration.isEmpty() || !parts.matches()) {
            throw refusal("CRON_SYNTAX", expression, "write a duration such as 90m, 1h30m or 10s after @every");
        }
        Duration every = Duration.ofDays(amount(parts.group("d")))
                .plusHours(amount(parts.group("h")))
                .plusMinutes(amount(parts.group("m")))
                .plusSeconds(amount(parts.group("s")));
        if (every.isZero()) {
            throw refusal("INTERVAL_TOO_SHORT", expression, "0 leads nowhere; write 1s or longer");
        }
        if (every.compareTo(IntervalSchedule.LONGEST) > 0) {
            throw refusal(
                    "INTERVAL_TOO_LONG",
                    expression,
                    "that is longer than the years 1 to 9999; use a schedule of type once");
        }
        return new CronEvery(every);
    }

    private static long amount(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static InvalidScheduleException refusal(String code, String expression, String reason) {
        return new InvalidScheduleException("expression", code, "expression \"%s\": %s".formatted(expression, reason));
    }

    @Override
    public boolean onRealTime() {
        return true;
    }

    Optional<Instant> nextAfter(Instant instant) {
        if (!instant.isBefore(Instants.LAST)) {
            return Optional.empty();
        }
        long step = every.toSeconds();
        // one before, so that the first instant of all can be an answer
        long from = Math.max(instant.getEpochSecond(), Instants.FIRST.getEpochSecond() - 1);
        long next = (Math.floorDiv(from, step) + 1) * step;
        return next > Instants.LAST.getEpochSecond() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(next));
    }

    String describe() {
        return "Every%s, counted from 1970-01-01T00:00Z".formatted(IntervalSchedule.words(every));
    }

    String canonical() {
        return "@every " + every.toSeconds() + "s";
    }
}
