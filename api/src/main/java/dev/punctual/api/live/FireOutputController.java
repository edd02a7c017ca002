package dev.punctual.api.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.json.Json;
import dev.punctual.api.problem.ProblemException;
import dev.punctual.api.problem.ProblemType;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Query;
import dev.punctual.book.FireLedger;
import dev.punctual.book.FireOutput;
import dev.punctual.book.FireOutput.Numbered;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.OutputLine;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what fires wrote, also while they write it. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Live")
public final class FireOutputController {
    private static final Logger log = LoggerFactory.getLogger(FireOutputController.class);

    /** Lines are kept about each second. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final int LOOKS_UNTIL_PING = 30;

    private final FireLedger ledger;
    private final FireOutput output;
    private final BooleanSupplier serving;

    /** @param serving whether streams may go on */
    public FireOutputController(FireLedger ledger, FireOutput output, BooleanSupplier serving) {
        this.ledger = ledger;
        this.output = output;
        this.serving = serving;
    }

    /** Some of the lines that a fire wrote. */
    @Schema(name = "FireOutput")
    public record OutputView(
            List<LineView> lines,

            @Schema(description = "Whether more was written than is kept")
            boolean truncated,

            @Schema(
                    description =
                            "Whether the fire has ended, so that no more lines come. There may be more than are shown"
                                    + " at once: ask again from the number after the last one until none come")
            boolean finished) {}

    /** A line. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OutputLine")
    public record LineView(
            @Schema(description = "Its number, from 1 on") int n,

            @Schema(allowableValues = {"stdout", "stderr"}) String stream,

            @Schema(description = "When it was read; left out where only the outcome keeps it") @Nullable
            Instant at,

            String text) {
        static LineView of(Numbered numbered) {
            OutputLine line = numbered.line();
            return new LineView(
                    numbered.number(), line.stream().name().toLowerCase(Locale.ROOT), line.at(), line.text());
        }
    }

    @Operation(
            operationId = "getFireOutput",
            summary = "Show the lines that a fire wrote, in order",
            description = "Those of a fire that ran for less than a second come from its outcome, stream by stream.")
    @Parameter(
            name = "from",
            description = "the number of the first line",
            schema = @Schema(type = "integer", minimum = "1", defaultValue = "1"))
    @GetMapping("/fires/{fireId:[^:]+}/output")
    OutputView get(FireId id, Namespace namespace, Query query) {
        int from = query.integer("from", 1, 1_000_000, 1);
        query.end();
        // the fire first: of one that had ended before its lines were read, no more can come
        return read(find(id, namespace), from);
    }

    @Operation(
            operationId = "streamFireOutput",
            summary = "Watch the lines that a fire writes, as server-sent events",
            description =
                    "Events `line` (one line, whose number is the event's id), and at the end `end`. Send the id of the last"
                            + " line as Last-Event-ID to go on after it.")
    @Parameter(
            name = "from",
            description = "the number of the first line",
            schema = @Schema(type = "integer", minimum = "1", defaultValue = "1"))
    @Parameter(name = "Last-Event-ID", in = ParameterIn.HEADER, description = "the id of the last line that was seen")
    @ApiResponse(
            responseCode = "200",
            description = "Lines until the fire has ended",
            content = @Content(mediaType = "text/event-stream", schema = @Schema(implementation = LineView.class)))
    @GetMapping("/fires/{fireId:[^:]+}/output/stream")
    void stream(FireId id, Namespace namespace, Query query, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        int next = query.integer("from", 1, 1_000_000, 1);
        query.end();
        String last = request.getHeader("Last-Event-ID");
        if (last != null && last.matches("\\d{1,7}")) {
            next = Integer.parseInt(last) + 1;
        }
        Fire fire = find(id, namespace);
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        try {
            EventStream out = EventStream.open(response);
            int looks = 0;
            while (serving.getAsBoolean()) {
                OutputView view = read(fire, next);
                for (LineView line : view.lines()) {
                    out.write(EventStream.event(Integer.toString(line.n()), "line", json(line)));
                    next = line.n() + 1;
                }
                if (view.lines().isEmpty() && view.finished()) {
                    out.write(EventStream.event(
                            Integer.toString(next - 1), "end", json(Map.of("truncated", view.truncated()))));
                    out.flush();
                    return;
                }
                if (!view.finished()) {
                    if (++looks % LOOKS_UNTIL_PING == 0) {
                        out.write(EventStream.ping(""));
                    }
                    out.flush();
                    Thread.sleep(LOOK);
                }
                fire = find(id, namespace);
            }
        } catch (InterruptedException e) {
            log.debug("the output of fire {}: ended by the server", id);
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.debug("the output of fire {}: ended by its client: {}", id, e.toString());
        }
    }

    private static String json(Object view) {
        return new String(Json.write(view), StandardCharsets.UTF_8);
    }

    private Fire find(FireId id, Namespace namespace) {
        return ledger.find(namespace.name(), id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "fire '%s' does not exist in namespace '%s'; GET %s/fires lists those that do"
                                .formatted(id, namespace.name(), namespace.base())));
    }

    private OutputView read(Fire fire, int from) {
        boolean finished = fire.state().isFinal();
        List<LineView> lines =
                output.lines(fire.id(), from).stream().map(LineView::of).toList();
        boolean cut = isCut(fire);
        if (lines.isEmpty() && finished && output.lines(fire.id(), 1).isEmpty()) {
            return new OutputView(
                    ofOutcome(fire).stream().filter(line -> line.n() >= from).toList(), cut, true);
        }
        boolean full = lines.stream()
                .anyMatch(line -> line.text().equals(OutputLine.CUT) || line.n() >= FireOutput.MOST_LINES);
        return new OutputView(lines, full, finished);
    }

    private static boolean isCut(Fire fire) {
        Map<String, Object> outcome = fire.outcome();
        return outcome != null
                && (Boolean.TRUE.equals(outcome.get("stdoutTruncated"))
                        || Boolean.TRUE.equals(outcome.get("stderrTruncated")));
    }

    private static List<LineView> ofOutcome(Fire fire) {
        List<LineView> lines = new ArrayList<>();
        Map<String, Object> outcome = fire.outcome();
        if (outcome != null) {
            for (String stream : List.of("stdout", "stderr")) {
                if (outcome.get(stream) instanceof String text) {
                    text.lines().forEach(line -> lines.add(new LineView(lines.size() + 1, stream, null, line)));
                }
            }
        }
        return lines;
    }
}
