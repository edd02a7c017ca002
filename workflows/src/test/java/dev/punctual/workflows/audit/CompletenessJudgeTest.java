package dev.punctual.workflows.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.audit.CompletenessJudge.Window;
import dev.punctual.workflows.audit.TaskHistory.Change;
import dev.punctual.workflows.audit.TaskHistory.PlanChange;
import dev.punctual.workflows.audit.TaskHistory.Present;
import dev.punctual.workflows.audit.TaskHistory.Version;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.schedule.BoundedSchedule;
import dev.punctual.workflows.schedule.IntervalMode;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.schedule.Schedule;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each hour from 01:00 on, registered at 00:30, looked at from 00:00 to 06:00: 01, 02, 03, 04 and 05 are expected. */
class CompletenessJudgeTest {
    private static final TaskId TASK = new TaskId("default", "hourly");
    private static final Schedule HOURLY = new IntervalSchedule(Duration.ofHours(1), hour(0));
    private static final Schedule AT_HALF = new IntervalSchedule(Duration.ofHours(1), hour(0).plusSeconds(1_800));
    private static final Window WINDOW = new Window(hour(0), hour(6), Duration.ofSeconds(1));
    private static final Present LATER = new Present(TaskState.ACTIVE, hour(6));

    /**
     * @param name what happens
     * @param counts what is counted, in the order of the names
     */
    record Case(String name, TaskHistory history, List<LedgerRow> rows, String counts) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("all ran", plain(LATER), ran(1, 2, 3, 4, 5), "expected=5 fired.SUCCEEDED=5"),
                new Case(
                        "one row is gone",
                        plain(LATER),
                        ran(1, 2, 4, 5),
                        "expected=5 fired.SUCCEEDED=4 unexplained=1 [03 UNEXPLAINED]"),
                new Case(
                        "the last row is gone",
                        plain(LATER),
                        ran(1, 2, 3, 4),
                        "expected=5 fired.SUCCEEDED=4 unexplained=1 [05 UNEXPLAINED]"),
                new Case(
                        "the book has not come to the last ones",
                        plain(new Present(TaskState.ACTIVE, hour(4))),
                        ran(1, 2, 3),
                        "expected=5 fired.SUCCEEDED=3 pending.OVERDUE=2"),
                new Case(
                        "a pause goes on",
                        plain(new Present(TaskState.PAUSED, hour(3))),
                        ran(1, 2),
                        "expected=5 fired.SUCCEEDED=2 pending.PAUSED=3"),
                new Case(
                        "a range of a pause explains what it covers",
                        plain(LATER),
                        and(ran(1, 5), LedgerRow.skipped(hour(2), hour(4), 3, SkipReason.PAUSED)),
                        "expected=5 fired.SUCCEEDED=2 skipped.PAUSED=3"),
                new Case(
                        "a range explains no more than it counted",
                        plain(LATER),
                        and(ran(1, 5), LedgerRow.skipped(hour(2), hour(4), 2, SkipReason.PAUSED)),
                        "expected=5 fired.SUCCEEDED=2 skipped.PAUSED=2 unexplained=1 [04 UNEXPLAINED]"),
                new Case(
                        "a range that began before the window",
                        plain(LATER, -300),
                        and(ran(3, 4, 5), LedgerRow.skipped(hour(-100), hour(2), 103, SkipReason.CATCH_UP)),
                        "expected=6 fired.SUCCEEDED=3 skipped.CATCH_UP=3"),
                new Case(
                        "late, failed, open",
                        plain(LATER),
                        List.of(
                                LedgerRow.of(hour(1), FireState.SUCCEEDED, Duration.ofMillis(1_000)),
                                LedgerRow.of(hour(2), FireState.FAILED, Duration.ofMillis(999)),
                                LedgerRow.of(hour(3), FireState.LOST, Duration.ZERO),
                                LedgerRow.of(hour(4), FireState.RETRYING, Duration.ofHours(1)),
                                LedgerRow.of(hour(5), FireState.RUNNING, Duration.ZERO)),
                        "expected=5 fired.FAILED=1 fired.LOST=1 fired.SUCCEEDED=1 late=2 open=2"),
                new Case(
                        "a fire that nobody asked for",
                        plain(LATER),
                        and(ran(1, 2, 3, 4, 5), fire(hour(2).plusSeconds(7))),
                        "expected=5 fired.SUCCEEDED=5 unexpected=1 [02:00:07 UNEXPECTED]"),
                new Case(
                        "what users asked for is counted beside",
                        plain(LATER),
                        and(ran(1, 2, 3, 4, 5), beside(hour(2), Trigger.BACKFILL), beside(hour(3), Trigger.MANUAL)),
                        "beside.BACKFILL=1 beside.MANUAL=1 expected=5 fired.SUCCEEDED=5"),
                new Case(
                        "a manual fire explains nothing",
                        plain(LATER),
                        and(ran(1, 2, 4, 5), beside(hour(3), Trigger.MANUAL)),
                        "beside.MANUAL=1 expected=5 fired.SUCCEEDED=4 unexplained=1 [03 UNEXPLAINED]"),
                new Case(
                        "a calendar's rows are no instants",
                        plain(LATER),
                        and(
                                ran(1, 2, 3, 4, 5),
                                LedgerRow.skipped(
                                        hour(3).plusSeconds(60), hour(3).plusSeconds(120), 2, SkipReason.CALENDAR)),
                        "excluded=2 expected=5 fired.SUCCEEDED=5"),
                new Case(
                        "another schedule from 02:45 on",
                        changed(replaced(hour(2).plusSeconds(2_700), hour(3), half(3))),
                        and(ran(1, 2), fire(half(3)), fire(half(4)), fire(half(5))),
                        "expected=5 fired.SUCCEEDED=5"),
                new Case(
                        "another schedule before 02 was acted on",
                        changed(replaced(hour(2).plusSeconds(2_700), hour(2), half(3))),
                        and(ran(1), fire(half(3)), fire(half(4)), fire(half(5))),
                        "expected=5 fired.SUCCEEDED=4 superseded=1"),
                new Case(
                        "a row that is gone is not explained by a later schedule",
                        changed(replaced(hour(2).plusSeconds(2_700), hour(3), half(3))),
                        and(ran(1), fire(half(3)), fire(half(4)), fire(half(5))),
                        "expected=5 fired.SUCCEEDED=4 unexplained=1 [02 UNEXPLAINED]"),
                new Case(
                        "an old schedule that still fires",
                        changed(replaced(hour(2).plusSeconds(2_700), hour(3), half(3))),
                        and(ran(1, 2, 4), fire(half(3)), fire(half(4)), fire(half(5))),
                        "expected=5 fired.SUCCEEDED=5 unexpected=1 [04 UNEXPECTED]"),
                new Case(
                        "cancelled at 03:30",
                        new TaskHistory(
                                TASK,
                                half(0),
                                List.of(first(), new Version(2, half(3), HOURLY)),
                                List.of(
                                        created(),
                                        new Change(2, "cancel", new PlanChange(half(3), hour(4), null, null))),
                                new Present(TaskState.CANCELLED, null)),
                        ran(1, 2, 3),
                        "expected=3 fired.SUCCEEDED=3"),
                new Case(
                        "cancelled during a pause",
                        new TaskHistory(
                                TASK,
                                half(0),
                                List.of(first(), new Version(2, half(1), HOURLY), new Version(3, half(3), HOURLY)),
                                List.of(
                                        created(),
                                        new Change(2, "pause", null),
                                        new Change(3, "cancel", new PlanChange(half(3), hour(2), null, null))),
                                new Present(TaskState.CANCELLED, null)),
                        ran(1),
                        "expected=3 fired.SUCCEEDED=1 superseded=2"),
                new Case(
                        "cancelled, and given a definition again",
                        new TaskHistory(
                                TASK,
                                half(0),
                                List.of(first(), new Version(2, half(1), HOURLY), new Version(3, half(3), HOURLY)),
                                List.of(
                                        created(),
                                        new Change(2, "cancel", new PlanChange(half(1), hour(2), null, null)),
                                        new Change(3, "replace", new PlanChange(half(3), null, hour(4), null))),
                                LATER),
                        ran(1, 4, 5),
                        "expected=3 fired.SUCCEEDED=3"),
                new Case(
                        "02 was moved to 04:10",
                        moved(hour(2), hour(4).plusSeconds(600)),
                        and(
                                ran(1, 5),
                                fire(hour(4).plusSeconds(600)),
                                LedgerRow.skipped(hour(3), hour(3), 1, SkipReason.USER),
                                LedgerRow.skipped(hour(4), hour(4), 1, SkipReason.USER)),
                        "expected=5 fired.SUCCEEDED=3 skipped.USER=2"),
                new Case(
                        "02 was moved, and fired all the same",
                        moved(hour(2), half(2)),
                        and(ran(1, 2, 3, 4, 5), fire(half(2))),
                        "expected=5 fired.SUCCEEDED=5 unexpected=1 [02 UNEXPECTED]"),
                new Case(
                        "02 was moved, and the moved fire is gone",
                        moved(hour(2), half(2)),
                        ran(1, 3, 4, 5),
                        "expected=5 fired.SUCCEEDED=4 unexplained=1 [02:30 UNEXPLAINED]"),
                new Case(
                        "05 was moved out of the window",
                        moved(hour(5), hour(9)),
                        ran(1, 2, 3, 4),
                        "expected=4 fired.SUCCEEDED=4"),
                new Case(
                        "once, long before it was registered",
                        new TaskHistory(
                                TASK,
                                half(3),
                                List.of(new Version(1, half(3), new OneTimeSchedule(hour(2)))),
                                List.of(created()),
                                new Present(TaskState.COMPLETED, null)),
                        ran(2),
                        "expected=1 fired.SUCCEEDED=1"),
                new Case(
                        "registered by a clock that is a little behind",
                        plain(LATER, 3_600 + 5),
                        ran(1, 2, 3, 4, 5),
                        "expected=5 fired.SUCCEEDED=5"),
                new Case(
                        "a schedule that follows runs",
                        new TaskHistory(
                                TASK,
                                half(0),
                                List.of(new Version(
                                        1,
                                        half(0),
                                        new IntervalSchedule(Duration.ofHours(1), half(0), IntervalMode.FIXED_DELAY))),
                                List.of(created()),
                                LATER),
                        and(List.of(), fire(half(0)), fire(half(1).plusSeconds(3))),
                        "beside.FOLLOWS_RUNS=2"),
                new Case(
                        "bounds and jitter are the schedule's",
                        bounded(),
                        LongStream.iterate(0, i -> i + 1)
                                .limit(3)
                                .mapToObj(i -> jittered().upcoming(half(1), 3).get((int) i))
                                .map(CompletenessJudgeTest::fire)
                                .toList(),
                        "expected=3 fired.SUCCEEDED=3"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void counts(Case one) {
        assertThat(judge(one, Integer.MAX_VALUE)).isEqualTo(one.counts());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theCountsOfPartsAddUp(int most) {
        cases().filter(one -> !one.name().startsWith("a range explains no more"))
                .forEach(one -> assertThat(judge(one, most)).as(one.name()).isEqualTo(one.counts()));
    }

    @Test
    void knowsWhatItCannotJudge() {
        assertThat(plain(LATER).isKnown()).isTrue();
        // made by a release that did not say where to
        assertThat(new TaskHistory(
                                TASK,
                                half(0),
                                List.of(first(), new Version(2, half(1), HOURLY)),
                                List.of(created(), new Change(2, "reschedule", null)),
                                LATER)
                        .isKnown())
                .isFalse();
        assertThat(new TaskHistory(
                                TASK,
                                half(0),
                                List.of(first(), new Version(2, half(1), HOURLY)),
                                List.of(created()),
                                LATER)
                        .isKnown())
                .as("an event that is no longer kept")
                .isFalse();
        assertThat(new TaskHistory(
                                TASK,
                                half(0),
                                List.of(first(), new Version(2, half(1), AT_HALF)),
                                List.of(created(), new Change(2, "replace", null)),
                                LATER)
                        .isKnown())
                .as("another schedule, and nothing that says since when")
                .isFalse();
    }

    /** In parts of so many instants. */
    private static String judge(Case one, int most) {
        Tally tally = new Tally(10);
        Window window = WINDOW;
        Ledger ledger = ledger(one.rows());
        Instant stopped = CompletenessJudge.judge(one.history(), window, ledger, most, tally);
        while (stopped != null) {
            window = window.from(stopped);
            stopped = CompletenessJudge.judge(one.history(), window, ledger, most, tally);
        }
        StringBuilder text = new StringBuilder();
        tally.counts()
                .forEach((name, count) -> text.append(text.isEmpty() ? "" : " ")
                        .append(name)
                        .append('=')
                        .append(count));
        for (Finding finding : tally.findings()) {
            text.append(" [%s %s]".formatted(show(finding.at()), finding.kind()));
        }
        return text.toString();
    }

    private static String show(Instant at) {
        String text = at.atOffset(ZoneOffset.UTC).toLocalTime().toString();
        return text.length() == 5 && text.endsWith(":00") ? text.substring(0, 2) : text;
    }

    private static Ledger ledger(List<LedgerRow> rows) {
        List<LedgerRow> sorted = rows.stream()
                .sorted(Comparator.comparing(LedgerRow::scheduledFor))
                .toList();
        return new Ledger() {
            @Override
            public Iterator<LedgerRow> fires(Instant from, Instant to) {
                return sorted.stream()
                        .filter(row -> !row.scheduledFor().isBefore(from)
                                && row.scheduledFor().isBefore(to))
                        .iterator();
            }

            @Override
            public List<LedgerRow> rangesInto(Instant from) {
                return sorted.stream()
                        .filter(row -> row.scheduledFor().isBefore(from)
                                && row.covers() > 1
                                && !row.coversUntil().isBefore(from))
                        .toList();
            }
        };
    }

    private static Instant hour(int hour) {
        return Instant.parse("2026-03-05T00:00:00Z").plusSeconds(3_600L * hour);
    }

    private static Instant half(int hour) {
        return hour(hour).plusSeconds(1_800);
    }

    private static Version first() {
        return new Version(1, half(0), HOURLY);
    }

    private static Change created() {
        return new Change(1, "create", null);
    }

    private static TaskHistory plain(Present present) {
        return plain(present, 1_800);
    }

    /** Registered so many seconds after midnight; negative ones count hours. */
    private static TaskHistory plain(Present present, int at) {
        Instant createdAt = at < 0 ? hour(at) : hour(0).plusSeconds(at);
        return new TaskHistory(
                TASK, createdAt, List.of(new Version(1, createdAt, HOURLY)), List.of(created()), present);
    }

    private static Change replaced(Instant at, @Nullable Instant waitedFor, Instant next) {
        return new Change(2, "replace", new PlanChange(at, waitedFor, next, null));
    }

    private static TaskHistory changed(Change change) {
        return new TaskHistory(
                TASK,
                half(0),
                List.of(first(), new Version(2, half(2), AT_HALF)),
                List.of(created(), change),
                new Present(TaskState.ACTIVE, half(6)));
    }

    private static TaskHistory moved(Instant nominal, Instant at) {
        return new TaskHistory(
                TASK,
                half(0),
                List.of(first(), new Version(2, half(1), HOURLY)),
                List.of(created(), new Change(2, "reschedule", new PlanChange(half(1), nominal, nominal, at))),
                LATER);
    }

    private static BoundedSchedule jittered() {
        return BoundedSchedule.of(new BoundedSchedule(
                HOURLY, ZoneOffset.UTC, half(1), half(4), null, Duration.ofMinutes(20), 42, List.of(), null, null));
    }

    private static TaskHistory bounded() {
        return new TaskHistory(
                TASK,
                half(0),
                List.of(new Version(1, half(0), jittered())),
                List.of(created()),
                new Present(TaskState.COMPLETED, null));
    }

    private static LedgerRow fire(Instant at) {
        return LedgerRow.of(at, FireState.SUCCEEDED, Duration.ofMillis(3));
    }

    private static LedgerRow beside(Instant at, Trigger trigger) {
        return new LedgerRow(at, trigger, FireState.SUCCEEDED, null, 1, at, null);
    }

    private static List<LedgerRow> ran(int... hours) {
        List<LedgerRow> rows = new ArrayList<>();
        for (int hour : hours) {
            rows.add(fire(hour(hour)));
        }
        return rows;
    }

    private static List<LedgerRow> and(List<LedgerRow> rows, LedgerRow... more) {
        List<LedgerRow> all = new ArrayList<>(rows);
        all.addAll(List.of(more));
        return all;
    }
}
