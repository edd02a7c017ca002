package dev.punctual.workflows.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule within bounds, without what calendars exclude, and shifted a little.
 *
 * <p>In this order: the rule's instants from {@code startAt} on and before {@code endAt}; calendars drop or move them, and
 * several that land on one instant are one fire; {@code maxFires} counts what is left; {@code jitter} moves each later by a
 * fixed part of it, never to the next one or past it. A fire's {@code scheduledFor} is the moved instant.
 *
 * @param rule what names the instants: cron, an interval of fixed rate, or a recurrence rule
 * @param timeZone whose wall clock the calendars go by
 * @param startAt no fire before it
 * @param endAt no fire at or after it; null for none
 * @param maxFires how many fires there are at most; null for no limit
 * @param jitter each fire is moved by less than this; null for none
 * @param seed tells the jitter of one task from that of another
 * @param exclude calendars, at whose times nothing fires
 * @param roll where fires go whose day is excluded; null to drop them
 * @param last the last instant before jitter that {@code maxFires} admits, as {@link #of} found it; null when there is none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BoundedSchedule(
        Schedule rule,
        ZoneId timeZone,
        Instant startAt,
        @Nullable Instant endAt,
        @Nullable Integer maxFires,
        @Nullable Duration jitter,
        long seed,
        List<NamedCalendar> exclude,
        @Nullable BusinessDayRoll roll,
        @Nullable Instant last)
        implements Schedule {
    /** The most fires that can be counted. */
    public static final int MOST_FIRES = 100_000;

    /** The longest jitter. */
    public static final Duration LONGEST_JITTER = Duration.ofDays(1);

    /** The most calendars. */
    public static final int MOST_CALENDARS = 20;

    private static final int MOST_COMPILED = 10_000;
    private static final Map<BoundedSchedule, BoundedInstants> COMPILED = new ConcurrentHashMap<>();

    public BoundedSchedule {
        Objects.requireNonNull(timeZone, "timeZone");
        // JSON of an empty list is none
        exclude = exclude == null ? List.of() : List.copyOf(exclude);
        checkRule(rule);
        startAt = Instants.accept("startAt", startAt);
        endAt = endAt == null ? null : Instants.accept("endAt", endAt);
        if (endAt != null && !endAt.isAfter(startAt)) {
            throw new InvalidScheduleException(
                    "endAt", "CONTRADICTION", "endAt is %s, not after startAt %s".formatted(endAt, startAt));
        }
        if (maxFires != null && (maxFires < 1 || maxFires > MOST_FIRES)) {
            throw new InvalidScheduleException(
                    "maxFires", "OUT_OF_RANGE", "maxFires is %d; use 1 to %d".formatted(maxFires, MOST_FIRES));
        }
        jitter = checkedJitter(jitter);
        if (exclude.size() > MOST_CALENDARS) {
            throw new InvalidScheduleException(
                    "exclude",
                    "TOO_MANY",
                    "exclude names %d calendars; at most %d are allowed".formatted(exclude.size(), MOST_CALENDARS));
        }
        if (roll != null && exclude.isEmpty()) {
            throw new InvalidScheduleException(
                    "businessDayRoll",
                    "CONTRADICTION",
                    "businessDayRoll is %s, but exclude names no calendar; name one, or leave it out".formatted(roll));
        }
    }

    /** The seed of a task's jitter: depends on its namespace and id alone. */
    public static long seedOf(String task) {
        return CronHash.number(task);
    }

    private static void checkRule(Schedule rule) {
        switch (rule) {
            case OneTimeSchedule once -> throw new IllegalArgumentException("a rule is needed, not " + once);
            case BoundedSchedule bounded -> throw new IllegalArgumentException("bounds cannot be nested: " + bounded);
            case IntervalSchedule interval
            when interval.followsRuns() ->
                throw new InvalidScheduleException(
                        "mode",
                        "CONTRADICTION",
                        "mode is FIXED_DELAY, which has no sequence that could be bounded, counted, shifted or compared with a calendar; use FIXED_RATE, or anchor for the first fire");
            case IntervalSchedule ignored -> {}
            case CronSchedule ignored -> {}
            case RRuleSchedule ignored -> {}
        }
    }

    private static @Nullable Duration checkedJitter(@Nullable Duration jitter) {
        if (jitter == null || jitter.isZero()) {
            return null;
        }
        if (jitter.isNegative() || jitter.compareTo(LONGEST_JITTER) > 0) {
            throw new InvalidScheduleException(
                    "jitter", "OUT_OF_RANGE", "jitter is %s; use PT0S to %s".formatted(jitter, LONGEST_JITTER));
        }
        return jitter.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * The schedule, with the last of its fires counted out. Refuses one that never fires.
     *
     * @param asked without {@code last}
     */
    public static BoundedSchedule of(BoundedSchedule asked) {
        BoundedInstants instants = new BoundedInstants(asked.withLast(null));
        Optional<Instant> first = instants.firstPlaced();
        if (first.isEmpty()) {
            throw new InvalidScheduleException(
                    asked.exclude().isEmpty() ? "endAt" : "exclude",
                    "NEVER_FIRES",
                    "nothing is left of \"%s\" from %s%s%s; widen the bounds%s"
                            .formatted(
                                    asked.rule().describe(),
                                    asked.startAt(),
                                    asked.endAt() == null ? "" : " until " + asked.endAt(),
                                    asked.exclude().isEmpty() ? "" : " without " + asked.calendarNames(),
                                    asked.exclude().isEmpty() ? "" : ", exclude less or set businessDayRoll"));
        }
        Integer most = asked.maxFires();
        return asked.withLast(
                most == null ? null : instants.placed(asked.startAt().minusNanos(1_000), most));
    }

    /**
     * The same with these calendars from now on. As many fires are left of {@code maxFires} as before; there may be none left
     * at all.
     *
     * @param now what lies before it counts as it was
     */
    public BoundedSchedule withCalendars(List<NamedCalendar> calendars, Instant now) {
        BoundedSchedule changed =
                new BoundedSchedule(rule, timeZone, startAt, endAt, maxFires, jitter, seed, calendars, roll, null);
        if (maxFires == null) {
            return changed;
        }
        BoundedInstants before = instants();
        Instant cut = now.isBefore(startAt) ? startAt.minusNanos(1_000) : now;
        int left = last == null ? maxFires - before.count(startAt.minusNanos(1_000), cut) : before.count(cut, last);
        return changed.withLast(left <= 0 ? cut : new BoundedInstants(changed).placed(cut, left));
    }

    /**
     * The first fire after this schedule took the place of another that differs in its calendars. Each instant that both
     * have fires once: calendars change how far jitter may move a fire, so that its new place may lie behind it or before.
     *
     * @param before the schedule so far
     * @param next its next fire, which lies after {@code now}; null when there was none
     * @param now when the one schedule takes the place of the other
     */
    public Optional<Instant> firstInPlaceOf(BoundedSchedule before, @Nullable Instant next, Instant now) {
        return instants().firstInPlaceOf(before.instants(), next, now);
    }

    /** Whether it is the same but for what was counted out. */
    public boolean isAsked(BoundedSchedule asked) {
        return withLast(null).equals(asked.withLast(null));
    }

    private BoundedSchedule withLast(@Nullable Instant newLast) {
        return new BoundedSchedule(rule, timeZone, startAt, endAt, maxFires, jitter, seed, exclude, roll, newLast);
    }

    @Override
    public Optional<Instant> nextAfter(Instant instant) {
        return instants().nextAfter(instant);
    }

    @Override
    public Optional<Exclusion> nextExcluded(Instant after, Instant before) {
        return exclude.isEmpty() ? Optional.empty() : instants().nextExcluded(after, before);
    }

    @Override
    public Optional<Instant> excludedSince(Instant fire) {
        return exclude.isEmpty() ? Optional.empty() : Optional.of(instants().before(fire));
    }

    @Override
    public List<MissingTimes> missing(Instant after, Instant until, int most) {
        return rule.missing(
                after.isBefore(startAt) ? startAt : after,
                endAt != null && endAt.isBefore(until) ? endAt : until,
                most);
    }

    @Override
    public List<Instant> origins(Instant fire) {
        return jitter == null && roll == null ? List.of(fire) : instants().origins(fire);
    }

    @Override
    public Optional<String> note(Instant fire) {
        return instants().note(fire);
    }

    @Override
    public String describe() {
        StringBuilder text =
                new StringBuilder(rule.describe()).append(", from ").append(Instants.words(startAt));
        if (endAt != null) {
            text.append(", before ").append(Instants.words(endAt));
        }
        if (maxFires != null) {
            text.append(", at most ").append(maxFires).append(maxFires == 1 ? " fire" : " fires");
        }
        if (!exclude.isEmpty()) {
            text.append(", except at times of ").append(calendarNames());
        }
        if (roll != null) {
            text.append(
                    switch (roll) {
                        case FOLLOWING -> " (moved to the following business day)";
                        case PRECEDING -> " (moved to the preceding business day)";
                        case MODIFIED_FOLLOWING ->
                            " (moved to the following business day of the month, else to the preceding one)";
                    });
        }
        if (jitter != null) {
            text.append(", each up to").append(IntervalSchedule.words(jitter)).append(" later");
        }
        return text.toString();
    }

    private String calendarNames() {
        return exclude.stream().map(NamedCalendar::name).collect(Collectors.joining(", "));
    }

    private BoundedInstants instants() {
        BoundedInstants known = COMPILED.get(this);
        if (known != null) {
            return known;
        }
        BoundedInstants made = new BoundedInstants(this);
        if (COMPILED.size() >= MOST_COMPILED) {
            // a cache, not a registry: what is still in use comes back with its next use
            COMPILED.clear();
        }
        COMPILED.put(this, made);
        return made;
    }
}
