package dev.punctual.api.live;

import dev.punctual.api.fire.FireView;
import dev.punctual.api.live.LiveViews.GapEvent;
import dev.punctual.api.live.LiveViews.StatsEvent;
import dev.punctual.api.live.LiveViews.TaskEvent;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Query;
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
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Carries live updates as server-sent events. Each stream has a thread of its own, which waits most of the time. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Live")
public final class StreamController {
    private static final Logger log = LoggerFactory.getLogger(StreamController.class);

    /** Also how soon it is found that somebody who said nothing is gone. */
    private static final Duration PING = Duration.ofSeconds(15);

    private final LiveSource source;

    public StreamController(LiveSource source) {
        this.source = source;
    }

    @Operation(operationId = "stream", summary = "Watch what happens, as server-sent events", description = """
                    Events `fire` (a fire as GET /v1/fires shows it, whenever it is entered or changes), `task` (whenever one \
                    is changed), `stats` (every 2 seconds) and `gap` (something was missed: read anew what is shown). The id \
                    of an event, sent as Last-Event-ID within two minutes, has the stream go on after it.""")
    @Parameter(name = "task", description = "only of the task with this id")
    @Parameter(name = "label", description = "only of tasks with this label, key=value", example = "team=billing")
    @Parameter(name = "state", description = "only fires, or tasks, in this state")
    @Parameter(name = "types", description = "which events, with commas; all when left out", example = "fire,task")
    @Parameter(name = "Last-Event-ID", in = ParameterIn.HEADER, description = "the id of the last event that was seen")
    @ApiResponse(
            responseCode = "200",
            description = "Events until the client, or the server, ends it",
            content =
                    @Content(
                            mediaType = "text/event-stream",
                            schema =
                                    @Schema(
                                            oneOf = {FireView.class, TaskEvent.class, StatsEvent.class, GapEvent.class
                                            })))
    @GetMapping("/stream")
    void stream(Namespace namespace, Query query, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        LiveFilter filter = LiveFilter.read(namespace.name(), query);
        query.end();
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        Signal signal = new Signal();
        try (Subscription subscription = source.subscribe(filter, signal, request.getHeader("Last-Event-ID"))) {
            EventStream out = EventStream.open(response);
            String token = "";
            while (!subscription.isClosed()) {
                List<LiveEvents> news = subscription.take();
                for (LiveEvents events : news) {
                    token = events.token();
                    out.write(events.sse());
                }
                out.flush();
                if (!signal.await(PING)) {
                    out.write(EventStream.ping(token));
                }
            }
        } catch (InterruptedException e) {
            log.debug("a stream was ended by the server");
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.debug("a stream was ended by its client: {}", e.toString());
        }
    }
}
