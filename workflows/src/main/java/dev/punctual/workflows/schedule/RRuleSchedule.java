package dev.punctual.workflows.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A recurrence rule of RFC 5545 in a time zone, with what becomes of local times that a change of the clocks skips or
 * repeats.
 *
 * <p>What the rule does not say of day and time is taken from the start (RFC 5545, 3.3.10); the start itself fires only when
 * the rule names it. COUNT counts local times: one that does not exist is ignored and not counted unless it is shifted out of
 * its gap, one that occurs twice counts once, and one that is named in {@code exdates} is counted and then left out. A rule
 * of hours, minutes or seconds without BYHOUR runs on real time: nothing is shifted out of a gap.
 *
 * @param rule the text after {@code RRULE:}
 * @param start the first local time it may name; whole seconds
 * @param exdates local times that are left out
 * @param timeZone whose wall clock counts
 * @param gap what becomes of a local time that does not exist
 * @param repeat what becomes of one that occurs more than once: the policy in effect, never a default to be looked up
 * @param last the last local time that COUNT admits, as {@link #of} found it; null without COUNT
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RRuleSchedule(
        String rule,
        LocalDateTime start,
        List<LocalDateTime> exdates,
        ZoneId timeZone,
        GapPolicy gap,
        RepeatPolicy repeat,
        @Nullable LocalDateTime last)
        implements Schedule {
    private static final int MOST_EXDATES = 1_000;
    private static final int MOST_COMPILED = 10_000;
    private static final Map<RRuleSchedule, Compiled> COMPILED = new ConcurrentHashMap<>();

    /** @param until no instant after it; null for no such limit */
    private record Compiled(ZonedTimes times, @Nullable Instant until) {}

    public RRuleSchedule {
        Objects.requireNonNull(timeZone, "timeZone");
        Objects.requireNonNull(gap, "gap");
        Objects.requireNonNull(repeat, "repeat");
        // JSON of an empty list is none
        exdates = exdates == null
                ? List.of()
                : exdates.stream().distinct().sorted().toList();
        checkStart(start);
        if (exdates.size() > MOST_EXDATES) {
            throw new InvalidScheduleException(
                    "exdates",
                    "TOO_MANY",
                    "exdates has %d local times; at most %d are allowed, use a calendar"
                            .formatted(exdates.size(), MOST_EXDATES));
        }
        // refuses a wrong rule here, once, instead of at each use
        RecurrenceRuleParser.parse(rule);
    }

    /**
     * The schedule with defaults for what is null: gap SKIP; repeat BOTH for a rule that runs on real time, else FIRST.
     * Refuses a rule that never fires.
     */
    public static RRuleSchedule of(
            String rule,
            LocalDateTime start,
            List<LocalDateTime> exdates,
            ZoneId timeZone,
            @Nullable GapPolicy gap,
            @Nullable RepeatPolicy repeat) {
        RecurrenceParts parts = RecurrenceRuleParser.parse(rule);
        RRuleSchedule endless = new RRuleSchedule(
                rule,
                start,
                exdates,
                timeZone,
                gap == null ? GapPolicy.SKIP : gap,
                repeat != null ? repeat : parts.runsOnRealTime() ? RepeatPolicy.BOTH : RepeatPolicy.FIRST,
                null);
        Integer count = parts.count();
        RRuleSchedule schedule = count == null ? endless : endless.until(lastOf(endless, parts, count));
        if (schedule.nextAfter(Instants.FIRST).isEmpty()) {
            throw new InvalidScheduleException(
                    "rule",
                    "NEVER_FIRES",
                    "rule '%s' from %s in %s names no local time that exists; preview another rule, or set gap to SHIFT_FORWARD if only the clocks' going forward is in the way"
                            .formatted(rule, start, timeZone));
        }
        return schedule;
    }

    private static void checkStart(LocalDateTime start) {
        if (!start.equals(start.truncatedTo(ChronoUnit.SECONDS))) {
            throw new InvalidScheduleException(
                    "start", "OUT_OF_RANGE", "start is %s; use whole seconds".formatted(start));
        }
        if (start.getYear() < 1 || start.getYear() > 9998) {
            throw new InvalidScheduleException(
                    "start", "OUT_OF_RANGE", "start is %s; name a time in the years 1 to 9998".formatted(start));
        }
    }

    private RRuleSchedule until(@Nullable LocalDateTime newLast) {
        return new RRuleSchedule(rule, start, exdates, timeZone, gap, repeat, newLast);
    }

    /** Found once and kept, as counting from the start at each use would cost more the longer the rule runs. */
    private static @Nullable LocalDateTime lastOf(RRuleSchedule schedule, RecurrenceParts parts, int count) {
        LocalTimes times = new RecurrenceTimes(parts.completedFrom(schedule.start()), schedule.start());
        boolean shifts = schedule.shifts(parts);
        ZonedTimes zoned = schedule.zoned(times, shifts);
        long at = times.firstFrom(Long.MIN_VALUE);
        long last = LocalTimes.NEVER;
        int counted = 0;
        while (at != LocalTimes.NEVER && counted < count) {
            if (shifts || !zoned.isMissing(at)) {
                last = at;
                counted++;
            }
            at = counted == count ? at : times.firstFrom(at + 1);
        }
        return last == LocalTimes.NEVER ? null : LocalDateTime.ofEpochSecond(last, 0, ZoneOffset.UTC);
    }

    /** A rule may leave out more years than those after which the calendar repeats. */
    private ZonedTimes zoned(LocalTimes times, boolean shifts) {
        return new ZonedTimes(times, ZoneSpans.of(timeZone), shifts, repeat, ZoneSpans.FOREVER);
    }

    private boolean shifts(RecurrenceParts parts) {
        return gap == GapPolicy.SHIFT_FORWARD && !parts.runsOnRealTime();
    }

    @Override
    public Optional<Instant> nextAfter(Instant instant) {
        Compiled compiled = compiled();
        Instant until = compiled.until();
        return compiled.times().nextAfter(instant).filter(next -> until == null || !next.isAfter(until));
    }

    @Override
    public Optional<String> note(Instant fire) {
        return compiled().times().note(fire);
    }

    @Override
    public List<MissingTimes> missing(Instant after, Instant until, int most) {
        if (gap != GapPolicy.SKIP || RecurrenceRuleParser.parse(rule).runsOnRealTime()) {
            return List.of();
        }
        Instant end = compiled().until();
        return compiled().times().missing(after, end != null && end.isBefore(until) ? end : until, most);
    }

    @Override
    public String describe() {
        return RecurrenceDescription.of(RecurrenceRuleParser.parse(rule), start)
                + (exdates.isEmpty()
                        ? ""
                        : ", except " + exdates.size() + (exdates.size() == 1 ? " local time" : " local times"))
                + " (" + timeZone + ")";
    }

    private Compiled compiled() {
        Compiled known = COMPILED.get(this);
        if (known != null) {
            return known;
        }
        RecurrenceParts parts = RecurrenceRuleParser.parse(rule);
        LocalDateTime end = last != null ? last : parts.untilLocal();
        LocalTimes times = RemainingTimes.of(new RecurrenceTimes(parts.completedFrom(start), start), exdates, end);
        Compiled compiled = new Compiled(zoned(times, shifts(parts)), parts.untilInstant());
        if (COMPILED.size() >= MOST_COMPILED) {
            // a cache, not a registry: what is still in use comes back with its next use
            COMPILED.clear();
        }
        COMPILED.put(this, compiled);
        return compiled;
    }

    /** Local times without some of them, up to a last one. */
    private record RemainingTimes(LocalTimes times, Set<Long> without, long last) implements LocalTimes {
        static RemainingTimes of(LocalTimes times, List<LocalDateTime> without, @Nullable LocalDateTime last) {
            return new RemainingTimes(
                    times,
                    without.stream().map(RecurrenceRuleParser::second).collect(Collectors.toSet()),
                    last == null ? NEVER : RecurrenceRuleParser.second(last));
        }

        @Override
        public long firstFrom(long localSecond) {
            long found = times.firstFrom(localSecond);
            while (found <= last && found != NEVER && without.contains(found)) {
                found = times.firstFrom(found + 1);
            }
            return found <= last ? found : NEVER;
        }
    }
}
