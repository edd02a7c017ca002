package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The clock, with a timer that is moved by hand. */
class BookClockTests {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final AtomicLong nanos = new AtomicLong(-5_000);
    private final BookClock clock = new BookClock(nanos::get);

    @Test
    void hasNoTimeBeforeTheDatabaseHasAnswered() {
        assertThat(clock.isSet()).isFalse();
        assertThatThrownBy(clock::instant).isInstanceOf(BookUnavailableException.class);
    }

    @Test
    void carriesOnTheDatabasesTime() {
        clock.read(START);
        assertThat(clock.isSet()).isTrue();
        assertThat(clock.instant()).isEqualTo(START);
        nanos.addAndGet(1_500);
        assertThat(clock.instant()).isEqualTo(START.plusNanos(1_500));
    }

    @Test
    void believesTheAnswerThatLagsLeast() {
        clock.read(START);
        pass(Duration.ofSeconds(1));
        // this answer took 30 ms to arrive
        clock.read(START.plusMillis(970));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(1));
        // this one shows that even the first had lagged
        clock.read(START.plusMillis(1_002));
        assertThat(clock.instant()).isEqualTo(START.plusMillis(1_002));
    }

    @Test
    void forgetsAnswersAfterAMinute() {
        clock.read(START);
        pass(Duration.ofSeconds(30));
        clock.read(START.plusSeconds(30).minusMillis(4));
        pass(Duration.ofSeconds(30));
        clock.read(START.plusSeconds(60).minusMillis(9));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(60));
        pass(Duration.ofNanos(1));
        clock.read(START.plusSeconds(60).minusMillis(9));
        assertThat(clock.instant())
                .isEqualTo(START.plusSeconds(60).minusMillis(4).plusNanos(1));
    }

    @Test
    void isNeverAheadOfTheDatabaseWhateverTheRoundTrips() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            pass(Duration.ofNanos(random.nextInt(50_000_000)));
            // the database's clock is START at the timer's 0; the answer needs up to 20 ms
            clock.read(START.plusNanos(nanos.get()).minusNanos(random.nextInt(20_000_000)));
            assertThat(clock.instant()).isBeforeOrEqualTo(START.plusNanos(nanos.get()));
        }
        assertThat(Duration.between(clock.instant(), START.plusNanos(nanos.get())))
                .isLessThan(Duration.ofMillis(1));
    }

    @Test
    void startsAnewWhenTheDatabasesClockWasSetBack() {
        clock.read(START);
        clock.reset(START.minusSeconds(5));
        assertThat(clock.instant()).isEqualTo(START.minusSeconds(5));
        pass(Duration.ofSeconds(1));
        clock.read(START.minusSeconds(4).minusMillis(1));
        assertThat(clock.instant()).isEqualTo(START.minusSeconds(4));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
