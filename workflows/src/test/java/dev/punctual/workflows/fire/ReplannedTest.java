package dev.punctual.workflows.fire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.CronDialect;
import dev.punctual.workflows.schedule.CronSchedule;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.schedule.calendar.WeeklyDays;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a task at 12:00 each day when its calendar changes; 2026-11-20 is a Friday. */
class ReplannedTest {
    private static final Instant NOW = day(24).minusSeconds(3_600);

    @Test
    void theNextFireFollowsTheNewCalendar() {
        BoundedSchedule closedToday = daily(null, DayOfWeek.TUESDAY);
        assertThat(closedToday.nextAfter(NOW)).contains(day(25));
        Replanned opened = replan(closedToday, NextFire.at(day(25)), null, daily(null, DayOfWeek.WEDNESDAY));
        assertThat(opened.next()).isEqualTo(NextFire.at(day(24)));
        assertThat(opened.plannedSince()).isEqualTo(NOW);
    }

    @Test
    void whatTheOldCalendarDroppedIsRecordedUpToTheChange() {
        BoundedSchedule before = daily(null, DayOfWeek.SUNDAY, DayOfWeek.MONDAY, DayOfWeek.TUESDAY);
        Replanned replanned = replan(before, NextFire.at(day(25)), null, daily(null, DayOfWeek.FRIDAY));
        assertThat(replanned.excluded()).extracting(Skip::from).containsExactly(day(22), day(23));
        // what was planned and recorded before is not looked at again
        assertThat(replan(before, NextFire.at(day(25)), day(22).plusSeconds(60), before)
                        .excluded())
                .extracting(Skip::from)
                .containsExactly(day(23));
    }

    @Test
    void anInstantThatHasComeStaysExpected() {
        Replanned overdue =
                replan(daily(null), NextFire.at(day(22)), null, daily(null, DayOfWeek.SUNDAY, DayOfWeek.MONDAY));
        assertThat(overdue.next()).isEqualTo(NextFire.at(day(22)));
        assertThat(overdue.plannedSince()).isEqualTo(day(22));
    }

    @Test
    void aFireThatAUserMovedStaysWhereItIs() {
        NextFire moved = new NextFire(day(26).plusSeconds(7), day(25));
        assertThat(replan(daily(null), moved, null, daily(null, DayOfWeek.WEDNESDAY))
                        .next())
                .isEqualTo(moved);
    }

    @Test
    void asManyFiresAreLeftAsBefore() {
        // four of ten have fired: on Friday to Monday
        BoundedSchedule before = daily(10);
        BoundedSchedule after = before.withCalendars(closed(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY), NOW);
        assertThat(after.upcoming(NOW, 20)).containsExactly(day(24), day(25), day(26), day(29), day(30), day(31));
        BoundedSchedule again = after.withCalendars(closed(DayOfWeek.SUNDAY), day(26));
        assertThat(again.upcoming(day(26), 20)).containsExactly(day(27), day(28), day(30));
        assertThat(again.withCalendars(closed(), day(30)).nextAfter(day(30))).isEmpty();
    }

    @Test
    void aScheduleOfWhichNothingIsLeftHasNoNextFire() {
        BoundedSchedule never = daily(5).withCalendars(closed(DayOfWeek.values()), NOW);
        assertThat(never.nextAfter(NOW)).isEmpty();
        assertThat(replan(daily(5), NextFire.at(day(24)), null, never).next()).isNull();
    }

    @Test
    void anInstantThatHasFiredFiresNotAgainWhenItsJitterMayBeLonger() {
        BoundedSchedule before = hourlyWithJitter();
        Instant now = Instant.parse("2026-11-23T23:59:59.999Z");
        Instant next = before.nextAfter(now).orElseThrow();
        BoundedSchedule after = before.withCalendars(closed(DayOfWeek.TUESDAY), now);
        assertThat(after.nextAfter(now).orElseThrow()).isBefore(Instant.parse("2026-11-25T00:00:00Z"));
        assertThat(Replanned.of(before, NextFire.at(next), null, after, now).next())
                .isEqualTo(NextFire.at(
                        after.nextAfter(Instant.parse("2026-11-25T00:00:00Z")).orElseThrow()));
    }

    @Test
    void anInstantThatHasNotFiredYetFiresAtOnceWhenItsJitterMayNoLongerBeThatLong() {
        BoundedSchedule open = hourlyWithJitter();
        Instant now = Instant.parse("2026-11-24T00:00:00Z");
        BoundedSchedule before = open.withCalendars(closed(DayOfWeek.TUESDAY), now.minusSeconds(7_200));
        Instant next = before.nextAfter(now).orElseThrow();
        assertThat(before.origins(next)).containsExactly(now.minusSeconds(3_600));
        assertThat(open.nextAfter(now.minusSeconds(3_600)).orElseThrow()).isBefore(now);
        assertThat(Replanned.of(before, NextFire.at(next), null, open, now).next())
                .isEqualTo(NextFire.at(now));
        assertThat(open.origins(open.nextAfter(now).orElseThrow())).containsExactly(now);
    }

    private static BoundedSchedule hourlyWithJitter() {
        return BoundedSchedule.of(new BoundedSchedule(
                CronSchedule.of("0 * * * *", CronDialect.UNIX, ZoneOffset.UTC, null, null),
                ZoneOffset.UTC,
                day(20),
                null,
                null,
                Duration.ofHours(24),
                7,
                List.of(),
                null,
                null));
    }

    private static Replanned replan(
            BoundedSchedule before, NextFire next, @Nullable Instant plannedSince, BoundedSchedule after) {
        return Replanned.of(before, next, plannedSince, after, NOW);
    }

    private static BoundedSchedule daily(@Nullable Integer maxFires, DayOfWeek... closed) {
        return BoundedSchedule.of(new BoundedSchedule(
                CronSchedule.of("0 12 * * *", CronDialect.UNIX, ZoneOffset.UTC, null, null),
                ZoneOffset.UTC,
                day(20).minusSeconds(60),
                null,
                maxFires,
                null,
                0,
                closed(closed),
                null,
                null));
    }

    private static List<NamedCalendar> closed(DayOfWeek... days) {
        return days.length == 0 ? List.of() : List.of(new NamedCalendar("closed", 1, new WeeklyDays(List.of(days))));
    }

    private static Instant day(int day) {
        return Instant.parse("2026-11-01T12:00:00Z").plusSeconds(86_400L * (day - 1));
    }
}
