package dev.punctual.bench.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is measured must be the same question for all. */
class ScheduleBenchmarksTests {
    @ParameterizedTest
    @EnumSource
    void everyLibraryAnswersTheUsualExpressionsAlike(Library library) {
        assertThat(Sample.values())
                .filteredOn(sample -> !sample.worst)
                .allMatch(sample -> ScheduleBenchmarks.answersAsPunctual(library, sample));
    }

    @ParameterizedTest
    @EnumSource
    void punctualHasAnInstantForEveryExpressionAndStart(Sample sample) {
        Library.Timetable timetable = Library.PUNCTUAL.read(sample.texts(), ScheduleBenchmarks.ZONE);
        for (Instant start : sample.starts()) {
            assertThat(timetable.next(start)).isNotNull().isAfter(start);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyLibraryReadsEveryShape(Shape shape) {
        for (Library library : Library.values()) {
            for (int number = 0; number < Shape.MEMBERS; number += 997) {
                assertThat(library.read(shape.member(number), ScheduleBenchmarks.ZONE))
                        .as(library + " " + shape.member(number))
                        .isNotNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noMemberOfAShapeComesTwice(Shape shape) {
        assertThat(IntStream.range(0, Shape.MEMBERS)
                        .mapToObj(shape::member)
                        .distinct()
                        .count())
                .isEqualTo(Shape.MEMBERS);
    }

    @Test
    void thereAreUsualAndWorstExpressions() {
        assertThat(ScheduleBenchmarks.titles(false)).hasSizeGreaterThan(5).doesNotHaveDuplicates();
        assertThat(ScheduleBenchmarks.titles(true)).hasSizeGreaterThan(3).doesNotHaveDuplicates();
    }
}
