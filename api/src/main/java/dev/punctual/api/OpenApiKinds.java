package dev.punctual.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says in the description which value of {@code type} stands for which kind. Left to itself it has each kind contain the choice
 * between all of them, so that generators of clients name the kinds by their classes, and go round in circles.
 */
@SuppressWarnings("rawtypes") // the model of OpenAPI has them in its own signatures
final class OpenApiKinds {
    private OpenApiKinds() {}

    /** Rewrites the schemas of a view with kinds, of those that are there. */
    static void describe(Class<?> view, Map<String, Schema> schemas) {
        Schema<?> choice = schemas.get(name(view));
        if (choice == null) {
            return;
        }
        choice.setProperties(null);
        choice.setRequired(null);
        for (JsonSubTypes.Type kind : view.getAnnotation(JsonSubTypes.class).value()) {
            String name = name(kind.value());
            choice.getDiscriminator().mapping(kind.name(), "#/components/schemas/" + name);
            schemas.computeIfPresent(name, (same, schema) -> alone(schema, kind.name()));
        }
    }

    /** The kind without the choice, and with the one type that it has. */
    private static Schema<?> alone(Schema<?> kind, String type) {
        Map<String, Schema> properties = new LinkedHashMap<>();
        properties.put("type", new StringSchema()._enum(List.of(type)));
        List<String> required = new ArrayList<>(List.of("type"));
        for (Schema<?> part : kind.getAllOf() == null ? List.<Schema>of() : kind.getAllOf()) {
            if (part.getProperties() != null) {
                properties.putAll(part.getProperties());
            }
            if (part.getRequired() != null) {
                required.addAll(part.getRequired());
            }
        }
        Schema<?> alone = new Schema<>();
        alone.setTypes(Set.of("object"));
        alone.setDescription(kind.getDescription());
        alone.setProperties(properties);
        alone.setRequired(required);
        return alone;
    }

    private static String name(Class<?> view) {
        return view.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class)
                .name();
    }
}
