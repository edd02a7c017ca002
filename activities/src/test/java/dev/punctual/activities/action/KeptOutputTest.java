package dev.punctual.activities.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptOutputTest {
    private static final int LIMIT = 16 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100, 8_191, 8_192, 8_193, 20_000})
    void keepsAllUpToTheLimitHoweverItComes(int piece) {
        String text = "0123456789".repeat(LIMIT / 10) + "abcd";

        KeptOutput kept = inPieces(text, piece);

        assertThat(kept.isCut()).isFalse();
        assertThat(kept.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100, 8_191, 8_192, 8_193, 50_000})
    void keepsBeginningAndEndOfWhatIsLonger(int piece) {
        String text = "a".repeat(8_192) + "b".repeat(10_000) + "c".repeat(8_192);

        KeptOutput kept = inPieces(text, piece);

        assertThat(kept.isCut()).isTrue();
        assertThat(kept.bytes()).isEqualTo(text.length());
        assertThat(kept.text()).isEqualTo("a".repeat(8_192) + "\n[… 10000 bytes left out …]\n" + "c".repeat(8_192));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ü", "€", "😀"})
    void leavesOutCharactersThatTheCutWentThrough(String character) {
        for (int shift = 0; shift < 4; shift++) {
            KeptOutput kept = inPieces("x".repeat(shift) + character.repeat(20_000), 1_000);

            assertThat(kept.text()).doesNotContain("\uFFFD");
        }
    }

    @Test
    void isEmptyWhenNothingWasWritten() {
        assertThat(new KeptOutput().text()).isEmpty();
    }

    private static KeptOutput inPieces(String text, int piece) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        KeptOutput kept = new KeptOutput();
        for (int from = 0; from < bytes.length; from += piece) {
            kept.add(bytes, from, Math.min(piece, bytes.length - from));
        }
        return kept;
    }
}
