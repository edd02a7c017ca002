package dev.punctual.api.web;

import dev.punctual.api.json.Json;
import dev.punctual.api.problem.ProblemException;
import dev.punctual.api.problem.ProblemType;
import dev.punctual.book.CalendarId;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.task.TaskId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;

/** Hands controllers what they ask for by type: the namespace, the task, the body, … */
public final class RequestResolver implements HandlerMethodArgumentResolver {
    private static final Map<Class<?>, Function<HttpServletRequest, Object>> RESOLVERS = Map.of(
            Namespace.class, RequestResolver::namespace,
            TaskId.class, RequestResolver::task,
            CalendarId.class, RequestResolver::calendar,
            CalendarFile.class, CalendarFile::of,
            FireId.class, RequestResolver::fire,
            JsonBody.class, RequestResolver::body,
            Preconditions.class, Preconditions::of,
            Query.class, Query::of,
            RequestSeed.class, RequestResolver::seed,
            Actor.class, RequestResolver::actor);

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return RESOLVERS.containsKey(parameter.getParameterType());
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory factory) {
        HttpServletRequest servlet = request.getNativeRequest(HttpServletRequest.class);
        Function<HttpServletRequest, Object> resolver = RESOLVERS.get(parameter.getParameterType());
        if (servlet == null || resolver == null) {
            throw new IllegalStateException("not a request for " + parameter);
        }
        return resolver.apply(servlet);
    }

    private static Namespace namespace(HttpServletRequest request) {
        String name = pathVariable(request, "ns");
        if (name == null) {
            return new Namespace(TaskId.DEFAULT_NAMESPACE);
        }
        if (!TaskId.isName(name)) {
            throw new ProblemException(
                    ProblemType.NOT_FOUND,
                    "namespace '%s' does not exist: a name is 1 to 63 lower-case letters, digits and inner hyphens"
                            .formatted(name));
        }
        return new Namespace(name);
    }

    private static TaskId task(HttpServletRequest request) {
        String id = String.valueOf(pathVariable(request, "id"));
        if (!TaskId.isName(id)) {
            throw new ProblemException(
                    ProblemType.NOT_FOUND,
                    "task '%s' does not exist: an id is 1 to 63 lower-case letters, digits and inner hyphens"
                            .formatted(id));
        }
        return new TaskId(namespace(request).name(), id);
    }

    private static CalendarId calendar(HttpServletRequest request) {
        String name = String.valueOf(pathVariable(request, "name"));
        if (!TaskId.isName(name)) {
            throw new ProblemException(
                    ProblemType.NOT_FOUND,
                    "calendar '%s' does not exist: a name is 1 to 63 lower-case letters, digits and inner hyphens"
                            .formatted(name));
        }
        return new CalendarId(namespace(request).name(), name);
    }

    private static FireId fire(HttpServletRequest request) {
        String id = String.valueOf(pathVariable(request, "fireId"));
        try {
            return FireId.parse(id);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemType.NOT_FOUND,
                    "fire '%s' does not exist: an id is a UUID of version 7; GET /v1/fires lists those that exist"
                            .formatted(id));
        }
    }

    private static JsonBody body(HttpServletRequest request) {
        byte[] body = BodyFilter.body(request);
        if (body.length == 0) {
            return new JsonBody(Optional.empty());
        }
        requireJson(request);
        return new JsonBody(Optional.of(Json.parse(body)));
    }

    private static void requireJson(HttpServletRequest request) {
        String sent = request.getContentType();
        boolean patch = request.getMethod().equals("PATCH");
        try {
            MediaType type = sent == null ? null : MediaType.parseMediaType(sent);
            if (MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)
                    || (patch && type != null && type.getSubtype().equals("merge-patch+json"))) {
                return;
            }
        } catch (InvalidMediaTypeException e) {
            throw unsupported(sent, patch);
        }
        throw unsupported(sent, patch);
    }

    private static ProblemException unsupported(@Nullable String sent, boolean patch) {
        return new ProblemException(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "Content-Type is %s; send application/json%s"
                        .formatted(sent == null ? "missing" : sent, patch ? " or application/merge-patch+json" : ""));
    }

    private static Actor actor(HttpServletRequest request) {
        return request.getAttribute(Actor.ATTRIBUTE) instanceof Actor actor ? actor : Actor.ANONYMOUS;
    }

    private static RequestSeed seed(HttpServletRequest request) {
        return request.getAttribute(RequestSeed.ATTRIBUTE) instanceof RequestSeed seed ? seed : RequestSeed.NONE;
    }

    private static @Nullable String pathVariable(HttpServletRequest request, String name) {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        Object value = variables instanceof Map<?, ?> map ? map.get(name) : null;
        return value == null ? null : value.toString();
    }
}
