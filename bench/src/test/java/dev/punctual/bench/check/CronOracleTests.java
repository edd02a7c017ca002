package dev.punctual.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CronOracleTests {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */20 8-9 * * * | UNIX | UTC | SKIP | FIRST | 2026-11-20T08:30:00Z | 2026-11-20T09:10:00Z | 2026-11-20T08:40:00Z 2026-11-20T09:00:00Z
            0 0 13 * 5 | UNIX | UTC | SKIP | FIRST | 2026-11-01T00:00:00Z | 2026-11-14T00:00:00Z | 2026-11-06T00:00:00Z 2026-11-13T00:00:00Z
            30 2 * * * | UNIX | Europe/Berlin | SKIP | FIRST | 2026-03-28T12:00:00Z | 2026-03-30T12:00:00Z | 2026-03-30T00:30:00Z
            30 2 * * * | UNIX | Europe/Berlin | SHIFT_FORWARD | FIRST | 2026-03-28T12:00:00Z | 2026-03-29T12:00:00Z | 2026-03-29T01:00:00Z
            0,20 2,3 * * * | UNIX | Europe/Berlin | SHIFT_FORWARD | FIRST | 2026-03-28T12:00:00Z | 2026-03-29T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-29T01:20:00Z
            */18 */2 * * 0 | UNIX | Australia/Lord_Howe | SHIFT_FORWARD | LAST | 2026-10-03T14:00:00Z | 2026-10-03T16:00:00Z | 2026-10-03T14:06:00Z 2026-10-03T14:24:00Z 2026-10-03T15:36:00Z 2026-10-03T15:54:00Z
            */30 * * * * | UNIX | Europe/Berlin | SKIP |  | 2026-10-25T00:00:00Z | 2026-10-25T01:30:00Z | 2026-10-25T00:30:00Z 2026-10-25T01:00:00Z 2026-10-25T01:30:00Z
            */30 * * * * | UNIX | Europe/Berlin | SKIP | FIRST | 2026-10-25T00:00:00Z | 2026-10-25T02:00:00Z | 2026-10-25T00:30:00Z 2026-10-25T02:00:00Z
            30 2 * * * | UNIX | Europe/Berlin | SKIP | FIRST | 2026-10-24T12:00:00Z | 2026-10-25T12:00:00Z | 2026-10-25T00:30:00Z
            30 2 * * * | UNIX | Europe/Berlin | SKIP | LAST | 2026-10-24T12:00:00Z | 2026-10-25T12:00:00Z | 2026-10-25T01:30:00Z
            30 2 * * * | UNIX | Europe/Berlin | SKIP | BOTH | 2026-10-24T12:00:00Z | 2026-10-25T12:00:00Z | 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z
            7,19 * * * * * | SPRING | Asia/Kolkata | SKIP | FIRST | 2026-11-20T08:30:07Z | 2026-11-20T08:31:07Z | 2026-11-20T08:30:19Z 2026-11-20T08:31:07Z
            """)
    void walksTheWallClock(
            String expression,
            String dialect,
            String zone,
            String gap,
            @Nullable String repeat,
            Instant after,
            Instant upTo,
            String due) {
        ObjectNode schedule = JsonMapper.shared()
                .createObjectNode()
                .put("expression", expression)
                .put("dialect", dialect)
                .put("timeZone", zone)
                .put("gap", gap);
        if (repeat != null) {
            schedule.put("repeat", repeat);
        }
        CronOracle oracle = CronOracle.of(schedule);
        assertThat(oracle.between(after, upTo).stream().map(Instant::toString)).containsExactly(due.split(" ", -1));
    }
}
