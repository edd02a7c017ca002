package dev.punctual.bench.check;

import java.time.Instant;

/**
 * A time in which something was wrong on purpose.
 *
 * @param what the fault
 * @param from when it began
 * @param until when everything answered again
 */
public record Window(String what, Instant from, Instant until) {

    boolean meets(Instant begin, Instant end) {
        return !from.isAfter(end) && !until.isBefore(begin);
    }

    String line() {
        return "fault: %s from %s until %s".formatted(what, from, until);
    }
}
