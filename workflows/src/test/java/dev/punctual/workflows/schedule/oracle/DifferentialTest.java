package dev.punctual.workflows.schedule.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.schedule.CronSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same random expressions before other libraries. Each answer that differs must belong to a class of
 * docs/schedule-differences.md, and the oracle must be on our side; so must each example of that page come out as it says.
 */
class DifferentialTest {
    private static final Path PAGE = Path.of("..", "docs", "schedule-differences.md");
    private static final int CASES = 3_000;
    private static final int SHOWN = 8;
    /** Long before, libraries disagree about what a calendar is. */
    private static final Instant FROM = Instant.parse("1990-01-01T00:00:00Z");
    /** Quartz looks no farther than a century ahead. */
    private static final Instant TO = Instant.parse("2080-01-01T00:00:00Z");

    private static final Instant EVER = Instant.parse("9999-01-01T00:00:00Z");

    @ParameterizedTest
    @EnumSource
    void everyDifferenceFromAnotherLibraryIsExplained(Peer peer) throws IOException {
        CaseGenerator cases = new CaseGenerator(peer.rules, Duration.ofDays(60));
        Random random = new Random(20261121);
        Map<Difference, List<String>> classes = new EnumMap<>(Difference.class);
        List<String> unexplained = new ArrayList<>();
        int asked = 0;
        while (asked < CASES && unexplained.size() < SHOWN) {
            OracleCase any = cases.next(random.nextLong());
            // in UTC no clock changes, so what differs there differs in the expression
            ZoneId zone = random.nextInt(3) > 0 ? ZoneOffset.UTC : any.zone();
            if (!any.after().isBefore(FROM) && !any.upTo().isAfter(TO)) {
                asked++;
                Observation seen = Observation.first(
                        peer, new OracleCase(any.expression(), zone, null, null, any.after(), any.upTo()));
                if (seen != null) {
                    Optional<Difference> explanation = Arrays.stream(Difference.values())
                            .filter(each -> each.explains(seen))
                            .findFirst();
                    String text = "\"%s\" in %s after %s: ours %s, theirs %s"
                            .formatted(seen.expression().text(), zone, seen.after(), seen.ours(), seen.theirs());
                    explanation.ifPresent(each -> classes.computeIfAbsent(each, _ -> new ArrayList<>())
                            .add(text));
                    if (explanation.isEmpty() || !oracleSays(seen, any.upTo())) {
                        unexplained.add(text);
                    }
                }
            }
        }
        report(peer, asked, classes);
        assertThat(unexplained)
                .as("differences from " + peer.title + " that no class explains")
                .isEmpty();
    }

    /** How often each class was met, with the shortest example, for who revises the page. */
    private static void report(Peer peer, int asked, Map<Difference, List<String>> classes) throws IOException {
        List<String> lines = new ArrayList<>(List.of("%s: %d cases".formatted(peer.title, asked)));
        classes.forEach((each, seen) -> lines.add("%5d %s%n      %s"
                .formatted(
                        seen.size(),
                        each,
                        seen.stream()
                                .min(Comparator.comparingInt(String::length))
                                .orElse(""))));
        Files.write(Path.of("target", "differences-" + peer.name().toLowerCase(Locale.ROOT) + ".txt"), lines);
    }

    private static boolean oracleSays(Observation seen, Instant upTo) {
        List<Instant> fires =
                Oracle.fires(new OracleCase(seen.expression(), seen.zone(), null, null, seen.after(), upTo));
        return seen.ours()
                .equals(fires.isEmpty() ? Observation.NONE : fires.getFirst().toString());
    }

    @Test
    void everyExampleOfThePageComesOutAsItSays() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        String heading = "";
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("### ")) {
                heading = line.substring(4);
            }
            for (Peer peer : Peer.values()) {
                if (line.startsWith("| " + peer.title + " |")) {
                    shown.add(heading);
                    String actual = row(peer, cell(line, 1), ZoneId.of(cell(line, 2)), Instant.parse(cell(line, 3)));
                    if (!line.equals(actual)) {
                        wrong.add(actual);
                    } else if (cell(line, 4).equals(cell(line, 5))) {
                        wrong.add("no difference: " + line);
                    }
                }
            }
        }
        assertThat(wrong).as("rows that should read otherwise").isEmpty();
        assertThat(shown.stream().distinct())
                .as("classes with an example")
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Difference.values()).map(Difference::name).toList());
    }

    private static String cell(String line, int index) {
        return line.split("\\|", -1)[index + 1].strip().replace("`", "");
    }

    private static String row(Peer peer, String expression, ZoneId zone, Instant after) {
        String ours = CronSchedule.of(expression, peer.rules.dialect(), zone, null, null)
                .nextAfter(after)
                .map(Instant::toString)
                .orElse(Observation.NONE);
        return "| %s | `%s` | %s | %s | %s | %s |"
                .formatted(
                        peer.title,
                        expression,
                        zone,
                        after,
                        ours,
                        Observation.answer(peer, expression, zone, after, EVER));
    }
}
