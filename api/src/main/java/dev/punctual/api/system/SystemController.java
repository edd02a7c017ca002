package dev.punctual.api.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.web.Query;
import dev.punctual.book.FireStats;
import dev.punctual.book.TaskRecords;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.task.ActionRules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what this Punctual is, and whether its servers answer. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "System")
public final class SystemController {
    private static final Logger log = LoggerFactory.getLogger(SystemController.class);

    private final SystemFacts facts;
    private final ActionRules rules;
    private final TaskRecords records;
    private final FireStats stats;
    private final InstantSource clock;

    /** @param clock the book's */
    public SystemController(
            SystemFacts facts, ActionRules rules, TaskRecords records, FireStats stats, InstantSource clock) {
        this.facts = facts;
        this.rules = rules;
        this.records = records;
        this.stats = stats;
        this.clock = clock;
    }

    /** This Punctual. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "System")
    public record SystemView(
            @Schema(example = "0.1.0") String version,

            @Schema(description = "The time zone of the server's machine", example = "Europe/Berlin")
            String zone,

            @Schema(description = "By the clock of the book")
            Instant now,

            @Schema(example = "2025b") String tzdataVersion,
            TemporalView temporal,
            DatabaseView database,

            @Schema(description = "Tasks of whose present version the engine has not been told; left out when unknown")
            @Nullable
            Long engineBacklog,

            @Schema(description = "Active tasks whose instant passed unclaimed; left out when unknown") @Nullable
            Long overdue,

            @Schema(description = "Those that hold tasks") List<String> namespaces,
            Features features,

            @Schema(description = "Those that tasks may name")
            Set<String> queues) {}

    /** Temporal. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TemporalState")
    public record TemporalView(
            boolean up,
            String address,

            @Schema(description = "The base address of its Web UI, when known") @Nullable
            String webUi,

            String namespace) {}

    /** The book's database. */
    @Schema(name = "DatabaseState")
    public record DatabaseView(boolean up) {}

    /**
     * What the operator allows.
     *
     * @param command whether programs may be run
     * @param sql the data sources that may be used
     */
    @Schema(name = "Features")
    public record Features(boolean command, Set<String> sql) {}

    @Operation(
            operationId = "getSystem",
            summary = "Show what this Punctual is, whether its servers answer, and what it allows")
    @GetMapping("/system")
    SystemView get(Query query) {
        query.end();
        SystemFacts.Temporal temporal = facts.temporal();
        List<String> namespaces = List.of();
        FireStats.Engine engine = null;
        boolean up = false;
        try {
            namespaces = records.namespaces();
            engine = stats.engine();
            up = true;
        } catch (RuntimeException e) {
            // that is one of the answers
            log.debug("the book does not answer", e);
        }
        return new SystemView(
                facts.version(),
                ZoneId.systemDefault().getId(),
                clock.instant(),
                TimeZoneData.version(),
                new TemporalView(temporal.up(), temporal.address(), temporal.webUi(), temporal.namespace()),
                new DatabaseView(up),
                engine == null ? null : (Long) engine.backlog(),
                engine == null ? null : (Long) engine.overdue(),
                namespaces,
                new Features(rules.allowsCommands(), new TreeSet<>(rules.dataSources())),
                new TreeSet<>(facts.queues()));
    }
}
