package dev.punctual.api.json;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The fields of one JSON object. Each is asked for by name and answered when it is there and valid, else null; null in JSON
 * counts as absent. Mistakes are noted with their pointers. {@link #end} notes what nobody asked for.
 */
public final class Fields {
    private final JsonNode object;
    private final String pointer;
    private final Errors errors;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> silent = new LinkedHashSet<>();

    private Fields(JsonNode object, String pointer, Errors errors) {
        this.object = object;
        this.pointer = pointer;
        this.errors = errors;
    }

    /** The fields of a value that must be an object. */
    public static Fields of(JsonNode value, String pointer, Errors errors) {
        if (value.isObject()) {
            Texts.check(value, pointer, errors);
            return new Fields(value, pointer, errors);
        }
        errors.add(pointer, "TYPE", "%s is %s; send an object".formatted(name(pointer), Texts.show(value)));
        return new Fields(JsonNodeFactory.instance.objectNode(), pointer, errors);
    }

    /** The fields of a body whose parts are checked one by one: only its own shape is looked at. */
    public static Fields shallow(JsonNode body, Errors errors) {
        return body.isObject() ? new Fields(body, "", errors) : of(body, "", errors);
    }

    /** The fields of an object inside one that is read already. */
    public static Fields part(JsonNode object, String pointer, Errors errors) {
        return new Fields(object, pointer, errors);
    }

    /** Where the field stands. */
    public String pointer(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** Notes that the field's value cannot be accepted. */
    public void refuse(String name, String code, String message) {
        errors.add(pointer(name), code, message);
    }

    /** Notes that one item of the field's list cannot be accepted. */
    public void refuseItem(String name, int index, String code, String message) {
        errors.add(pointer(name) + "/" + index, code, message);
    }

    /** Notes that the object as a whole cannot be accepted. */
    public void refuse(String code, String message) {
        errors.add(pointer, code, message);
    }

    /** Notes that a field is missing. */
    public void missing(String name, String wayOut) {
        refuse(name, "REQUIRED", "%s is missing; %s".formatted(name, wayOut));
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        JsonNode value = object.get(name);
        return value != null && !value.isNull();
    }

    /** The value as it is. */
    public @Nullable JsonNode any(String name) {
        known.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** A string of at most so many characters. */
    public @Nullable String text(String name, int longest) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            wrongType(name, value, "a string");
            return null;
        }
        String text = value.stringValue();
        int length = text.codePointCount(0, text.length());
        if (length > longest) {
            refuse(name, "TOO_LONG", "%s has %d characters; at most %d are allowed".formatted(name, length, longest));
            return null;
        }
        return text;
    }

    /** True or false. */
    public @Nullable Boolean flag(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            wrongType(name, value, "true or false");
            return null;
        }
        return value.booleanValue();
    }

    /** A whole number between the two, inclusive. */
    public @Nullable Integer integer(String name, int least, int most) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            wrongType(name, value, "a whole number from %d to %d".formatted(least, most));
            return null;
        }
        if (!value.canConvertToInt() || value.intValue() < least || value.intValue() > most) {
            outOfRange(name, Texts.show(value), least, most);
            return null;
        }
        return value.intValue();
    }

    /** A number between the two, inclusive. */
    public @Nullable Double decimal(String name, double least, double most) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            wrongType(name, value, "a number from %s to %s".formatted(least, most));
            return null;
        }
        double number = value.decimalValue().doubleValue();
        if (number < least || number > most) {
            outOfRange(name, Texts.show(value), least, most);
            return null;
        }
        return number;
    }

    /** An instant between 1970 and 9999, cut to microseconds. */
    public @Nullable Instant instant(String name) {
        String text = text(name, 100);
        if (text == null) {
            return null;
        }
        try {
            return Times.instant(text);
        } catch (DateTimeException e) {
            refuse(name, "INSTANT", name + " " + e.getMessage());
            return null;
        }
    }

    /** A list of strings, empty when it is not there; null when a mistake was noted. */
    public @Nullable List<String> list(String name, int most) {
        JsonNode value = any(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            wrongType(name, value, "a list of strings");
            return null;
        }
        if (value.size() > most) {
            refuse(name, "TOO_MANY", "%s has %d items; at most %d are allowed".formatted(name, value.size(), most));
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            JsonNode item = value.get(i);
            if (item.isString()) {
                texts.add(item.stringValue());
            } else {
                refuseItem(name, i, "TYPE", "%s/%d is %s; send a string".formatted(name, i, Texts.show(item)));
            }
        }
        return texts.size() == value.size() ? texts : null;
    }

    /** The items of a list as they are; null when it is not there or a mistake was noted. */
    public @Nullable List<JsonNode> items(String name, int most) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isArray()) {
            wrongType(name, value, "a list");
            return null;
        }
        if (value.size() > most) {
            refuse(name, "TOO_MANY", "%s has %d items; at most %d are allowed".formatted(name, value.size(), most));
            return null;
        }
        return value.valueStream().toList();
    }

    /** The fields of an item of a list, or null when it is no object, which is noted; the caller ends them. */
    public @Nullable Fields item(String name, int index, JsonNode item) {
        if (!item.isObject()) {
            refuseItem(name, index, "TYPE", "%s/%d is %s; send an object".formatted(name, index, Texts.show(item)));
            return null;
        }
        return new Fields(item, pointer(name) + "/" + index, errors);
    }

    /** A duration between the two, inclusive, cut to microseconds. */
    public @Nullable Duration duration(String name, Duration least, Duration most) {
        String text = text(name, 100);
        if (text == null) {
            return null;
        }
        try {
            Duration value = Times.duration(text);
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                outOfRange(name, text, Times.show(least), Times.show(most));
                return null;
            }
            return value;
        } catch (DateTimeException e) {
            refuse(name, "DURATION", name + " " + e.getMessage());
            return null;
        }
    }

    /** One of the constants of an enum, by its name. */
    public <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String text = text(name, 100);
        if (text == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        refuse(
                name,
                "CHOICE",
                "%s is '%s'; choose one of %s".formatted(name, text, Arrays.toString(type.getEnumConstants())));
        return null;
    }

    /** An object's fields; the caller ends them. */
    public @Nullable Fields object(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            wrongType(name, value, "an object");
            return null;
        }
        return new Fields(value, pointer(name), errors);
    }

    /** The members of an object of strings of at most so many characters; those that are not are noted and left out. */
    public Map<String, String> texts(String name, int mostMembers, int longest) {
        Map<String, String> texts = new LinkedHashMap<>();
        Fields members = object(name);
        if (members == null) {
            return texts;
        }
        if (members.object.size() > mostMembers) {
            refuse(
                    name,
                    "TOO_MANY",
                    "%s has %d members; at most %d are allowed".formatted(name, members.object.size(), mostMembers));
            return texts;
        }
        for (Map.Entry<String, JsonNode> member : members.object.properties()) {
            if (member.getValue().isNull()) {
                members.wrongType(member.getKey(), member.getValue(), "a string");
                continue;
            }
            String text = members.text(member.getKey(), longest);
            if (text != null) {
                texts.put(member.getKey(), text);
            }
        }
        return texts;
    }

    /** Notes that a field which exists elsewhere, or later, is not supported here. */
    public void unsupported(String name, String wayOut) {
        silent.add(name);
        if (has(name)) {
            refuse(name, "UNSUPPORTED", "%s is not supported yet; %s".formatted(name, wayOut));
        }
    }

    /** Accepts these fields whatever they hold. */
    public void ignore(Iterable<String> names) {
        names.forEach(silent::add);
    }

    /** Notes every field that was not asked for: a typo must not be silently ignored. */
    public void end() {
        for (String name : object.propertyNames()) {
            if (!known.contains(name) && !silent.contains(name)) {
                refuse(name, "UNKNOWN_FIELD", NearMiss.unknown("field", name, known));
            }
        }
    }

    private void wrongType(String name, JsonNode value, String wanted) {
        refuse(name, "TYPE", "%s is %s; send %s".formatted(name, Texts.show(value), wanted));
    }

    private void outOfRange(String name, String value, Object least, Object most) {
        refuse(name, "OUT_OF_RANGE", "%s is %s; send %s to %s".formatted(name, value, least, most));
    }

    private static String name(String pointer) {
        return pointer.isEmpty() ? "the body" : pointer.substring(1);
    }
}
