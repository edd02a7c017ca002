package dev.punctual.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.activities.CatchUpLine.Decision;
import dev.punctual.activities.CatchUpLine.Missed;
import dev.punctual.activities.CatchUpLine.Turn;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The line of missed fires, in a time that the test makes pass. */
class CatchUpLineTest {
    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    private static final long TICK = Duration.ofMillis(10).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private @Nullable Duration worst = Duration.ZERO;
    private CatchUpLine line = new CatchUpLine(200, () -> worst);
    private final List<Integer> through = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final List<Turn> sentAway = new ArrayList<>();
    private long now;

    @Test
    void letsTheOldestThroughFirst() {
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, 60).boxed().toList());
        Collections.shuffle(shuffled, new Random(7));
        shuffled.forEach(this::join);

        pass(4);

        assertThat(through)
                .containsExactlyElementsOf(IntStream.range(0, 60).boxed().toList());
    }

    @Test
    void standsStillForOlderOnesThatAreStillToCome() {
        line.reach(instant(2));
        List.of(5, 6, 7).forEach(this::join);
        pass(1);
        assertThat(through).isEmpty();

        List.of(2, 1).forEach(this::join);
        pass(0.5);
        assertThat(through).containsExactly(1, 2);

        line.reach(instant(6));
        pass(1);
        assertThat(through).containsExactly(1, 2, 5, 6);
    }

    @Test
    void letsTheUrgentThroughBeforeOlderOnes() {
        IntStream.range(0, 5).forEach(number -> join(number, 5));
        IntStream.range(5, 10).forEach(this::join);
        IntStream.range(10, 15).map(number -> 24 - number).forEach(number -> join(number, 1));

        pass(2);

        assertThat(through).containsExactly(10, 11, 12, 13, 14, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4);
    }

    @Test
    void theUrgentDoNotWaitForOlderOnesThatAreStillToCome() {
        line.reach(instant(2));
        join(5);
        join(9, 2);
        pass(1);
        assertThat(through).containsExactly(9);
    }

    @Test
    void theUrgentAreNotSentAway() {
        IntStream.range(0, 150).forEach(this::join);
        IntStream.range(150, 200).forEach(number -> join(number, 1));

        decide();

        assertThat(sentAway).hasSize(99);
        assertThat(sentAway.stream().map(CatchUpLineTest::number)).allMatch(number -> number < 150);
    }

    @Test
    void doesNotStandStillForEver() {
        line.reach(instant(2));
        List.of(5, 6, 7).forEach(this::join);
        pass(1.5);
        assertThat(through).isEmpty();
        pass(1.5);
        assertThat(through).containsExactly(5, 6, 7);
    }

    @Test
    void anOlderOneThatComesLaterOvertakes() {
        List.of(10, 11, 12, 13, 14, 15, 16, 17).forEach(this::join);
        pass(0.1);
        assertThat(through).hasSizeLessThan(6);

        join(1);
        pass(1);

        assertThat(through).first().isEqualTo(10);
        assertThat(through.indexOf(1)).isLessThan(through.indexOf(17));
        assertThat(through.indexOf(1)).isLessThan(through.indexOf(16));
    }

    @Test
    void keepsToItsRate() {
        IntStream.range(0, 100).forEach(this::join);

        pass(2);

        assertThat(times.stream().filter(at -> at < SECOND)).hasSizeBetween(19, 23);
        assertThat(times.stream().filter(at -> at >= SECOND)).hasSizeBetween(23, 28);
    }

    @Test
    void oneAloneDoesNotWait() {
        now = 3 * SECOND;
        join(1);

        decide();

        assertThat(through).containsExactly(1);
        assertThat(line.untilNext(now)).isNull();
    }

    @Test
    void sendsTheNewestAwayWhenItGrowsTooLong() {
        IntStream.range(0, 200).map(i -> 199 - i).forEach(this::join);

        decide();

        assertThat(line.size()).isEqualTo(100);
        assertThat(sentAway.stream().map(CatchUpLineTest::number)).allMatch(number -> number > 100);
        assertThat(sentAway.stream().map(CatchUpLineTest::wait))
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5)));
    }

    @Test
    void whoIsSentAwayWhileTheRateIsLowComesBackAllTheSame() {
        worst = Duration.ofSeconds(2);
        join(0);
        for (int second = 0; second < 10; second++) {
            join(second);
            pass(1);
        }
        assertThat(line.rate().perSecond()).isEqualTo(2);
        IntStream.range(100, 500).forEach(this::join);

        decide();

        assertThat(sentAway).hasSizeGreaterThan(380);
        assertThat(sentAway.stream().map(CatchUpLineTest::wait))
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(22)));
    }

    @Test
    void isShortWhenItWillSoonBeEmpty() {
        IntStream.range(0, 60).forEach(this::join);
        decide();
        assertThat(line.isShort()).isFalse();

        pass(1);
        assertThat(line.isShort()).isTrue();
    }

    @Test
    void whoLeavesIsNotLetThrough() {
        List<Turn> turns = IntStream.range(0, 10).mapToObj(this::join).toList();
        pass(0.2);
        Turn last = turns.getLast();

        line.leave(last);
        pass(2);

        assertThat(last.decision()).isNull();
        assertThat(through).hasSize(9);
        assertThat(line.size()).isZero();
    }

    @Test
    void forgetsWhatItLearnedInAQuietMinute() {
        worst = Duration.ofSeconds(2);
        join(1);
        pass(1);
        join(2);
        pass(1);
        assertThat(line.rate().perSecond()).isLessThan(20);

        now += 60 * SECOND;
        join(3);
        decide();

        assertThat(line.rate()).isEqualTo(CatchUpRate.first(200));
    }

    @Test
    void givesWayWhenOnTimeFiresSuffer() {
        // a machine that starts 60 missed fires a second without harm
        List<Double> rates = new ArrayList<>();
        int next = 0;
        for (int second = 0; second < 120; second++) {
            while (line.size() < 400 && next - line.size() < 100_000) {
                join(next++);
                if (line.size() >= line.rate().perSecond() * 4) {
                    break;
                }
            }
            worst = Duration.ofMillis(line.rate().perSecond() > 60 ? 800 : 20);
            pass(1);
            rates.add(line.rate().perSecond());
        }

        assertThat(rates.subList(20, 120)).allMatch(rate -> rate <= 65 && rate >= 2);
        assertThat(rates.subList(20, 120).stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow())
                .isGreaterThan(25);
    }

    @Test
    void reachesTheHighestRateWhenNothingIsOnTime() {
        worst = null;
        int count = 10_000;
        PriorityQueue<Back> back = new PriorityQueue<>(Comparator.comparingLong(Back::at));
        IntStream.range(0, count).forEach(i -> back.add(new Back(i, i * TICK)));

        int visits = 0;
        while (through.size() < count && now < 400 * SECOND) {
            while (!back.isEmpty() && back.peek().at() <= now) {
                join(back.remove().number());
                visits++;
            }
            decide();
            sentAway.forEach(
                    turn -> back.add(new Back(number(turn), now + wait(turn).toNanos())));
            sentAway.clear();
            now += TICK;
        }

        assertThat(through).hasSize(count);
        assertThat(now).isLessThan(200 * SECOND);
        assertThat(visits).as("how often they were woken").isLessThan(3 * count);
    }

    private record Back(int number, long at) {}

    private Turn join(int number) {
        return join(number, TaskSpec.DEFAULT_PRIORITY);
    }

    private Turn join(int number, int priority) {
        return line.join(new Missed(new TaskId("default", "t" + number), instant(number), priority), () -> {});
    }

    private static Instant instant(int number) {
        return NINE.plusSeconds(number);
    }

    private void pass(double seconds) {
        long until = now + Math.round(seconds * SECOND);
        for (; now < until; now += TICK) {
            decide();
        }
    }

    private void decide() {
        for (Turn turn : line.advance(now)) {
            switch (turn.decision()) {
                case Decision.Through ignored -> {
                    through.add(number(turn));
                    times.add(now);
                }
                case Decision.Later ignored -> sentAway.add(turn);
                case null -> throw new AssertionError("it was decided");
            }
        }
    }

    private static int number(Turn turn) {
        return Integer.parseInt(turn.task().id().substring(1));
    }

    private static Duration wait(Turn turn) {
        return turn.decision() instanceof Decision.Later later ? later.after() : Duration.ZERO;
    }
}
