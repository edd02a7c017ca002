package dev.punctual.activities.action;

import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.SourceFire;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a fire's identity into the texts of its action: {@code {{scheduledFor}}}, {@code {{fireId}}}, {@code {{attempt}}} and
 * {@code {{task}}}; what a user gave it: {@code {{input}}} and {@code {{input.a.b}}}, as {@link FireInput} says; and for a fire
 * that exists because of another, {@code {{source.fireId}}}, {@code {{source.state}}}, {@code {{source.scheduledFor}}}, {@code
 * {{source.attempt}}} and {@code {{source.error}}}. A name that is none of these is left as it stands; {@link #unknownIn} finds it beforehand, so that a typing
 * error is refused when the task is registered.
 */
public final class Placeholders {
    /** The names of what a fire exists for; known in fires that have a source. */
    static final List<String> SOURCE_NAMES =
            List.of("source.fireId", "source.state", "source.scheduledFor", "source.attempt", "source.error");

    /** The known names. */
    public static final Set<String> NAMES = Stream.concat(
                    Stream.of("scheduledFor", "fireId", "attempt", "task", "input"), SOURCE_NAMES.stream())
            .collect(Collectors.toUnmodifiableSet());

    /** Characters of an error that are written at most. */
    private static final int LONGEST_ERROR = 500;

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_.-]+)\\s*}}");

    private static final JsonMapper JSON = new JsonMapper();

    private final FireContext fire;

    /** @param fire whose identity is written */
    public Placeholders(FireContext fire) {
        this.fire = fire;
    }

    /** The names in placeholders of this text that are not known, in order, each once. */
    public static Set<String> unknownIn(String text) {
        Set<String> unknown = new LinkedHashSet<>();
        Matcher found = PLACEHOLDER.matcher(text);
        while (found.find()) {
            if (!NAMES.contains(found.group(1)) && !FireInput.isName(found.group(1))) {
                unknown.add(found.group(1));
            }
        }
        return unknown;
    }

    /** The text with the values as they are. */
    String inText(String text) {
        return replace(text, UnaryOperator.identity());
    }

    /** The text, which may be written in JSON: then with the values as they stand inside its strings. */
    String inBody(String text) {
        return replace(text, isJson(text) ? Placeholders::escapedForJson : UnaryOperator.identity());
    }

    private boolean isJson(String text) {
        if (!text.contains(OPEN)) {
            return false;
        }
        try {
            // a digit may stand both inside a string and by itself
            return JSON.readTree(replace(text, value -> "0")).isContainer();
        } catch (JacksonException _) {
            return false;
        }
    }

    private static String escapedForJson(String value) {
        String quoted = JSON.writeValueAsString(value);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** The address with the values percent-encoded, so that none of them can change what is addressed. */
    String inUrl(String url) {
        return replace(url, value -> URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /**
     * A JSON value, made of maps, lists, texts, numbers and booleans, with the values in its texts; names of fields stay as
     * they are. Whoever writes it as JSON escapes them. A text that is nothing but one placeholder of the input becomes the
     * value itself, with its type.
     */
    @Nullable
    public Object inJson(@Nullable Object value) {
        return switch (value) {
            case String text -> {
                String only = onlyInput(text);
                yield only == null ? inText(text) : FireInput.member(fire.input(), only);
            }
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> filled = LinkedHashMap.newLinkedHashMap(map.size());
                map.forEach((name, field) -> filled.put(name, inJson(field)));
                yield filled;
            }
            case List<?> list -> {
                List<@Nullable Object> filled = new ArrayList<>(list.size());
                list.forEach(element -> filled.add(inJson(element)));
                yield filled;
            }
            case null, default -> value;
        };
    }

    /** The name of the input's placeholder that this text is; null when it is anything else. */
    private static @Nullable String onlyInput(String text) {
        Matcher only = PLACEHOLDER.matcher(text);
        return only.matches() && FireInput.isName(only.group(1)) ? only.group(1) : null;
    }

    private String replace(String text, UnaryOperator<String> escape) {
        int open = text.indexOf(OPEN);
        if (open < 0) {
            return text;
        }
        StringBuilder replaced = new StringBuilder(text.length() + 64);
        int copied = 0;
        while (open >= 0) {
            int close = text.indexOf(CLOSE, open);
            if (close < 0) {
                break;
            }
            String value = valueOf(text.substring(open + OPEN.length(), close).strip());
            if (value == null) {
                // One character on, not past the braces: "{{{fireId}}}" holds a placeholder at its second one.
                open = text.indexOf(OPEN, open + 1);
            } else {
                replaced.append(text, copied, open).append(escape.apply(value));
                copied = close + CLOSE.length();
                open = text.indexOf(OPEN, copied);
            }
        }
        return replaced.append(text, copied, text.length()).toString();
    }

    /** The value of a name; null for one that is not known here. */
    @Nullable
    String valueOf(String name) {
        return switch (name) {
            case "scheduledFor" -> fire.scheduledFor().toString();
            case "fireId" -> fire.fire().toString();
            case "attempt" -> Integer.toString(fire.attempt());
            case "task" -> fire.task().id();
            default -> FireInput.isName(name) ? FireInput.text(fire.input(), name) : sourceValueOf(name);
        };
    }

    private @Nullable String sourceValueOf(String name) {
        SourceFire source = fire.source();
        return source == null ? null : valueOf(source, name);
    }

    private static @Nullable String valueOf(SourceFire source, String name) {
        return switch (name) {
            case "source.fireId" -> source.fire().toString();
            case "source.state" -> source.state().name();
            case "source.scheduledFor" -> source.scheduledFor().toString();
            case "source.attempt" -> Integer.toString(source.attempt());
            case "source.error" -> source.error() == null ? "" : cut(source.error());
            default -> null;
        };
    }

    private static String cut(FireError error) {
        String text = error.type() + ": " + error.message();
        return text.codePointCount(0, text.length()) <= LONGEST_ERROR
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_ERROR)) + "…";
    }
}
