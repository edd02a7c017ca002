package dev.punctual.api.fire;

import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Fields;
import dev.punctual.api.web.Actor;
import dev.punctual.api.web.JsonBody;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.RequestSeed;
import dev.punctual.book.FireChanges;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What can be done to a fire. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Fires")
public final class FireVerbController {
    private final FireChanges changes;

    public FireVerbController(FireChanges changes) {
        this.changes = changes;
    }

    /** The body of these verbs, for their description. */
    @Schema(name = "FireVerbRequest", description = "Has no fields")
    record Nothing() {}

    @Operation(
            operationId = "cancelFire",
            summary = "End a fire: at once when it waits, else by stopping its attempt; it is not tried again")
    @RequestBody(content = @Content(schema = @Schema(implementation = Nothing.class)))
    @PostMapping("/fires/{fireId:[^:]+}:cancel")
    FireView cancel(FireId id, Namespace namespace, JsonBody body, Actor actor) {
        expectNothing(body);
        return FireView.of(changes.cancel(namespace.name(), id, actor.name()));
    }

    @Operation(
            operationId = "retryFire",
            summary = "Make a fire that has ended again: for the same instant, with the same input")
    @RequestBody(content = @Content(schema = @Schema(implementation = Nothing.class)))
    @ApiResponse(responseCode = "202", description = "The new fire, which will start")
    @PostMapping("/fires/{fireId:[^:]+}:retry")
    ResponseEntity<FireView> retry(FireId id, Namespace namespace, JsonBody body, Actor actor, RequestSeed seed) {
        expectNothing(body);
        Fire fire = changes.retry(namespace.name(), id, seed.seed(), actor.name());
        return ResponseEntity.status(202)
                .header(HttpHeaders.LOCATION, namespace.base() + "/fires/" + fire.id())
                .body(FireView.of(fire));
    }

    private static void expectNothing(JsonBody body) {
        Errors errors = new Errors();
        Fields.of(body.orEmpty(), "", errors).end();
        errors.throwIfAny();
    }
}
