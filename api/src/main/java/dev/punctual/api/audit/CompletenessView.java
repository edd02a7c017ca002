package dev.punctual.api.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.workflows.audit.Finding;
import dev.punctual.workflows.audit.Tally;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a completeness audit found: of all tasks, or of those that one page judged. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "CompletenessAudit")
record CompletenessView(
        Instant from,

        @Schema(
                description =
                        "Before which instants were judged: the end that was asked for, or what is settled by now")
        Instant to,

        @Schema(description = "Whether the end is earlier than asked for, because later instants are not settled yet")
        boolean capped,

        @Schema(description = "A fire that starts so much after its instant, or later, counts as late")
        Duration lateAfter,

        @Schema(description = "How many tasks were looked at")
        long tasks,

        @Schema(
                description =
                        "How many instants the tasks' definitions named. Each is counted once more under one of fired, skipped, open, pending, superseded and unexplained")
        long expected,

        @Schema(description = "Fires that have ended, by state")
        Map<String, Long> fired,

        @Schema(description = "Of those that started, how many did so late")
        long late,

        @Schema(description = "Instants that were not acted on, by reason")
        Map<String, Long> skipped,

        @Schema(description = "Fires that have not ended") long open,

        @Schema(
                description =
                        "Instants that the book still waits for: PAUSED, of which the resume will decide, and OVERDUE")
        Map<String, Long> pending,

        @Schema(
                description =
                        "Instants that had not been acted on when a user gave the task another schedule or cancelled it")
        long superseded,

        @Schema(description = "Instants that were expected and have no fire: there must be none")
        long unexplained,

        @Schema(description = "Fires of the schedule that no definition names: there must be none")
        long unexpected,

        @Schema(description = "Instants that calendars dropped, and so are not expected")
        long excluded,

        @Schema(description = "Fires of other triggers, and of schedules that follow runs")
        Map<String, Long> beside,

        @Schema(
                description =
                        "How many tasks were not judged, or not for the whole window: RETENTION, FOLLOWS_RUNS, CHANGES_UNKNOWN, ARCHIVED")
        Map<String, Long> notJudged,

        @Schema(description = "The first instants that are unexplained or unexpected")
        List<FindingView> findings,

        @Schema(description = "The last task that was looked at, when there are more") @Nullable
        String judgedUpTo,

        @Schema(description = "Goes on after that task; the counts of all answers add up") @Nullable
        String nextPageToken) {

    /** An instant at which schedule and ledger disagree. */
    @Schema(name = "AuditFinding")
    record FindingView(String task, Instant scheduledFor, Finding.Kind kind) {
        static FindingView of(Finding finding) {
            return new FindingView(finding.task().id(), finding.at(), finding.kind());
        }
    }

    /** What was asked and how far it came. */
    record Extent(
            Instant from,
            Instant to,
            boolean capped,
            Duration lateAfter,
            @Nullable String judgedUpTo,
            @Nullable String nextPageToken) {}

    static CompletenessView of(Extent extent, Tally tally) {
        SortedMap<String, Long> counts = tally.counts();
        return new CompletenessView(
                extent.from(),
                extent.to(),
                extent.capped(),
                extent.lateAfter(),
                tally.count("tasks"),
                tally.count("expected"),
                part(counts, "fired."),
                tally.count("late"),
                part(counts, "skipped."),
                tally.count("open"),
                part(counts, "pending."),
                tally.count("superseded"),
                tally.count("unexplained"),
                tally.count("unexpected"),
                tally.count("excluded"),
                part(counts, "beside."),
                part(counts, "notJudged."),
                tally.findings().stream().map(FindingView::of).toList(),
                extent.judgedUpTo(),
                extent.nextPageToken());
    }

    private static Map<String, Long> part(SortedMap<String, Long> counts, String prefix) {
        Map<String, Long> part = new TreeMap<>();
        counts.tailMap(prefix).forEach((name, count) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), count);
            }
        });
        return part;
    }
}
