package dev.punctual.workflows.schedule.calendar;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A calendar as a person writes it: its parts may be the names of other calendars. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CalendarDefinition.Whole.class, name = "whole"),
    @JsonSubTypes.Type(value = CalendarDefinition.Named.class, name = "named"),
    @JsonSubTypes.Type(value = CalendarDefinition.Union.class, name = "union"),
    @JsonSubTypes.Type(value = CalendarDefinition.Difference.class, name = "difference")
})
public sealed interface CalendarDefinition {

    /**
     * What it excludes.
     *
     * @param named answers what a name stands for
     * @throws InvalidCalendarException when its parts stand in each other too deep, or are too many
     */
    Calendar resolve(Function<String, Calendar> named);

    /** Tells each name in it, as often as it stands there. */
    void eachName(Consumer<String> consumer);

    /** The calendars that it names. */
    default Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        eachName(names::add);
        return names;
    }

    /** A calendar that is made of no others. */
    record Whole(Calendar calendar) implements CalendarDefinition {
        @Override
        public Calendar resolve(Function<String, Calendar> named) {
            return calendar;
        }

        @Override
        public void eachName(Consumer<String> consumer) {}
    }

    /** Another calendar, by its name. */
    record Named(String name) implements CalendarDefinition {
        @Override
        public Calendar resolve(Function<String, Calendar> named) {
            return named.apply(name);
        }

        @Override
        public void eachName(Consumer<String> consumer) {
            consumer.accept(name);
        }
    }

    /** What any of several calendars excludes. */
    record Union(List<CalendarDefinition> of) implements CalendarDefinition {
        public Union {
            of = List.copyOf(of);
        }

        @Override
        public Calendar resolve(Function<String, Calendar> named) {
            return new UnionCalendar(
                    of.stream().map(part -> part.resolve(named)).toList());
        }

        @Override
        public void eachName(Consumer<String> consumer) {
            of.forEach(part -> part.eachName(consumer));
        }
    }

    /** What one calendar excludes and another does not. */
    record Difference(CalendarDefinition of, CalendarDefinition without) implements CalendarDefinition {
        @Override
        public Calendar resolve(Function<String, Calendar> named) {
            return new DifferenceCalendar(of.resolve(named), without.resolve(named));
        }

        @Override
        public void eachName(Consumer<String> consumer) {
            of.eachName(consumer);
            without.eachName(consumer);
        }
    }
}
