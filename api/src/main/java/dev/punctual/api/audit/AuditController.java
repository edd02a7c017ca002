package dev.punctual.api.audit;

import static org.apache.commons.lang3.ObjectUtils.min;

import dev.punctual.api.json.Times;
import dev.punctual.api.paging.PageParameters;
import dev.punctual.api.paging.PageRequest;
import dev.punctual.api.paging.PageToken;
import dev.punctual.api.web.Namespace;
import dev.punctual.api.web.Query;
import dev.punctual.book.AuditBook;
import dev.punctual.book.AuditChain;
import dev.punctual.book.CompletenessAudit;
import dev.punctual.book.CompletenessAudit.Place;
import dev.punctual.book.CompletenessAudit.Question;
import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskRefusal;
import dev.punctual.workflows.audit.CompletenessJudge.Window;
import dev.punctual.workflows.audit.Tally;
import dev.punctual.workflows.task.TaskId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says whether every expected instant is accounted for, now and in the records of past days. */
@RestController
@RequestMapping({"/v1", "/v1/namespaces/{ns}"})
@Tag(name = "Audits")
public final class AuditController {
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final Duration LATE = Duration.ofSeconds(1);
    private static final Duration LATEST = Duration.ofDays(1);
    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final int FINDINGS = 100;
    private static final int MOST_FINDINGS = 1_000;

    private final AuditBook book;
    private final TaskBook tasks;
    private final InstantSource clock;

    /** @param clock the book's */
    public AuditController(AuditBook book, TaskBook tasks, InstantSource clock) {
        this.book = book;
        this.tasks = tasks;
        this.clock = clock;
    }

    @Operation(
            operationId = "auditCompleteness",
            summary = "Recompute the expected instants of a window and compare them with the fires")
    @Parameter(name = "from", required = true, description = "the first instant of the window")
    @Parameter(
            name = "to",
            description = "the first instant after it, at most 31 days later; now when it is left out, and never later")
    @Parameter(name = "task", description = "only the task with this id")
    @Parameter(
            name = "lateAfter",
            description = "a fire that starts so much after its instant, or later, is late",
            schema = @Schema(type = "string", format = "duration", defaultValue = "PT1S"))
    @Parameter(
            name = "findings",
            description = "so many findings are shown at most",
            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
    @Parameter(name = "pageToken", description = "the nextPageToken of the answer before")
    @GetMapping("/audits/completeness")
    CompletenessView completeness(Namespace namespace, Query query) {
        Instant now = clock.instant();
        Instant from = query.instant("from");
        Instant asked = query.instant("to");
        String task = query.taskName("task");
        Duration late = lateAfter(query);
        int findings = query.integer("findings", 1, MOST_FINDINGS, FINDINGS);
        PageToken tokens = PageToken.of("completeness", namespace.name(), from, asked, task, late);
        Begin begin = begin(query, tokens);
        Instant settled = begin == null ? now.minus(CompletenessAudit.GRACE) : begin.to();
        Instant to = min(asked, settled);
        if (from == null && !query.has("from")) {
            query.refuse("from", "REQUIRED", "from is missing; send the first instant of the window");
        } else if (from != null && !from.isBefore(to)) {
            query.refuse("from", "OUT_OF_RANGE", "from is %s; send an instant before %s".formatted(from, to));
        } else if (from != null && Duration.between(from, to).compareTo(LONGEST) > 0) {
            query.refuse(
                    "from",
                    "OUT_OF_RANGE",
                    "the window from %s to %s is longer than %d days; ask for parts of it"
                            .formatted(from, to, LONGEST.toDays()));
        }
        query.end();
        if (from == null) {
            throw new IllegalStateException("no instant, and no mistake was noted");
        }
        if (task != null) {
            TaskId id = new TaskId(namespace.name(), task);
            if (tasks.find(id).isEmpty()) {
                throw new TaskRefusal.NotFound(id);
            }
        }
        Tally tally = new Tally(findings);
        long deadline = System.nanoTime() + BUDGET.toNanos();
        Place stopped = new CompletenessAudit(book)
                .run(
                        new Question(
                                namespace.name(),
                                task,
                                new Window(from, to, late),
                                begin == null ? null : begin.place()),
                        () -> System.nanoTime() < deadline,
                        tally);
        boolean capped = asked != null && asked.isAfter(to);
        return CompletenessView.of(
                new CompletenessView.Extent(
                        from,
                        to,
                        capped,
                        late,
                        stopped == null ? null : stopped.task(),
                        stopped == null ? null : tokens.after(new Begin(stopped, to).text())),
                tally);
    }

    private static Duration lateAfter(Query query) {
        String text = query.text("lateAfter");
        if (text == null) {
            return LATE;
        }
        try {
            Duration late = Duration.parse(text);
            if (late.isPositive() && late.compareTo(LATEST) <= 0) {
                return late;
            }
        } catch (DateTimeException e) {
            query.refuse(
                    "lateAfter", "DURATION", "lateAfter is '%s', not a duration; send one like PT1S".formatted(text));
            return LATE;
        }
        query.refuse("lateAfter", "OUT_OF_RANGE", "lateAfter is %s; send more than PT0S, at most P1D".formatted(text));
        return LATE;
    }

    /** Where a page begins; the end of the window stays that of the first. */
    private record Begin(Place place, Instant to) {
        String text() {
            return place.task() + "\n" + (place.instant() == null ? "" : place.instant()) + "\n" + to;
        }

        static @Nullable Begin read(String text) {
            List<String> parts = List.of(text.split("\n", -1));
            if (parts.size() != 3) {
                return null;
            }
            Instant instant = parts.get(1).isEmpty() ? null : Times.instant(parts.get(1));
            return new Begin(new Place(parts.getFirst(), instant), Times.instant(parts.get(2)));
        }
    }

    private static @Nullable Begin begin(Query query, PageToken tokens) {
        String token = query.text("pageToken");
        if (token == null) {
            return null;
        }
        Begin begin = null;
        try {
            begin = tokens.key(token).map(Begin::read).orElse(null);
        } catch (DateTimeException e) {
            query.refuse("pageToken", "PAGE_TOKEN", "pageToken is none that was answered: " + e.getMessage());
            return null;
        }
        if (begin == null) {
            query.refuse(
                    "pageToken",
                    "PAGE_TOKEN",
                    "pageToken does not belong to this query; send the nextPageToken of the same window and task, or none");
        }
        return begin;
    }

    @Operation(
            operationId = "listAuditRecords",
            summary = "List the records of past days, newest first, and check them")
    @PageParameters
    @GetMapping("/audits/records")
    AuditRecordView.Records records(Namespace namespace, Query query) {
        PageRequest page = PageRequest.read(query, PageToken.of("audit-records", namespace.name()));
        LocalDate before = page.after() == null ? null : LocalDate.parse(page.after());
        // the one more is also the one that the oldest of the page names
        List<AuditBook.DayRecord> found = book.records(namespace.name(), before, page.limit());
        List<AuditBook.DayRecord> shown = found.subList(0, Math.min(page.size(), found.size()));
        boolean more = found.size() > page.size();
        List<AuditRecordView> items = AuditChain.check(shown, more ? found.getLast() : null).stream()
                .map(AuditRecordView::of)
                .toList();
        return new AuditRecordView.Records(
                items,
                items.stream().allMatch(AuditRecordView::verified),
                more ? page.tokens().after(shown.getLast().day().toString()) : null);
    }
}
