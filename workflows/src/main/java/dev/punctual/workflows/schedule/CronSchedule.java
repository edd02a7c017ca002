package dev.punctual.workflows.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression in a time zone, with what becomes of local times that a change of the clocks skips or repeats. The
 * rules of each dialect stand in docs/schedules.md.
 *
 * <p>An expression whose hour field begins with {@code *} runs on real time: it fires at every real instant whose local
 * time matches, and nothing is moved out of a gap. For any other, the local times of a gap follow {@code gap}. A
 * repeated local time follows {@code repeat} in both cases; they differ in the default that {@link #of} applies.
 * {@code @every} counts real time only; zone and policies do not move it.
 *
 * <p>UNIX, both day fields restricted: a day matches when either does. A day field that begins with {@code *} counts as
 * unrestricted, and then a day must match both, as in Vixie cron. In the other dialects a day must match both. What cannot
 * be computed exactly is refused with an {@link InvalidScheduleException}.
 *
 * @param expression as it was written, with its {@code H}
 * @param repeat the policy in effect, never a default to be looked up
 * @param hashSeed what {@code H} is chosen by, usually the task's namespace and id; null when the expression has no
 *     {@code H}, whatever was handed in, and required when it has one
 */
public record CronSchedule(
        String expression,
        CronDialect dialect,
        ZoneId timeZone,
        GapPolicy gap,
        RepeatPolicy repeat,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String hashSeed)
        implements Schedule {

    /** Far enough ahead that only the regular rules of a zone count, and no past exception to them. */
    private static final Instant SOME_DAY = Instant.parse("2200-01-01T00:00:00Z");

    private static final int MOST_COMPILED = 10_000;
    private static final Map<Source, CronPlan> COMPILED = new ConcurrentHashMap<>();

    private record Source(
            String expression,
            CronDialect dialect,
            @Nullable String hashSeed) {}

    public CronSchedule {
        Objects.requireNonNull(timeZone, "timeZone");
        Objects.requireNonNull(gap, "gap");
        Objects.requireNonNull(repeat, "repeat");
        hashSeed = seedIfUsed(expression, dialect, hashSeed);
        // refuses a wrong expression here, once, instead of at each use
        compiled(expression, dialect, hashSeed);
    }

    /** The schedule of an expression without {@code H}. */
    public CronSchedule(String expression, CronDialect dialect, ZoneId timeZone, GapPolicy gap, RepeatPolicy repeat) {
        this(expression, dialect, timeZone, gap, repeat, null);
    }

    /** As {@link #of(String, CronDialect, ZoneId, GapPolicy, RepeatPolicy, String)}, of an expression without {@code H}. */
    public static CronSchedule of(
            String expression,
            CronDialect dialect,
            ZoneId timeZone,
            @Nullable GapPolicy gap,
            @Nullable RepeatPolicy repeat) {
        return of(expression, dialect, timeZone, gap, repeat, null);
    }

    /**
     * The schedule with defaults for what is null: gap SKIP; repeat BOTH when the expression runs on real time, else
     * FIRST. Refuses also what is right in itself but falls into a gap of its zone every time and so never fires. That the
     * years of an expression are past is not refused here: this package knows no clock.
     */
    public static CronSchedule of(
            String expression,
            CronDialect dialect,
            ZoneId timeZone,
            @Nullable GapPolicy gap,
            @Nullable RepeatPolicy repeat,
            @Nullable String hashSeed) {
        CronPlan plan = compiled(expression, dialect, seedIfUsed(expression, dialect, hashSeed));
        CronSchedule schedule = new CronSchedule(
                expression,
                dialect,
                timeZone,
                gap == null ? GapPolicy.SKIP : gap,
                repeat != null ? repeat : plan.onRealTime() ? RepeatPolicy.BOTH : RepeatPolicy.FIRST,
                hashSeed);
        // the years a QUARTZ expression can name all lie before that day
        boolean namesYears = plan instanceof CronFields fields && fields.years().named() != null;
        if (schedule.nextAfter(namesYears ? Instants.FIRST : SOME_DAY).isEmpty()) {
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
        return switch (plan()) {
            case CronFields fields -> instants(fields).nextAfter(instant);
            case CronEvery every -> every.nextAfter(instant);
        };
    }

    @Override
    public Optional<String> note(Instant fire) {
        return switch (plan()) {
            case CronFields fields -> instants(fields).note(fire);
            case CronEvery _ -> Optional.empty();
        };
    }

    @Override
    public List<MissingTimes> missing(Instant after, Instant until, int most) {
        return switch (plan()) {
            // on real time nothing is missing: the clock shows other times, and each of them fires
            case CronFields fields
            when gap == GapPolicy.SKIP && !fields.onRealTime() ->
                instants(fields).missing(after, until, most);
            case CronFields _, CronEvery _ -> List.of();
        };
    }

    /** In English, with what {@code H} stands for, such as "At 02:00, Monday through Friday (Europe/Berlin)". */
    @Override
    public String describe() {
        return switch (plan()) {
            case CronFields fields -> CronDescription.of(fields) + " (" + timeZone + ")";
            case CronEvery every -> every.describe();
        };
    }

    /**
     * The expression written anew from what it means: another of the same dialect that fires at the same instants with
     * the same zone and policies. Names, nicknames and {@code H} have become numbers, and two expressions that mean the
     * same have become equal.
     */
    public String canonical() {
        return switch (plan()) {
            case CronFields fields -> CronPrinter.print(fields, dialect);
            case CronEvery every -> every.canonical();
        };
    }

    private CronPlan plan() {
        return compiled(expression, dialect, hashSeed);
    }

    private ZonedTimes instants(CronFields fields) {
        boolean shifts = gap == GapPolicy.SHIFT_FORWARD && !fields.onRealTime();
        return new ZonedTimes(fields, ZoneSpans.of(timeZone), shifts, repeat, CronFields.SEARCH);
    }

    private static @Nullable String seedIfUsed(String expression, CronDialect dialect, @Nullable String hashSeed) {
        return dialect == CronDialect.UNIX && UnixCron.usesHash(expression) ? hashSeed : null;
    }

    private static CronPlan compiled(String expression, CronDialect dialect, @Nullable String hashSeed) {
        Source source = new Source(expression, dialect, hashSeed);
        CronPlan known = COMPILED.get(source);
        if (known != null) {
            return known;
        }
        CronPlan plan = switch (dialect) {
            case UNIX -> UnixCron.parse(expression, hashSeed);
            case QUARTZ -> QuartzCron.parse(expression);
            case SPRING -> SpringCron.parse(expression);
        };
        if (COMPILED.size() >= MOST_COMPILED) {
            // a cache, not a registry: what is still in use comes back with its next use
            COMPILED.clear();
        }
        COMPILED.put(source, plan);
        return plan;
    }
}
