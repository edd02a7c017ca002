package dev.punctual.api.freeze;

import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Fields;
import dev.punctual.api.paging.Page;
import dev.punctual.api.paging.PageParameters;
import dev.punctual.api.paging.PageRequest;
import dev.punctual.api.paging.PageToken;
import dev.punctual.api.web.Actor;
import dev.punctual.api.web.JsonBody;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Query;
import dev.punctual.api.web.RequestSeed;
import dev.punctual.book.Freeze;
import dev.punctual.book.FreezeBook;
import dev.punctual.book.FreezeRefusal;
import dev.punctual.workflows.task.CatchUpPolicy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Has many tasks rest together, and puts them back in force. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Freezes")
public final class FreezeController {
    private static final int LONGEST_REASON = 400;

    /** An answer waits so long for the tasks; what is left follows without it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FreezeBook book;
    private final InstantSource clock;

    public FreezeController(FreezeBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    /** What {@code :thaw} takes. */
    @Schema(name = "ThawRequest")
    record Thaw(
            @Schema(description = "Which of the instants that passed still run; left out for what the freeze says")
            @Nullable
            CatchUpPolicy catchUp) {}

    @Operation(operationId = "createFreeze", summary = "Have all tasks of a label, or of the namespace, rest")
    @RequestBody(content = @Content(schema = @Schema(implementation = FreezeView.class)))
    @ApiResponse(
            responseCode = "201",
            description = "It holds; tasks says how many rest already",
            content = @Content(schema = @Schema(implementation = FreezeView.class)))
    @PostMapping("/freezes")
    ResponseEntity<FreezeView> create(Namespace namespace, JsonBody body, RequestSeed seed, Actor actor) {
        Errors errors = new Errors();
        Fields fields = Fields.of(body.orEmpty(), "", errors);
        Freeze.Label label = label(fields);
        String reason = fields.text("reason", LONGEST_REASON);
        Instant until = fields.instant("until");
        CatchUpPolicy catchUp = fields.choice("catchUp", CatchUpPolicy.class);
        fields.end();
        Instant now = clock.instant();
        if (until != null && !until.isAfter(now)) {
            fields.refuse(
                    "until",
                    "OUT_OF_RANGE",
                    "until is %s, which has passed (it is %s); choose a later instant or leave it out"
                            .formatted(until, now));
        }
        errors.throwIfAny();
        Freeze begun =
                book.start(namespace.name(), seed.id(0), new Freeze.Wish(label, reason, until, catchUp), actor.name());
        book.advance(forAWhile());
        return ResponseEntity.status(201)
                .header(HttpHeaders.LOCATION, namespace.base() + "/freezes/" + begun.id())
                .body(get(namespace, begun.id()));
    }

    private static Freeze.@Nullable Label label(Fields fields) {
        String text = fields.text("label", 1_000);
        if (text == null) {
            return null;
        }
        String[] parts = text.split("=", 2);
        if (parts.length < 2 || parts[0].isEmpty()) {
            fields.refuse(
                    "label",
                    "LABEL",
                    "label is '%s'; write key=value, or leave it out for all tasks of the namespace".formatted(text));
            return null;
        }
        return new Freeze.Label(parts[0], parts[1]);
    }

    @Operation(operationId = "listFreezes", summary = "List freezes, newest first")
    @PageParameters
    @GetMapping("/freezes")
    Page<FreezeView> list(Namespace namespace, Query query) {
        PageRequest page = PageRequest.read(query, PageToken.of("freezes", namespace.name()));
        return Page.of(book.list(namespace.name(), page.after(), page.limit()), page, FreezeView::of, Freeze::id);
    }

    @Operation(operationId = "getFreeze", summary = "Show a freeze and how many tasks rest because of it")
    @GetMapping("/freezes/{freeze:[^:]+}")
    FreezeView get(Namespace namespace, @PathVariable("freeze") String freeze) {
        return FreezeView.of(
                book.find(namespace.name(), freeze).orElseThrow(() -> new FreezeRefusal(namespace.name(), freeze)));
    }

    @Operation(operationId = "thawFreeze", summary = "End a freeze: its tasks are back in force")
    @RequestBody(content = @Content(schema = @Schema(implementation = Thaw.class)))
    @PostMapping("/freezes/{freeze:[^:]+}:thaw")
    FreezeView thaw(Namespace namespace, @PathVariable("freeze") String freeze, JsonBody body, Actor actor) {
        Errors errors = new Errors();
        Fields fields = Fields.of(body.orEmpty(), "", errors);
        CatchUpPolicy catchUp = fields.choice("catchUp", CatchUpPolicy.class);
        fields.end();
        errors.throwIfAny();
        book.thaw(namespace.name(), freeze, catchUp, actor.name());
        book.advance(forAWhile());
        return get(namespace, freeze);
    }

    private static BooleanSupplier forAWhile() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        return () -> System.nanoTime() < end;
    }
}
