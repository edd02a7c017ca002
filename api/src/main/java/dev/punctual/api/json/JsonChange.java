package dev.punctual.api.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A value that differs between two JSON objects. Objects are compared member by member, lists as a whole.
 *
 * @param pointer where it stands (RFC 6901)
 * @param before the value of the first; left out when it has none
 * @param after the value of the second; left out when it has none
 */
@Schema(name = "Change")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JsonChange(
        @Schema(example = "/schedule/expression") String pointer,
        @Schema(type = "object") @Nullable JsonNode before,
        @Schema(type = "object") @Nullable JsonNode after) {

    /** What differs, in the order of the members. */
    public static List<JsonChange> between(JsonNode before, JsonNode after) {
        List<JsonChange> changes = new ArrayList<>();
        compare("", before, after, changes);
        return changes;
    }

    private static void compare(
            String pointer, @Nullable JsonNode before, @Nullable JsonNode after, List<JsonChange> changes) {
        if (before != null && after != null && before.isObject() && after.isObject()) {
            Set<String> names = new LinkedHashSet<>(before.propertyNames());
            names.addAll(after.propertyNames());
            for (String name : names) {
                compare(
                        pointer + "/" + name.replace("~", "~0").replace("/", "~1"),
                        before.get(name),
                        after.get(name),
                        changes);
            }
        } else if (before == null || !before.equals(after)) {
            changes.add(new JsonChange(pointer, before, after));
        }
    }
}
