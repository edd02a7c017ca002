package dev.punctual.workflows.schedule.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.workflows.schedule.calendar.CalendarDefinition.Named;
import dev.punctual.workflows.schedule.calendar.CalendarDefinition.Union;
import dev.punctual.workflows.schedule.calendar.CalendarDefinition.Whole;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CalendarLinksTest {
    private static final Calendar SUNDAYS = new WeeklyDays(List.of(DayOfWeek.SUNDAY));
    private static final Calendar MONDAYS = new WeeklyDays(List.of(DayOfWeek.MONDAY));

    private final Map<String, CalendarDefinition> definitions = new HashMap<>();
    private final Map<String, Calendar> values = new HashMap<>();

    @Test
    void whatIsMadeOfACalendarIsRevisedWithItPartsFirst() {
        store("days", new Whole(SUNDAYS));
        store("other", new Whole(MONDAYS));
        store("closed", union("days", "other"));
        store("all", union("other", "closed", "days"));
        Map<String, Calendar> revised = revise("days", new Whole(MONDAYS));
        assertThat(revised.keySet()).containsExactly("days", "closed", "all");
        Calendar closed = new UnionCalendar(List.of(MONDAYS, MONDAYS));
        assertThat(revised)
                .containsEntry("closed", closed)
                .containsEntry("all", new UnionCalendar(List.of(MONDAYS, closed, MONDAYS)));
        assertThat(links().namedBy("days")).containsExactly("all", "closed");
    }

    @Test
    void refusesACalendarMadeOfItselfOrOfNobody() {
        store("days", new Whole(SUNDAYS));
        store("closed", union("days"));
        store("all", union("closed"));
        assertRefused("CYCLE", "all", () -> revise("days", union("all")));
        assertRefused("CYCLE", "new", () -> revise("new", union("days", "new")));
        assertRefused("UNKNOWN_CALENDAR", "nobody", () -> revise("new", union("days", "nobody")));
    }

    @Test
    void refusesWhatMakesAnotherOneTooLarge() {
        store("a", new Whole(SUNDAYS));
        store("both", union("a", "a", "a"));
        List<Holiday> many = Collections.nCopies(4_000, Holiday.on("one", LocalDate.parse("2026-12-25")));
        assertRefused("TOO_MANY", "", () -> revise("a", new Whole(new Holidays(many))));
    }

    @Test
    void definitionsStandInJsonAsTheyWereMade() {
        JsonMapper json = JsonMapper.builder().build();
        CalendarDefinition definition = new CalendarDefinition.Difference(
                new Union(List.of(new Named("days"), new Whole(SUNDAYS))), new Whole(MONDAYS));
        String text = json.writerFor(CalendarDefinition.class).writeValueAsString(definition);
        assertThat(json.readValue(text, CalendarDefinition.class)).isEqualTo(definition);
        assertThat(definition.names()).containsExactly("days");
    }

    private void store(String name, CalendarDefinition definition) {
        values.putAll(revise(name, definition));
        definitions.put(name, definition);
    }

    private Map<String, Calendar> revise(String name, CalendarDefinition definition) {
        return links().revise(
                        name,
                        definition,
                        each -> Objects.requireNonNull(definitions.get(each)),
                        each -> Objects.requireNonNull(values.get(each)));
    }

    private CalendarLinks links() {
        Map<String, Set<String>> parts = definitions.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().names()));
        return new CalendarLinks(parts);
    }

    private static Union union(String... names) {
        return new Union(
                List.of(names).stream().<CalendarDefinition>map(Named::new).toList());
    }

    private static void assertRefused(String code, String part, Runnable change) {
        assertThatThrownBy(change::run).isInstanceOfSatisfying(InvalidPartException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.part()).isEqualTo(part);
        });
    }
}
