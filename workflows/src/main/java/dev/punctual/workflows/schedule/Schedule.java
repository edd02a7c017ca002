package dev.punctual.workflows.schedule;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a task is due: a rule that names instants, each of microsecond precision. Pure: the same values in, the same
 * instants out. The instants form one strictly increasing sequence that does not depend on where one starts to ask.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OneTimeSchedule.class, name = "once"),
    @JsonSubTypes.Type(value = IntervalSchedule.class, name = "interval"),
    @JsonSubTypes.Type(value = CronSchedule.class, name = "cron")
})
public sealed interface Schedule permits OneTimeSchedule, IntervalSchedule, CronSchedule {

    /** The first instant strictly after the given one, or empty when there is none up to the end of the year 9999. */
    Optional<Instant> nextAfter(Instant instant);

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
     * A short sentence for people when a change of the clocks concerns this instant of the schedule, such as "02:30
     * occurs twice on 2026-10-25; this is the first pass". Empty for every other instant.
     */
    default Optional<String> clockChangeNote(Instant fire) {
        return Optional.empty();
    }

    /** One line for people, such as "every 2 s" or "At 02:00, Monday through Friday (Europe/Berlin)". */
    String describe();
}
