package dev.punctual.workerapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;

/** The examples of the documentation, beside what is really answered. */
final class Examples {
    private Examples() {}

    /** Every field of the one is in the other, at any depth; null means any value. */
    static void assertContains(JsonNode actual, JsonNode expected, String at) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(field ->
                            assertContains(actual.path(field.getKey()), field.getValue(), at + "/" + field.getKey()));
        } else if (expected.isArray()) {
            assertThat(actual.size()).as(at).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertContains(actual.get(i), expected.get(i), at + "/" + i);
            }
        } else if (!expected.isNull()) {
            assertThat(actual).as(at).isEqualTo(expected);
        }
    }
}
