package dev.punctual.workflows.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression in a time zone, with what becomes of local times that a change of the clocks skips or repeats.
 *
 * <p>An expression whose hour field begins with {@code *} runs on real time: it fires at every real instant whose local
 * time matches, and nothing is moved out of a gap. For any other, the local times of a gap follow {@code gap}. A
 * repeated local time follows {@code repeat} in both cases; they differ in the default that {@link #of} applies.
 *
 * <p>Both day fields restricted: a day matches when either does. A day field that begins with {@code *} counts as
 * unrestricted, and then a day must match both, as in Vixie cron. What cannot be computed exactly is refused with an
 * {@link InvalidScheduleException}.
 *
 * @param repeat the policy in effect, never a default to be looked up
 */
public record CronSchedule(String expression, CronDialect dialect, ZoneId timeZone, GapPolicy gap, RepeatPolicy repeat)
        implements Schedule {

    /** Far enough ahead that only the regular rules of a zone count, and no past exception to them. */
    private static final Instant SOME_DAY = Instant.parse("2200-01-01T00:00:00Z");

    private static final int MOST_COMPILED = 10_000;
    private static final Map<Source, CronFields> COMPILED = new ConcurrentHashMap<>();

    private record Source(String expression, CronDialect dialect) {}

    public CronSchedule {
        Objects.requireNonNull(timeZone, "timeZone");
        Objects.requireNonNull(gap, "gap");
        Objects.requireNonNull(repeat, "repeat");
        // refuses a wrong expression here, once, instead of at each use
        compiled(expression, dialect);
    }

    /**
     * The schedule with defaults for what is null: gap SKIP; repeat BOTH when the hour field begins with {@code *}, else
     * FIRST. Refuses also what is right in itself but falls into a gap of its zone every time and so never fires.
     */
    public static CronSchedule of(
            String expression,
            CronDialect dialect,
            ZoneId timeZone,
            @Nullable GapPolicy gap,
            @Nullable RepeatPolicy repeat) {
        boolean everyHour = compiled(expression, dialect).everyHour();
        CronSchedule schedule = new CronSchedule(
                expression,
                dialect,
                timeZone,
                gap == null ? GapPolicy.SKIP : gap,
                repeat != null ? repeat : everyHour ? RepeatPolicy.BOTH : RepeatPolicy.FIRST);
        if (schedule.nextAfter(SOME_DAY).isEmpty()) {
            throw new InvalidScheduleException(
                    "expression",
                    "NEVER_FIRES",
                    "expression \"%s\" names only times that %s skips when its clocks go forward; set gap to SHIFT_FORWARD or choose another hour"
                            .formatted(expression, timeZone));
        }
        return schedule;
    }

    @Override
    public Optional<Instant> nextAfter(Instant instant) {
        return instants().nextAfter(instant);
    }

    @Override
    public Optional<String> note(Instant fire) {
        return instants().clockChangeNote(fire);
    }

    @Override
    public String describe() {
        return CronDescription.of(compiled(expression, dialect)) + " (" + timeZone + ")";
    }

    private CronInstants instants() {
        return new CronInstants(compiled(expression, dialect), timeZone, gap, repeat);
    }

    private static CronFields compiled(String expression, CronDialect dialect) {
        Source source = new Source(expression, dialect);
        CronFields known = COMPILED.get(source);
        if (known != null) {
            return known;
        }
        CronFields fields = switch (dialect) {
            case UNIX -> UnixCron.parse(expression);
        };
        if (COMPILED.size() >= MOST_COMPILED) {
            // a cache, not a registry: what is still in use comes back with its next use
            COMPILED.clear();
        }
        COMPILED.put(source, fields);
        return fields;
    }
}
