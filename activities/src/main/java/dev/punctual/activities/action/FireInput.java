package dev.punctual.activities.action;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a user gave a fire, as placeholders name it: {@code input} is the whole, {@code input.a.b} a member of a member, {@code
 * input.list.0} the first item of a list. As text a string is itself, nothing is empty, and everything else is JSON.
 */
final class FireInput {
    private static final Pattern NAME = Pattern.compile("input(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,5}");
    private static final JsonMapper JSON = new JsonMapper();

    private FireInput() {}

    /** Whether a placeholder of this name means the input. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** The value of this name; null when there is none. */
    static @Nullable Object member(@Nullable Object input, String name) {
        Object value = input;
        String[] path = name.split("\\.", -1);
        for (int i = 1; i < path.length; i++) {
            String part = path[i];
            value = switch (value) {
                case Map<?, ?> map -> map.get(part);
                case List<?> list
                when INDEX.matcher(part).matches() && Integer.parseInt(part) < list.size() ->
                    list.get(Integer.parseInt(part));
                case null, default -> null;
            };
        }
        return value;
    }

    /** The value of this name as text. */
    static String text(@Nullable Object input, String name) {
        return switch (member(input, name)) {
            case null -> "";
            case String text -> text;
            case Object value -> json(value);
        };
    }

    /** A value as JSON. */
    static String json(Object value) {
        return JSON.writeValueAsString(value);
    }
}
