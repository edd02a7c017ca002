package dev.punctual.workflows.schedule;

import static dev.punctual.workflows.schedule.Schedules.at;
import static dev.punctual.workflows.schedule.Schedules.cron;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.workflows.schedule.ScheduleChange.Course;
import dev.punctual.workflows.schedule.ScheduleChange.Moved;
import dev.punctual.workflows.schedule.calendar.Calendar;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.schedule.calendar.WeeklyDays;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScheduleChangeTest {
    private static final Calendar WEEKENDS = new WeeklyDays(List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));

    @Test
    void sameSchedulesDifferInNothing() {
        assertChange(cron("0 2 * * *", "UTC"), cron("0 2 * * *", "UTC"), "2026-12-01T00:00", "2026-12-31T00:00");
        assertChange(cron("0 2 * * *", "UTC"), cron("00 02 * * *", "UTC"), "2026-12-01T00:00", "2026-12-31T00:00");
        assertThat(ScheduleChange.between(
                                cron("0 2 * * *", "UTC"),
                                cron("@daily", "UTC"),
                                at("2026-12-01T02:01"),
                                at("2026-12-02T00:00"),
                                1)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void tellsWhatComesAndWhatGoes() {
        assertChange(
                cron("0 2 * * *", "UTC"),
                cron("0 2,14 * * *", "UTC"),
                "2026-12-01T02:00",
                "2026-12-03T02:00",
                "added 2026-12-01T14:00",
                "added 2026-12-02T14:00");
        assertChange(
                cron("0 2 * * *", "UTC"),
                cron("0 2 * * MON-FRI", "UTC"),
                "2026-12-01T00:00",
                "2026-12-08T00:00",
                "removed 2026-12-05T02:00",
                "removed 2026-12-06T02:00");
    }

    @Test
    void beginsWithTheFirstInstantAndEndsBeforeTheLast() {
        assertChange(
                cron("0 2 1 * *", "UTC"),
                cron("0 3 8 * *", "UTC"),
                "2026-12-01T02:00",
                "2026-12-08T03:00",
                "removed 2026-12-01T02:00");
        assertChange(
                cron("0 2 1 * *", "UTC"),
                cron("0 3 8 * *", "UTC"),
                "2026-12-01T02:00:00.000001",
                "2026-12-08T03:00:00.000001",
                "added 2026-12-08T03:00");
    }

    @Test
    void anotherTimeOfDayMovesTheFireOfEachDay() {
        Schedule two = cron("0 2 * * *", "UTC");
        Schedule three = cron("0 3 * * *", "UTC");
        assertChange(
                two,
                three,
                "2026-12-01T02:00",
                "2026-12-03T02:00",
                "moved 2026-12-01T02:00 to 2026-12-01T03:00",
                "moved 2026-12-02T02:00 to 2026-12-02T03:00");
        // today's is due, and tomorrow's is one hour earlier: no move by 23 hours
        assertChange(
                three,
                two,
                "2026-12-01T03:00",
                "2026-12-03T03:00",
                "removed 2026-12-01T03:00",
                "moved 2026-12-02T03:00 to 2026-12-02T02:00",
                "added 2026-12-03T02:00");
    }

    @Test
    void theCloserOfTwoNeighboursIsTheMove() {
        assertChange(
                cron("0 1,13 * * *", "UTC"),
                cron("0 2 * * *", "UTC"),
                "2026-12-01T00:00",
                "2026-12-02T00:00",
                "moved 2026-12-01T01:00 to 2026-12-01T02:00",
                "removed 2026-12-01T13:00");
        assertChange(
                cron("0 2 * * *", "UTC"),
                cron("0 1,13 * * *", "UTC"),
                "2026-12-01T00:00",
                "2026-12-02T00:00",
                "moved 2026-12-01T02:00 to 2026-12-01T01:00",
                "added 2026-12-01T13:00");
        // as close on either side: the earlier
        assertChange(
                cron("0 2 * * *", "UTC"),
                cron("30 1,2 * * *", "UTC"),
                "2026-12-01T00:00",
                "2026-12-02T00:00",
                "moved 2026-12-01T02:00 to 2026-12-01T01:30",
                "added 2026-12-01T02:30");
    }

    @Test
    void severalBesideSeveralMoveInOrder() {
        assertChange(
                cron("0 8-10 * * FRI", "UTC"),
                cron("0 14-15 * * FRI", "UTC"),
                "2026-12-04T00:00",
                "2026-12-05T00:00",
                "removed 2026-12-04T08:00",
                "moved 2026-12-04T09:00 to 2026-12-04T14:00",
                "moved 2026-12-04T10:00 to 2026-12-04T15:00");
    }

    @Test
    void nothingMovesPastAFireThatStays() {
        assertChange(
                cron("0 9-17 * * *", "UTC"),
                cron("0 10-18 * * *", "UTC"),
                "2026-12-01T00:00",
                "2026-12-02T00:00",
                "removed 2026-12-01T09:00",
                "added 2026-12-01T18:00");
    }

    @Test
    void jitterMovesEachFireFromWhereItStemsFrom() {
        IntervalSchedule hourly = new IntervalSchedule(Duration.ofHours(1), at("2026-12-01T00:00"));
        BoundedSchedule little = bounded(hourly, Duration.ofMinutes(10), null, null);
        BoundedSchedule much = bounded(hourly, Duration.ofMinutes(59), null, null);
        ScheduleChange change =
                ScheduleChange.between(little, much, at("2026-12-01T00:00"), at("2026-12-11T00:00"), 500);
        assertThat(change.added()).isEmpty();
        assertThat(change.removed()).isEmpty();
        // some parts of the jitter happen to be the same
        assertThat(change.moved()).hasSizeBetween(180, 10 * 24);
        for (Moved moved : change.moved()) {
            assertThat(little.origins(moved.from())).isEqualTo(much.origins(moved.to()));
        }
        assertThat(ScheduleChange.between(hourly, much, at("2026-12-01T00:00"), at("2026-12-11T00:00"), 500)
                        .moved())
                .extracting(Moved::from)
                .isEqualTo(hourly.upcoming(at("2026-11-30T00:00"), 10 * 24));
    }

    @Test
    void aCalendarRemovesOrMoves() {
        Schedule daily = cron("0 9 * * *", "UTC");
        Schedule saturdays = cron("0 9,10 * * SAT", "UTC");
        assertChange(
                bounded(daily, null, null, null),
                bounded(daily, null, WEEKENDS, null),
                "2026-12-04T00:00",
                "2026-12-08T00:00",
                "removed 2026-12-05T09:00",
                "removed 2026-12-06T09:00");
        assertChange(
                bounded(saturdays, null, null, null),
                bounded(saturdays, null, WEEKENDS, BusinessDayRoll.FOLLOWING),
                "2026-12-04T00:00",
                "2026-12-08T00:00",
                "moved 2026-12-05T09:00 to 2026-12-07T09:00",
                "moved 2026-12-05T10:00 to 2026-12-07T10:00");
        // Monday's own fire is there already, so nothing comes to it
        assertChange(
                bounded(daily, null, null, null),
                bounded(daily, null, WEEKENDS, BusinessDayRoll.FOLLOWING),
                "2026-12-04T00:00",
                "2026-12-08T00:00",
                "removed 2026-12-05T09:00",
                "removed 2026-12-06T09:00");
        // one fire that stands for both days of the weekend
        Schedule both = cron("0 9 * * SAT,SUN", "UTC");
        BoundedSchedule following = bounded(both, null, WEEKENDS, BusinessDayRoll.FOLLOWING);
        assertThat(following.origins(at("2026-12-07T09:00")))
                .containsExactlyInAnyOrder(at("2026-12-05T09:00"), at("2026-12-06T09:00"));
        assertChange(
                following,
                bounded(both, null, WEEKENDS, BusinessDayRoll.PRECEDING),
                "2026-12-03T00:00",
                "2026-12-09T00:00",
                "moved 2026-12-07T09:00 to 2026-12-04T09:00");
    }

    @Test
    void aClockChangeTreatedOtherwiseShowsOnItsDayAlone() {
        assertChange(
                cron("30 2 * * *", "Europe/Berlin"),
                cron("30 2 * * *", "Europe/Berlin", GapPolicy.SHIFT_FORWARD, RepeatPolicy.LAST),
                "2026-03-01T00:00",
                "2026-12-31T00:00",
                "added 2026-03-29T03:00+02:00",
                "moved 2026-10-25T02:30+02:00 to 2026-10-25T02:30+01:00");
        assertChange(
                cron("30 2 * * *", "Europe/Berlin"),
                cron("30 2 * * *", "UTC"),
                "2026-12-01T01:30",
                "2026-12-02T01:30",
                "moved 2026-12-01T01:30 to 2026-12-01T02:30");
    }

    @Test
    void oneTimeSchedulesMoveToo() {
        assertChange(
                new OneTimeSchedule(at("2026-12-01T00:00")),
                new OneTimeSchedule(at("2026-12-24T00:00")),
                "2026-12-01T00:00",
                "2026-12-31T00:00",
                "moved 2026-12-01T00:00 to 2026-12-24T00:00");
    }

    @Test
    void aFireThatAUserMovedCountsWhereItStands() {
        Schedule two = cron("0 2 * * *", "UTC");
        Course moved = new Course(two, at("2026-12-01T09:00"), at("2026-12-01T02:00"));
        ScheduleChange change = ScheduleChange.between(
                moved, Course.of(cron("0 3 * * *", "UTC")), at("2026-12-01T00:00"), at("2026-12-03T00:00"), 100);
        assertThat(change.moved())
                .containsExactly(
                        new Moved(at("2026-12-01T09:00"), at("2026-12-01T03:00")),
                        new Moved(at("2026-12-02T02:00"), at("2026-12-02T03:00")));
        // moved past those of three days, which it stands for
        Course far = new Course(two, at("2026-12-03T09:00"), at("2026-12-01T02:00"));
        change = ScheduleChange.between(far, Course.of(two), at("2026-12-01T00:00"), at("2026-12-05T00:00"), 100);
        assertThat(change.moved()).containsExactly(new Moved(at("2026-12-03T09:00"), at("2026-12-01T02:00")));
        assertThat(change.added()).containsExactly(at("2026-12-02T02:00"), at("2026-12-03T02:00"));
        assertThat(change.removed()).isEmpty();
        change = ScheduleChange.between(
                Course.NONE, Course.of(two), at("2026-12-01T00:00"), at("2026-12-03T00:00"), 100);
        assertThat(change.added()).containsExactly(at("2026-12-01T02:00"), at("2026-12-02T02:00"));
    }

    @Test
    void stopsAtTheLimitAndSaysHowFarItCame() {
        ScheduleChange change = ScheduleChange.between(
                cron("0 2 * * *", "UTC"),
                cron("0 2,14 * * *", "UTC"),
                at("2026-12-01T00:00"),
                at("2027-12-01T00:00"),
                3);
        assertThat(change.truncated()).isTrue();
        assertThat(change.until()).isEqualTo(at("2026-12-04T14:00"));
        assertThat(change.added())
                .containsExactly(at("2026-12-01T14:00"), at("2026-12-02T14:00"), at("2026-12-03T14:00"));
        ScheduleChange whole = ScheduleChange.between(
                cron("0 2 * * *", "UTC"),
                cron("0 2,14 * * *", "UTC"),
                at("2026-12-01T00:00"),
                at("2026-12-04T14:00"),
                3);
        assertThat(whole.truncated()).isFalse();
        assertThat(whole.until()).isEqualTo(at("2026-12-04T14:00"));
    }

    @Test
    void comparesABoundedNumberOfInstantsThatStay() {
        ScheduleChange change = ScheduleChange.between(
                new IntervalSchedule(Duration.ofSeconds(1), at("2026-12-01T00:00")),
                cron("@every 1s", "UTC"),
                at("2026-12-01T00:00"),
                at("2027-12-01T00:00"),
                3);
        assertThat(change.isEmpty()).isTrue();
        assertThat(change.truncated()).isTrue();
        assertThat(change.until()).isEqualTo(at("2026-12-01T00:00").plusSeconds(ScheduleChange.MOST_COMPARED));
    }

    @Test
    void whatFollowsRunsCannotBeCompared() {
        Schedule delay = new IntervalSchedule(Duration.ofMinutes(1), at("2026-12-01T00:00"), IntervalMode.FIXED_DELAY);
        assertThatThrownBy(() -> ScheduleChange.between(
                        cron("0 2 * * *", "UTC"), delay, at("2026-12-01T00:00"), at("2026-12-02T00:00"), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("every 1 min after the end of the last run");
    }

    /** Applied to the fires before, a change gives the fires after; whatever stays is in neither list. */
    @Property(tries = 300)
    void leadsFromOneScheduleToTheOther(
            @ForAll @IntRange(min = 1, max = 90) int every,
            @ForAll @IntRange(min = 1, max = 90) int otherEvery,
            @ForAll @LongRange(max = 5_400) long otherStart,
            @ForAll @IntRange(max = 120) int jitterMinutes) {
        Instant start = at("2026-12-01T00:00");
        Instant end = at("2026-12-03T00:00");
        Schedule before = new IntervalSchedule(Duration.ofMinutes(every), start);
        Schedule after = bounded(
                new IntervalSchedule(Duration.ofMinutes(otherEvery), start.plusSeconds(otherStart)),
                Duration.ofMinutes(jitterMinutes),
                null,
                null);
        ScheduleChange change = ScheduleChange.between(before, after, start, end, 10_000);

        assertThat(change.truncated()).isFalse();
        assertThat(change.added()).isSorted();
        assertThat(change.removed()).isSorted();
        Set<Instant> gone = new HashSet<>(change.removed());
        Set<Instant> come = new HashSet<>(change.added());
        change.moved().forEach(moved -> {
            assertThat(gone.add(moved.from())).isTrue();
            assertThat(come.add(moved.to())).isTrue();
        });
        Set<Instant> old = all(before, start, end);
        Set<Instant> expected = all(after, start, end);
        assertThat(old.containsAll(gone)).isTrue();
        assertThat(old).noneMatch(come::contains);
        old.removeAll(gone);
        old.addAll(come);
        assertThat(old).isEqualTo(expected);
    }

    private static Set<Instant> all(Schedule schedule, Instant from, Instant until) {
        Set<Instant> all = new HashSet<>();
        schedule.upcoming(from.minusNanos(1_000), 10_000).stream()
                .filter(until::isAfter)
                .forEach(all::add);
        return all;
    }

    private static BoundedSchedule bounded(
            Schedule rule, @Nullable Duration jitter, @Nullable Calendar exclude, @Nullable BusinessDayRoll roll) {
        return BoundedSchedule.of(new BoundedSchedule(
                rule,
                ZoneOffset.UTC,
                at("2026-11-01T00:00"),
                null,
                null,
                jitter,
                7,
                exclude == null ? List.of() : List.of(new NamedCalendar("weekends", 1, exclude)),
                roll,
                null));
    }

    /** Asserts what changes, in any order: "added …", "removed …" and "moved … to …". */
    private static void assertChange(Schedule before, Schedule after, String from, String until, String... expected) {
        ScheduleChange change = ScheduleChange.between(before, after, at(from), at(until), 1_000);
        List<String> told = new ArrayList<>();
        change.added().forEach(instant -> told.add("added " + instant));
        change.removed().forEach(instant -> told.add("removed " + instant));
        change.moved().forEach(moved -> told.add("moved " + moved.from() + " to " + moved.to()));
        List<String> wanted = new ArrayList<>();
        for (String line : expected) {
            String[] words = line.split(" ", -1);
            wanted.add(
                    words.length == 2
                            ? words[0] + " " + at(words[1])
                            : words[0] + " " + at(words[1]) + " to " + at(words[3]));
        }
        assertThat(told).as("%s, then %s", before, after).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(change.until()).isEqualTo(at(until));
        assertThat(change.truncated()).isFalse();
    }
}
