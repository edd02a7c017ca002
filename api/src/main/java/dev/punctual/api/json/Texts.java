package dev.punctual.api.json;

import java.math.BigDecimal;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a JSON text may not hold although JSON allows it, because nothing behind the API could keep it. */
final class Texts {
    private static final int LONGEST_SHOWN = 60;
    private static final int MOST_DIGITS = 1_000;

    private Texts() {}

    /** Notes every string with a NUL or half a surrogate pair, and every number of absurd size, in the whole tree. */
    static void check(JsonNode value, String pointer, Errors errors) {
        if (value.isString()) {
            checkText(value.stringValue(), pointer, errors);
        } else if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            if (Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS || number.scale() > MOST_DIGITS) {
                errors.add(
                        pointer,
                        "OUT_OF_RANGE",
                        "a number has more than %d digits; send it as a string".formatted(MOST_DIGITS));
            }
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(value.get(i), pointer + "/" + i, errors);
            }
        } else if (value.isObject()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                String at = pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
                checkText(member.getKey(), at, errors);
                check(member.getValue(), at, errors);
            }
        }
    }

    /** The value as it is shown in a message. */
    static String show(JsonNode value) {
        String text = value.toString();
        return text.length() <= LONGEST_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_SHOWN / 2)) + "…";
    }

    private static void checkText(String text, String pointer, Errors errors) {
        boolean bad = text.codePoints()
                .anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
        if (bad) {
            errors.add(
                    pointer,
                    "INVALID_CHARACTER",
                    "a text holds NUL or half a surrogate pair, which cannot be stored; leave it out or encode it");
        }
    }
}
