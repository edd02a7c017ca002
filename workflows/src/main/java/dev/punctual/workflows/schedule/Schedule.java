package dev.punctual.workflows.schedule;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a task is due: a rule that names instants, each of microsecond precision. Pure: the same values in, the same
 * instants out. The instants form one strictly increasing sequence that does not depend on where one starts to ask, unless
 * the schedule {@link #followsRuns follows runs}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OneTimeSchedule.class, name = "once"),
    @JsonSubTypes.Type(value = IntervalSchedule.class, name = "interval"),
    @JsonSubTypes.Type(value = CronSchedule.class, name = "cron"),
    @JsonSubTypes.Type(value = RRuleSchedule.class, name = "rrule"),
    @JsonSubTypes.Type(value = BoundedSchedule.class, name = "bounded")
})
public sealed interface Schedule
        permits OneTimeSchedule, IntervalSchedule, CronSchedule, RRuleSchedule, BoundedSchedule {

    /** The first instant strictly after the given one, or empty when there is none up to the end of the year 9999. */
    Optional<Instant> nextAfter(Instant instant);

    /**
     * Whether the end of each run decides when the next one is due. Then there is no fixed sequence, and {@link #nextAfter}
     * answers what follows a run that ended, or was skipped, at the instant given.
     */
    default boolean followsRuns() {
        return false;
    }

    /**
     * The first instant of a task created at that moment: what follows the moment, except that a one-time schedule
     * answers its own instant even when it is past.
     */
    default Optional<Instant> firstFor(Instant createdAt) {
        return nextAfter(createdAt);
    }

    /** The next instants strictly after the given one, in order; fewer than {@code count} when the schedule ends. */
    default List<Instant> upcoming(Instant after, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count is " + count + "; ask for 0 or more instants");
        }
        List<Instant> instants = new ArrayList<>();
        Optional<Instant> next = count == 0 ? Optional.empty() : nextAfter(after);
        while (next.isPresent()) {
            instants.add(next.get());
            next = instants.size() == count ? Optional.empty() : nextAfter(next.get());
        }
        return List.copyOf(instants);
    }

    /**
     * A short sentence for people when there is more to say of this instant of the schedule: a change of the clocks concerns
     * it, such as "02:30 occurs twice on 2026-10-25; this is the first pass", a calendar moved it, jitter shifted it. Empty
     * for every other instant.
     */
    default Optional<String> note(Instant fire) {
        return Optional.empty();
    }

    /** The first instant that the rule names and a calendar drops, after the one and before the other. */
    default Optional<Exclusion> nextExcluded(Instant after, Instant before) {
        return Optional.empty();
    }

    /**
     * From when on {@link #nextExcluded} names what was dropped between the fire before this one and this one; empty when
     * nothing is ever dropped.
     */
    default Optional<Instant> excludedSince(Instant fire) {
        return Optional.empty();
    }

    /**
     * The local times that a change of the clocks skips and for which nothing fires: one entry for each change after the one
     * instant and not after the other, the first so many.
     */
    default List<MissingTimes> missing(Instant after, Instant until, int most) {
        return List.of();
    }

    /**
     * The instants of the rule that a fire of this schedule stems from: the fire itself, unless jitter or a calendar moved
     * it. A calendar may move several to one.
     */
    default List<Instant> origins(Instant fire) {
        return List.of(fire);
    }

    /** The zone whose wall clock it goes by; UTC for one that goes by none. */
    default ZoneId timeZone() {
        return ZoneOffset.UTC;
    }

    /** One line for people, such as "every 2 s" or "At 02:00, Monday through Friday (Europe/Berlin)". */
    String describe();
}
