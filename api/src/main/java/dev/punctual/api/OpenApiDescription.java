package dev.punctual.api;

import dev.punctual.api.calendar.CalendarView;
import dev.punctual.api.problem.Problem;
import dev.punctual.api.schedule.ScheduleView;
import dev.punctual.api.task.ActionView;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Adds to the generated description what the controllers' signatures do not show. */
final class OpenApiDescription implements OpenApiCustomizer {
    private static final String IN_NAMESPACE = "/v1/namespaces/{ns}";
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Map<String, String> VARIABLES = Map.of(
            "ns", "The namespace",
            "id", "The task's id",
            "fireId", "The fire's id",
            "name", "The calendar's name");

    @Override
    public void customise(OpenAPI api) {
        api.setInfo(new Info()
                .title("Punctual")
                .version("v1")
                .description("Register a task once, and it runs at its instant, whatever fails in between."));
        ModelConverters.getInstance(true).readAll(Problem.class).forEach(api.getComponents()::addSchemas);
        for (Class<?> view : List.of(ScheduleView.class, ActionView.class, CalendarView.class)) {
            OpenApiKinds.describe(view, api.getComponents().getSchemas());
        }
        if (api.getPaths() == null) {
            return;
        }
        api.getPaths().forEach((path, item) -> {
            for (Map.Entry<PathItem.HttpMethod, Operation> entry :
                    item.readOperationsMap().entrySet()) {
                Operation operation = entry.getValue();
                describe(path, entry.getKey(), operation);
                PathItem plain = path.startsWith(IN_NAMESPACE)
                        ? api.getPaths().get("/v1" + path.substring(IN_NAMESPACE.length()))
                        : null;
                Operation twin =
                        plain == null ? null : plain.readOperationsMap().get(entry.getKey());
                if (twin != null) {
                    operation.setOperationId(twin.getOperationId().replaceAll("_\\d+$", "") + "InNamespace");
                } else {
                    operation.setOperationId(operation.getOperationId().replaceAll("_\\d+$", ""));
                }
            }
        });
    }

    private static void describe(String path, PathItem.HttpMethod method, Operation operation) {
        Matcher matcher = VARIABLE.matcher(path);
        while (matcher.find()) {
            String name = matcher.group(1);
            operation.addParametersItem(new Parameter()
                    .in("path")
                    .name(name)
                    .required(true)
                    .description(VARIABLES.getOrDefault(name, name))
                    .schema(new StringSchema()));
        }
        if (method == PathItem.HttpMethod.POST) {
            operation.addParametersItem(header(
                    "Idempotency-Key",
                    "Repeating a request with the same key and body within 24 hours repeats its answer"));
        }
        boolean versioned = path.matches(".*/(tasks/\\{id}|calendars/\\{name})(:.*)?");
        if (versioned && method != PathItem.HttpMethod.GET) {
            operation.addParametersItem(header("If-Match", "The ETag of the version to change, or *"));
        }
        if (versioned && (method == PathItem.HttpMethod.PUT || path.endsWith(":import"))) {
            operation.addParametersItem(header("If-None-Match", "* to create only"));
        }
        if (versioned || (path.endsWith("/tasks") && method == PathItem.HttpMethod.POST)) {
            operation.getResponses().forEach((status, response) -> {
                if (List.of("200", "201").contains(status) && !path.endsWith(":trigger")) {
                    response.addHeaderObject(
                            "ETag", new Header().description("The version").schema(new StringSchema()));
                }
            });
        }
        Schema<?> problem = new Schema<>().$ref("#/components/schemas/Problem");
        operation
                .getResponses()
                .addApiResponse(
                        "default",
                        new ApiResponse()
                                .description("What went wrong (RFC 9457)")
                                .content(new Content()
                                        .addMediaType("application/problem+json", new MediaType().schema(problem))));
    }

    private static Parameter header(String name, String description) {
        return new Parameter().in("header").name(name).description(description).schema(new StringSchema());
    }
}
