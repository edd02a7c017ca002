package dev.punctual.workflows.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZoneSpansTest {
    private static final long FIRST = Instants.FIRST.getEpochSecond();
    private static final long LAST = Instants.LAST.getEpochSecond();
    private static final long MODERN = Instant.parse("1880-01-01T00:00:00Z").getEpochSecond();
    private static final long FAR = Instant.parse("2120-01-01T00:00:00Z").getEpochSecond();

    @Test
    void agreesWithTheRulesOfEveryZone() {
        Random random = new Random(3);
        for (String id : ZoneId.getAvailableZoneIds()) {
            ZoneRules rules = ZoneId.of(id).getRules();
            ZoneSpans spans = ZoneSpans.of(ZoneId.of(id));
            for (int tried = 0; tried < 200; tried++) {
                long from = tried % 2 == 0 ? MODERN : FIRST;
                long to = tried % 2 == 0 ? FAR : LAST;
                long second = from + (long) (random.nextDouble() * (to - from));
                assertAgrees(id, rules, spans, second);
                ZoneOffsetTransition next = rules.nextTransition(Instant.ofEpochSecond(second));
                if (next != null && next.toEpochSecond() <= LAST) {
                    assertAgrees(id, rules, spans, next.toEpochSecond() - 1);
                    assertAgrees(id, rules, spans, next.toEpochSecond());
                }
            }
        }
    }

    private static void assertAgrees(String id, ZoneRules rules, ZoneSpans spans, long second) {
        Instant instant = Instant.ofEpochSecond(second);
        int span = spans.at(second);
        ZoneOffsetTransition next = rules.nextTransition(instant);
        assertThat(spans.offset(span))
                .as(id + " at " + instant)
                .isEqualTo(rules.getOffset(instant).getTotalSeconds());
        assertThat(spans.end(span))
                .as("end in " + id + " from " + instant)
                .isEqualTo(next == null ? ZoneSpans.FOREVER : next.toEpochSecond());
        assertThat(spans.start(span)).as("start in " + id + " of " + instant).isLessThanOrEqualTo(second);
    }
}
