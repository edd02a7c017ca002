package dev.punctual.activities.action;

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
import org.jspecify.annotations.Nullable;

/**
 * Writes a fire's identity into the texts of its action: {@code {{scheduledFor}}}, {@code {{fireId}}}, {@code {{attempt}}} and
 * {@code {{task}}}; and what a user gave it: {@code {{input}}} and {@code {{input.a.b}}}, as {@link FireInput} says. A name that is none of these is left as it stands; {@link #unknownIn} finds it beforehand, so that a typing
 * error is refused when the task is registered.
 */
public final class Placeholders {
    /** The known names. */
    public static final Set<String> NAMES = Set.of("scheduledFor", "fireId", "attempt", "task", "input");

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_.-]+)\\s*}}");

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

    private @Nullable String valueOf(String name) {
        return switch (name) {
            case "scheduledFor" -> fire.scheduledFor().toString();
            case "fireId" -> fire.fire().toString();
            case "attempt" -> Integer.toString(fire.attempt());
            case "task" -> fire.task().id();
            default -> FireInput.isName(name) ? FireInput.text(fire.input(), name) : null;
        };
    }
}
