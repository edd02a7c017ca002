package dev.punctual.workflows.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.punctual.workflows.schedule.calendar.Blackout;
import dev.punctual.workflows.schedule.calendar.BusinessHours;
import dev.punctual.workflows.schedule.calendar.Calendar;
import dev.punctual.workflows.schedule.calendar.Holiday;
import dev.punctual.workflows.schedule.calendar.Holidays;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.schedule.calendar.WeeklyDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the tables of docs/schedules.md: each row of a table whose first column is called "expression". */
class SchedulesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "schedules.md");

    @TestFactory
    Stream<DynamicTest> everyRowIsTrue() throws IOException {
        List<Map<String, String>> rows = rows(Files.readAllLines(PAGE));
        assertThat(rows).hasSizeGreaterThan(50);
        return rows.stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row)));
    }

    private static void check(Map<String, String> row) {
        String refusal = cell(row, "refused because");
        if (refusal != null) {
            assertThat(catchThrowableOfType(InvalidScheduleException.class, () -> schedule(row)))
                    .as(row.toString())
                    .isNotNull()
                    .hasMessageContaining(refusal);
            return;
        }
        if (cell(row, "calendar") != null) {
            checkFires(row, excluding(row));
            return;
        }
        CronSchedule schedule = schedule(row);
        String skipped = cell(row, "skipped within a year");
        if (skipped != null) {
            Instant after = Schedules.at(required(row, "after"));
            assertThat(schedule.missing(after, after.plus(Duration.ofDays(365)), 9))
                    .extracting(missing -> missing.local().toString())
                    .isEqualTo(skipped.equals("none") ? List.of() : List.of(skipped.split(", ", -1)));
            return;
        }
        if (row.containsKey("becomes")) {
            checkChange(row, schedule);
            return;
        }
        String description = cell(row, "description");
        if (description != null) {
            assertThat(schedule.describe()).isEqualTo(description);
            return;
        }
        checkFires(row, schedule);
    }

    private static void checkFires(Map<String, String> row, Schedule schedule) {
        List<Instant> fires = Arrays.stream(required(row, "next fires").split(", ", -1))
                .map(Schedules::at)
                .toList();
        assertThat(schedule.upcoming(Schedules.at(required(row, "after")), fires.size()))
                .isEqualTo(fires);
    }

    private static void checkChange(Map<String, String> row, CronSchedule schedule) {
        CronSchedule becomes =
                CronSchedule.of(required(row, "becomes"), schedule.dialect(), schedule.timeZone(), null, null);
        Instant until = Schedules.at(required(row, "until"));
        ScheduleChange change =
                ScheduleChange.between(schedule, becomes, Schedules.at(required(row, "from")), until, 100);
        List<ScheduleChange.Moved> moved = items(row, "moved").stream()
                .map(move -> move.split(" to ", 2))
                .map(ends -> new ScheduleChange.Moved(Schedules.at(ends[0]), Schedules.at(ends[1])))
                .toList();
        assertThat(change)
                .isEqualTo(new ScheduleChange(instants(row, "added"), instants(row, "removed"), moved, until, false));
    }

    private static List<Instant> instants(Map<String, String> row, String title) {
        return items(row, title).stream().map(Schedules::at).toList();
    }

    private static List<String> items(Map<String, String> row, String title) {
        String cell = cell(row, title);
        return cell == null ? List.of() : List.of(cell.split(", ", -1));
    }

    private static CronSchedule schedule(Map<String, String> row) {
        String dialect = cell(row, "dialect");
        String zone = cell(row, "zone");
        String gap = cell(row, "gap");
        String repeat = cell(row, "repeat");
        return CronSchedule.of(
                required(row, "expression"),
                dialect == null ? CronDialect.UNIX : CronDialect.valueOf(dialect),
                ZoneId.of(zone == null ? "UTC" : zone),
                gap == null ? null : GapPolicy.valueOf(gap),
                repeat == null ? null : RepeatPolicy.valueOf(repeat),
                cell(row, "task"));
    }

    private static Schedule excluding(Map<String, String> row) {
        List<NamedCalendar> exclude = Arrays.stream(required(row, "calendar").split(" \\+ ", -1))
                .map(name -> new NamedCalendar(name, 1, calendar(name)))
                .toList();
        String roll = cell(row, "roll");
        return BoundedSchedule.of(new BoundedSchedule(
                schedule(row),
                ZoneOffset.UTC,
                Schedules.at("2026-01-01T00:00"),
                null,
                null,
                null,
                0,
                exclude,
                roll == null ? null : BusinessDayRoll.valueOf(roll),
                null));
    }

    /** Those that the page speaks of. */
    private static Calendar calendar(String name) {
        return switch (name) {
            case "holidays" ->
                new Holidays(List.of(
                        Holiday.on("Christmas Day", LocalDate.parse("2026-12-25")),
                        Holiday.on("Boxing Day", LocalDate.parse("2026-12-26"))));
            case "weekends" -> new WeeklyDays(List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));
            case "office" ->
                new BusinessHours(Arrays.stream(DayOfWeek.values())
                        .filter(day -> day.compareTo(DayOfWeek.FRIDAY) <= 0)
                        .map(day -> new BusinessHours.Open(day, LocalTime.of(9, 0), LocalTime.of(17, 30)))
                        .toList());
            case "backup" -> new Blackout("* 2-3 * * SUN", CronDialect.UNIX);
            default -> throw new AssertionError("the page knows no calendar " + name);
        };
    }

    private static List<Map<String, String>> rows(List<String> lines) {
        List<Map<String, String>> rows = new ArrayList<>();
        List<String> titles = List.of();
        for (String line : lines) {
            List<String> cells = cells(line);
            if (cells.isEmpty()) {
                titles = List.of();
            } else if (titles.isEmpty()) {
                titles = cells;
            } else if (titles.getFirst().equals("expression")
                    && !cells.getFirst().startsWith("---")) {
                Map<String, String> row = new LinkedHashMap<>();
                assertThat(cells).as(line).hasSameSizeAs(titles);
                for (int i = 0; i < cells.size(); i++) {
                    row.put(titles.get(i), cells.get(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<String> cells(String line) {
        if (!line.startsWith("|")) {
            return List.of();
        }
        return Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                .map(cell -> cell.strip().replace("`", ""))
                .toList();
    }

    private static @Nullable String cell(Map<String, String> row, String title) {
        String cell = row.get(title);
        return cell == null || cell.isEmpty() ? null : cell;
    }

    private static String required(Map<String, String> row, String title) {
        String cell = cell(row, title);
        if (cell == null) {
            throw new AssertionError("no %s in %s".formatted(title, row));
        }
        return cell;
    }
}
