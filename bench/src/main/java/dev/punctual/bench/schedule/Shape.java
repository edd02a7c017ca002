package dev.punctual.bench.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Families of expressions to compile: each has so many members that none comes out of a cache. */
public enum Shape {
    PLAIN("minute, hour and day, such as 30 2 15 * *") {
        @Override
        Texts member(int number) {
            String time = "%d %d".formatted(number % 60, number / 60 % 24);
            int day = number / 60 / 24 % 28 + 1;
            return Texts.unix(
                    "%s %d * *".formatted(time, day),
                    "0 %s %d * ?".formatted(time, day),
                    "0 %s %d * *".formatted(time, day));
        }
    },
    RICH("ranges, steps, lists and names in every field") {
        @Override
        Texts member(int number) {
            String time = "%d-59/5,%d %d-23/2".formatted(number % 50, number % 60, number / 60 % 20);
            String days = "%d-31 JAN-NOV".formatted(number / 60 / 20 % 28 + 1);
            return Texts.unix(
                    time + " " + days + " MON-FRI",
                    "0 " + time + " " + days + " ?",
                    "0 " + time + " " + days + " MON-FRI");
        }
    },
    LONGEST("some 400 characters: every minute, hour and day in a list of its own") {
        @Override
        Texts member(int number) {
            String time = list(0, 59, number) + " " + list(0, 23, number / 60);
            String days = list(1, 31, number / 60 / 24) + " " + list(1, 12, 0);
            return Texts.unix(
                    time + " " + days + " " + list(1, 5, 0),
                    "0 " + time + " " + days + " ?",
                    "0 " + time + " " + days + " *");
        }
    };

    /** More than any cache of compiled expressions that Punctual keeps. */
    static final int MEMBERS = 30_000;

    final String title;

    Shape(String title) {
        this.title = title;
    }

    abstract Texts member(int number);

    /** All values of a field, beginning with another one each time. */
    private static String list(int min, int max, int turned) {
        List<Integer> values =
                new ArrayList<>(IntStream.rangeClosed(min, max).boxed().toList());
        Collections.rotate(values, turned);
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
