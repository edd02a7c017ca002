package dev.punctual.api.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTokenTest {
    @Test
    void belongsToItsQueryAlone() {
        PageToken tokens = PageToken.of("tasks", "default", null, "a");
        String token = tokens.after("key:with:colons");
        assertThat(tokens.key(token)).contains("key:with:colons");
        for (PageToken other : List.of(
                PageToken.of("fires", "default", null, "a"),
                PageToken.of("tasks", "default", "a", null),
                PageToken.of("tasks", "default", "null", "a"),
                PageToken.of("tasks", "default\n-1:null", "a"))) {
            assertThat(other.key(token)).isEmpty();
        }
    }

    @Test
    void isNotMadeUp() {
        PageToken tokens = PageToken.of("tasks", "default");
        for (String bad : List.of("", "x", "%", "bm8gY29sb24", tokens.after("a") + "=")) {
            assertThat(tokens.key(bad)).as(bad).isNotEqualTo(tokens.key(tokens.after("b")));
        }
        assertThat(tokens.key("!!")).isEmpty();
    }
}
