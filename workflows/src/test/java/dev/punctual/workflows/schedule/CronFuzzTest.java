package dev.punctual.workflows.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is written as an expression: a schedule or a refusal, soon. */
class CronFuzzTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant START = Schedules.at("2026-03-28T00:00");
    private static final String CHARACTERS = "0123456789*/-,?LW#H()@ \tJANMONsunevery~.;:+%é٣\u0000\n\uD83D\uDE00Kſ";
    private static final List<String> PIECES = List.of(
            "*",
            "*/2",
            "0",
            "7",
            "59",
            "60",
            "1-5",
            "5-1",
            "L",
            "LW",
            "L-3",
            "L-3W",
            "15W",
            "MON",
            "FRI#2",
            "6L",
            "?",
            "H",
            "H/3",
            "H(1-9)/2",
            ",",
            "/",
            "-",
            "#",
            "@every",
            "@daily",
            "5m",
            "2026",
            "2026-2030",
            "99999999999",
            "00000005",
            "-1",
            "1.5",
            "MON-FRI",
            "DEC-FEB",
            "*-5",
            "**",
            "");

    @ParameterizedTest
    @EnumSource(CronDialect.class)
    void answersOrRefusesAnyText(CronDialect dialect) {
        Random random = new Random(7);
        int accepted = 0;
        for (int tried = 0; tried < 60_000; tried++) {
            accepted += tries(text(random, dialect), dialect) ? 1 : 0;
        }
        assertThat(accepted).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @EnumSource(CronDialect.class)
    void isNeverSlow(CronDialect dialect) {
        for (String piece : List.of(
                "1,",
                "*,",
                "*/1,",
                "1-2,",
                "0-59/1,",
                "H,",
                "H(0-59)/2,",
                "L,",
                "15W,",
                "L-3W,",
                "MON#1,",
                "FRIL,",
                "1-",
                "1/",
                "#",
                "L-",
                "W",
                "H(",
                "((",
                "**",
                "//",
                "0",
                "9",
                "A",
                " ",
                "\t",
                "* ",
                "@",
                "@every",
                "1m",
                "?",
                "~",
                "\uD83D\uDE00")) {
            for (String text : List.of(
                    piece.repeat(1_024 / piece.length()),
                    piece.repeat(900 / piece.length()) + "1 * * * *",
                    "0 0 0 " + piece.repeat(900 / piece.length()) + "1 * ?",
                    "0 0 0 ? * " + piece.repeat(900 / piece.length()) + "1",
                    "0 0 " + piece.repeat(900 / piece.length()) + "1 * *",
                    "@every " + piece.repeat(900 / piece.length()))) {
                long began = System.nanoTime();
                tries(text, dialect);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).as(text).isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    @Test
    void refusesMoreThanAThousandCharactersUnread() {
        for (CronDialect dialect : CronDialect.values()) {
            assertThat(tries("1,".repeat(500_000) + "1 * * * *", dialect)).isFalse();
        }
    }

    /** Whether it was accepted. */
    private static boolean tries(String text, CronDialect dialect) {
        try {
            CronSchedule schedule = CronSchedule.of(text, dialect, BERLIN, null, null, "default/fuzz");
            assertThat(schedule.describe()).isNotBlank();
            assertThat(schedule.canonical()).isNotBlank();
            schedule.nextAfter(START)
                    .ifPresent(next -> assertThat(next).as(text).isAfter(START));
            return true;
        } catch (InvalidScheduleException refusal) {
            assertThat(refusal.getMessage()).as(text).isNotBlank();
            assertThat(refusal.code()).as(text).matches("[A-Z_]+");
            return false;
        }
    }

    private static String text(Random random, CronDialect dialect) {
        StringBuilder text = new StringBuilder();
        switch (random.nextInt(4)) {
            case 0 -> {
                int length = random.nextInt(random.nextInt(10) == 0 ? 1_024 : 30);
                for (int i = 0; i < length; i++) {
                    text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
                }
            }
            case 1 -> {
                int pieces = random.nextInt(12);
                for (int i = 0; i < pieces; i++) {
                    text.append(PIECES.get(random.nextInt(PIECES.size()))).append(random.nextInt(3) > 0 ? " " : "");
                }
            }
            case 2 -> text.append(RandomCron.expression(random, dialect));
            default -> {
                // a right one, with one character changed
                text.append(RandomCron.expression(random, dialect));
                text.setCharAt(random.nextInt(text.length()), CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            }
        }
        return text.toString();
    }
}
