package dev.punctual.workflows.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/** Random rules against lib-recur on local time, where no clock changes. */
class RRulePropertiesTest {
    private static final List<String> FREQUENCIES =
            List.of("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY");
    private static final List<String> DAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");

    @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
    void namesTheSameLocalTimesAsLibRecur(@ForAll Random random) throws InvalidRecurrenceRuleException {
        String rule = rule(random);
        LocalDateTime start = LocalDateTime.of(
                2000 + random.nextInt(30),
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60));
        List<Instant> expected = expected(rule, start);
        if (expected.isEmpty()) {
            return;
        }
        Schedule schedule = RRuleSchedule.of(rule, start, List.of(), ZoneOffset.UTC, null, null);
        assertThat(schedule.upcoming(Instant.EPOCH, expected.size()))
                .as(rule + " from " + start)
                .isEqualTo(expected);
        // wherever one starts to ask
        Instant middle = expected.get(expected.size() / 2);
        assertThat(schedule.nextAfter(middle.minusNanos(1))).hasValue(middle);
    }

    /** What lib-recur finds before it gives up. */
    private static List<Instant> expected(String rule, LocalDateTime start) throws InvalidRecurrenceRuleException {
        List<Instant> found = new ArrayList<>();
        try {
            RecurrenceRuleIterator instances = new RecurrenceRule(rule, RecurrenceRule.RfcMode.RFC5545_STRICT)
                    .iterator(new DateTime(
                            start.getYear(),
                            start.getMonthValue() - 1,
                            start.getDayOfMonth(),
                            start.getHour(),
                            start.getMinute(),
                            start.getSecond()));
            while (instances.hasNext() && found.size() < 25) {
                DateTime at = instances.nextDateTime();
                found.add(LocalDateTime.of(
                                at.getYear(),
                                at.getMonth() + 1,
                                at.getDayOfMonth(),
                                at.getHours(),
                                at.getMinutes(),
                                at.getSeconds())
                        .toInstant(ZoneOffset.UTC));
            }
        } catch (IllegalArgumentException | IllegalStateException tooManyEmptyPeriods) {
            // what it found so far is right
        }
        return found;
    }

    private static String rule(Random random) {
        String frequency = FREQUENCIES.get(random.nextInt(FREQUENCIES.size()));
        boolean belowDay = FREQUENCIES.indexOf(frequency) > 3;
        StringBuilder rule = new StringBuilder("FREQ=" + frequency);
        if (random.nextBoolean()) {
            rule.append(";INTERVAL=").append(1 + random.nextInt(5));
        }
        // of a year alone lib-recur takes a BYMONTHDAY for one of the start's month
        if (frequency.equals("YEARLY") || random.nextInt(3) == 0) {
            rule.append(";BYMONTH=").append(numbers(random, 1, 12));
        }
        if (!frequency.equals("WEEKLY") && random.nextInt(3) == 0) {
            rule.append(";BYMONTHDAY=").append(numbers(random, 1, 28)).append(random.nextBoolean() ? ",-1" : "");
        } else if (random.nextInt(2) == 0) {
            boolean ordinals = frequency.equals("MONTHLY") && random.nextBoolean();
            rule.append(";BYDAY=").append(ordinals ? "2" : "").append(DAYS.get(random.nextInt(7)));
            rule.append(",").append(ordinals ? "-1" : "").append(DAYS.get(random.nextInt(7)));
        }
        if (random.nextInt(belowDay ? 3 : 2) == 0) {
            rule.append(";BYHOUR=").append(numbers(random, 0, 23));
        }
        if (random.nextInt(3) == 0) {
            rule.append(";BYMINUTE=").append(numbers(random, 0, 59));
        }
        return rule.toString();
    }

    private static String numbers(Random random, int least, int most) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> String.valueOf(least + random.nextInt(most - least + 1)))
                .distinct()
                .collect(Collectors.joining(","));
    }
}
