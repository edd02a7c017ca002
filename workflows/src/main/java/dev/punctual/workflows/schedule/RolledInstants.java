package dev.punctual.workflows.schedule;

import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The instants of a rule, those of closed days moved to business days. Worked out for one business day at a time, from that
 * day and the closed days beside it.
 */
final class RolledInstants extends PlacedInstants {
    /** A fire is moved by so many days at most; with no business day so near it is dropped. */
    private static final int FARTHEST = 31;
    /** Wall clocks that go back at midnight show the evening twice. */
    private static final long EVENING_AGAIN = 3 * 3_600;

    private static final int DAYS_KNOWN = 4;

    private record Day(LocalDate date, List<Instant> instants) {}

    /** The open days asked for last, each at the place of its number: jitter makes one look back and forth over a few. */
    private final AtomicReferenceArray<@Nullable Day> known = new AtomicReferenceArray<>(DAYS_KNOWN);

    RolledInstants(BoundedSchedule schedule) {
        super(schedule);
    }

    @Override
    Optional<Instant> after(Instant instant) {
        LocalDate day = local(instant).toLocalDate();
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            List<Instant> instants = on(day);
            int found = Collections.binarySearch(instants, instant);
            int next = found < 0 ? -found - 1 : found + 1;
            if (next < instants.size()) {
                return Optional.of(instants.get(next));
            }
            Optional<Instant> nearest =
                    nominalAfter(startOf(day.minusDays(FARTHEST - 1)).minusNanos(1_000));
            if (nearest.isEmpty()) {
                return Optional.empty();
            }
            LocalDate earliest = local(nearest.get()).toLocalDate().minusDays(FARTHEST);
            day = earliest.isAfter(day) ? earliest : day.plusDays(1);
            if (day.getYear() > 9999) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The placed instants of a day, in order. */
    private List<Instant> on(LocalDate date) {
        if (closing(date) != null) {
            return List.of();
        }
        int place = Math.floorMod(date.toEpochDay(), DAYS_KNOWN);
        Day last = known.get(place);
        if (last != null && last.date().equals(date)) {
            return last.instants();
        }
        Day day = new Day(date, place(date));
        known.set(place, day);
        return day.instants();
    }

    private List<Instant> place(LocalDate date) {
        TreeSet<Instant> instants = new TreeSet<>();
        for (LocalDate source : sources(date)) {
            eachNominalOn(source, nominal -> {
                Instant at = source.equals(date) ? nominal : instantOf(date, local(nominal));
                if (isWithin(at) && excluding(local(at)) == null) {
                    instants.add(at);
                }
            });
        }
        return List.copyOf(instants);
    }

    /** The day itself, and the closed days whose fires come to it. */
    private List<LocalDate> sources(LocalDate date) {
        List<LocalDate> sources = new ArrayList<>();
        sources.add(date);
        for (int way : new int[] {-1, 1}) {
            for (int i = 1; i <= FARTHEST; i++) {
                LocalDate day = date.plusDays((long) way * i);
                if (closing(day) == null) {
                    break;
                }
                if (date.equals(target(day))) {
                    sources.add(day);
                }
            }
        }
        return sources;
    }

    /** Where the fires of a closed day go; null when no business day is near enough. */
    private @Nullable LocalDate target(LocalDate day) {
        BusinessDayRoll roll = schedule.roll();
        return switch (roll) {
            case null -> null;
            case FOLLOWING -> nearest(day, 1);
            case PRECEDING -> nearest(day, -1);
            case MODIFIED_FOLLOWING -> {
                LocalDate following = nearest(day, 1);
                yield following != null && following.getMonth() == day.getMonth() ? following : nearest(day, -1);
            }
        };
    }

    private @Nullable LocalDate nearest(LocalDate day, int way) {
        for (int i = 1; i <= FARTHEST; i++) {
            LocalDate candidate = day.plusDays((long) way * i);
            if (closing(candidate) == null) {
                return candidate;
            }
        }
        return null;
    }

    private void eachNominalOn(LocalDate date, Consumer<Instant> consumer) {
        Instant from = startOf(date);
        from = from.isBefore(schedule.startAt()) ? schedule.startAt() : from;
        Instant end = startOf(date.plusDays(1)).plusSeconds(EVENING_AGAIN);
        Optional<Instant> next = nominalAfter(from.minusNanos(1_000));
        while (next.isPresent() && next.get().isBefore(end)) {
            if (local(next.get()).toLocalDate().equals(date)) {
                consumer.accept(next.get());
            }
            next = nominalAfter(next.get());
        }
    }

    private Instant startOf(LocalDate date) {
        return date.atStartOfDay(schedule.timeZone()).toInstant();
    }

    /** The same local time on another day: the first pass of a repeated one, the end of the gap for a missing one. */
    private Instant instantOf(LocalDate date, LocalDateTime time) {
        ZoneId zone = schedule.timeZone();
        LocalDateTime moved = date.atTime(time.toLocalTime());
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(moved);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = zone.getRules().getTransition(moved);
            return gap.getInstant();
        }
        return moved.toInstant(offsets.getFirst());
    }

    private boolean isWithin(Instant at) {
        Instant end = schedule.endAt();
        return !at.isBefore(schedule.startAt()) && (end == null || at.isBefore(end));
    }

    @Override
    @Nullable
    String dropped(Instant nominal) {
        LocalDateTime time = local(nominal);
        NamedCalendar closed = closing(time.toLocalDate());
        if (closed == null) {
            NamedCalendar calendar = excluding(time);
            return calendar == null ? null : by(calendar);
        }
        LocalDate target = target(time.toLocalDate());
        if (target == null) {
            return by(closed) + ", and no business day is within %d days".formatted(FARTHEST);
        }
        Instant at = instantOf(target, time);
        NamedCalendar there = excluding(local(at));
        if (there != null) {
            return "%s, and so is that time on %s by calendar %s".formatted(by(closed), target, there.name());
        }
        return isWithin(at) ? null : "%s, and %s lies outside the bounds".formatted(by(closed), target);
    }

    @Override
    List<Instant> origins(Instant at) {
        List<Instant> origins = new ArrayList<>();
        LocalDate date = local(at).toLocalDate();
        // a day has many instants, and only those of other days need to be gone through
        nominalAfter(at.minusNanos(1)).filter(at::equals).ifPresent(origins::add);
        for (LocalDate source : sources(date)) {
            if (!source.equals(date)) {
                eachNominalOn(source, nominal -> {
                    if (at.equals(instantOf(date, local(nominal)))) {
                        origins.add(nominal);
                    }
                });
            }
        }
        return origins;
    }

    @Override
    Optional<String> note(Instant at) {
        List<String> notes = new ArrayList<>();
        LocalDate date = local(at).toLocalDate();
        for (LocalDate source : sources(date)) {
            NamedCalendar calendar = closing(source);
            eachNominalOn(source, nominal -> {
                if (calendar == null) {
                    if (nominal.equals(at)) {
                        schedule.rule().note(nominal).ifPresent(notes::add);
                    }
                } else if (instantOf(date, local(nominal)).equals(at)) {
                    notes.add("moved from %s by calendar %s".formatted(local(nominal), calendar.name()));
                }
            });
        }
        return notes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", notes));
    }
}
