package dev.punctual.api.worker;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.web.Query;
import dev.punctual.book.WorkerBook;
import dev.punctual.book.WorkerBook.Heartbeat;
import dev.punctual.book.WorkerBook.Worker;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the live workers. They serve all namespaces. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Workers")
public final class WorkerController {
    private final WorkerBook book;
    private final Duration lease;

    /** @param lease how long after its latest heartbeat a worker counts as live */
    public WorkerController(WorkerBook book, Duration lease) {
        this.book = book;
        this.lease = lease;
    }

    /** All live workers. */
    @Schema(name = "Workers")
    public record Workers(List<WorkerView> items) {}

    /** A worker and its resources. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Worker")
    public record WorkerView(
            String worker,
            String host,
            long pid,
            String roles,
            Instant startedAt,
            Instant heartbeatAt,

            @Schema(description = "Fires held for their instant")
            int held,

            @Schema(description = "Attempts in progress") int running,

            @Schema(description = "Of the process, 0 to 1") @Nullable
            Double cpuLoad,

            long memoryBytes) {
        static WorkerView of(Worker worker) {
            Heartbeat latest = worker.latest();
            return new WorkerView(
                    latest.worker(),
                    latest.host(),
                    latest.pid(),
                    latest.roles(),
                    latest.startedAt(),
                    worker.heartbeatAt(),
                    latest.held(),
                    latest.running(),
                    latest.cpuLoad(),
                    latest.memoryBytes());
        }
    }

    @Operation(operationId = "listWorkers", summary = "List the live workers")
    @GetMapping("/workers")
    Workers list(Query query) {
        query.end();
        return new Workers(book.live(lease).stream().map(WorkerView::of).toList());
    }
}
