package dev.punctual.activities.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.SourceFire;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
    private final Placeholders placeholders = new Placeholders(Contexts.within(Duration.ofSeconds(1)));

    @Test
    void writesEveryKnownNameIntoText() {
        assertThat(placeholders.inText("{{scheduledFor}} {{fireId}} {{attempt}} {{ task }}"))
                .isEqualTo("2026-12-01T01:00:00.250Z " + Contexts.FIRE + " 2 nightly-report");
    }

    @Test
    void encodesValuesInAnAddress() {
        assertThat(placeholders.inUrl("http://host/{{task}}?at={{scheduledFor}}"))
                .isEqualTo("http://host/nightly-report?at=2026-12-01T01%3A00%3A00.250Z");
    }

    @Test
    void leavesWhatItDoesNotKnow() {
        assertThat(placeholders.inText("{{unknown}} {{}} {{ {attempt}} {{attempt"))
                .isEqualTo("{{unknown}} {{}} {{ {attempt}} {{attempt");
    }

    @Test
    void findsAPlaceholderInsideFurtherBraces() {
        assertThat(placeholders.inText("{{{attempt}}} {{unknown {{attempt}}")).isEqualTo("{2} {{unknown 2");
    }

    @Test
    void fillsTheTextsOfAJsonTreeButNotItsNames() {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("{{task}}", List.of("a {{attempt}}", 7, true, Map.of("deep", "{{task}}")));
        body.put("none", null);

        Map<String, @Nullable Object> expected = new LinkedHashMap<>();
        expected.put("{{task}}", List.of("a 2", 7, true, Map.of("deep", "nightly-report")));
        expected.put("none", null);
        assertThat(placeholders.inJson(body)).isEqualTo(expected);
    }

    @Test
    void writesWhatIsKnownOfTheSourceEscapedForWhereItStands() {
        Placeholders followUp = new Placeholders(Contexts.following(
                new SourceFire(Contexts.FIRE, FireState.FAILED, 3, new FireError("HTTP_STATUS", "\"503\" & more"))));

        assertThat(followUp.inText("{{source.fireId}} {{source.state}} {{source.attempt}} {{source.scheduledFor}}"))
                .isEqualTo(Contexts.FIRE + " FAILED 3 2026-12-01T01:00:00.250Z");
        assertThat(followUp.inUrl("http://host/?e={{source.error}}"))
                .isEqualTo("http://host/?e=HTTP_STATUS%3A+%22503%22+%26+more");
        assertThat(followUp.inBody("{\"e\": \"{{source.error}}\", \"n\": {{source.attempt}}}"))
                .isEqualTo("{\"e\": \"HTTP_STATUS: \\\"503\\\" & more\", \"n\": 3}");
        assertThat(followUp.inBody("[{{task}}] {{source.error}}"))
                .isEqualTo("[nightly-report] HTTP_STATUS: \"503\" & more");
        assertThat(placeholders.inText("{{source.state}}")).isEqualTo("{{source.state}}");
    }

    @Test
    void cutsALongErrorOfTheSourceAndWritesNoneAsNothing() {
        Placeholders cut = new Placeholders(Contexts.following(
                new SourceFire(Contexts.FIRE, FireState.FAILED, 1, new FireError("E", "x".repeat(5_000)))));
        Placeholders none =
                new Placeholders(Contexts.following(new SourceFire(Contexts.FIRE, FireState.SUCCEEDED, 1, null)));

        assertThat(cut.inText("{{source.error}}"))
                .startsWith("E: xxx")
                .endsWith("x…")
                .hasSize(501);
        assertThat(none.inText("[{{source.error}}]")).isEqualTo("[]");
    }

    @Test
    void namesWhatIsUnknown() {
        assertThat(Placeholders.unknownIn("{{fireId}} {{fireid}} {{ secret.key }} {{fireid}} {{}} {x}"))
                .containsExactly("fireid", "secret.key");
        assertThat(Placeholders.unknownIn("{{scheduledFor}} {{ attempt }}")).isEmpty();
    }
}
