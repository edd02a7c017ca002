package dev.punctual.activities.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.SourceFire;
import java.math.BigDecimal;
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
    void writesTheInputAsTextAndItsMembers() {
        Placeholders filled = new Placeholders(Contexts.given(Map.of(
                "name",
                "a b&c",
                "order",
                Map.of("id", 7, "items", List.of("x", "y")),
                "amount",
                new BigDecimal("1.10"))));

        assertThat(filled.inText("{{input.name}} {{ input.order.id }} {{input.order.items.1}} {{input.amount}}"))
                .isEqualTo("a b&c 7 y 1.10");
        assertThat(filled.inText("{{input.order.items}}[{{input.order.none}}{{input.name.x}}{{input.order.items.2}}]"))
                .isEqualTo("[\"x\",\"y\"][]");
        assertThat(filled.inUrl("http://host/?q={{input.name}}")).isEqualTo("http://host/?q=a+b%26c");
        assertThat(filled.inText("{{input.}} {{inputs}} {{input.a b}}"))
                .isEqualTo("{{input.}} {{inputs}} {{input.a b}}");
        assertThat(new Placeholders(Contexts.given("it's")).inText("{{input}}")).isEqualTo("it's");
        assertThat(new Placeholders(Contexts.given(List.of(1, true))).inText("{{input}}"))
                .isEqualTo("[1,true]");
        assertThat(placeholders.inText("[{{input}}]")).as("without input").isEqualTo("[]");
    }

    @Test
    void givesAJsonTreeTheInputWithItsTypeWhereItStandsAlone() {
        Placeholders filled = new Placeholders(Contexts.given(Map.of("id", 7, "name", "{{task}}")));

        assertThat(filled.inJson(List.of("{{input}}", "{{ input.id }}", "no. {{input.id}}", "{{input.name}}")))
                .isEqualTo(List.of(Map.of("id", 7, "name", "{{task}}"), 7, "no. 7", "{{task}}"));
        assertThat(filled.inJson("{{input.none}}")).isNull();
    }

    @Test
    void namesWhatIsUnknown() {
        assertThat(Placeholders.unknownIn("{{input}} {{input.a.0}} {{input.}}")).containsExactly("input.");
        assertThat(Placeholders.unknownIn("{{fireId}} {{fireid}} {{ secret.key }} {{fireid}} {{}} {x}"))
                .containsExactly("fireid", "secret.key");
        assertThat(Placeholders.unknownIn("{{scheduledFor}} {{ attempt }}")).isEmpty();
    }
}
