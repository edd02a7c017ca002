package dev.punctual.api.fire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.api.stats.Millis;
import dev.punctual.book.FireLedger.Line;
import dev.punctual.workflows.fire.Attempt;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireError;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Progress;
import dev.punctual.workflows.fire.SkipReason;
import dev.punctual.workflows.fire.Trigger;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fire in JSON; what is not known, or does not apply, is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Fire")
public record FireView(
        String id,
        String task,
        Instant scheduledFor,
        Trigger trigger,
        FireState state,
        @Nullable SkipReason reason,
        @Nullable String detail,

        @Schema(description = "How many instants this entry stands for, when more than one") @Nullable
        Long covers,

        @Schema(description = "The last of them") @Nullable Instant coversUntil,

        int version,
        int attempt,
        @Nullable String worker,

        @Schema(
                description =
                        "When a worker turned to it: Temporal had rung; left out for what waited in a queue first")
        @Nullable
        Instant wokenAt,

        @Nullable Instant claimedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,

        @Schema(description = "When the next attempt starts") @Nullable
        Instant dueAt,

        @Schema(description = "startedAt minus scheduledFor, never negative; three decimals") @Nullable
        BigDecimal latenessMillis,

        @Schema(description = "Half of the task's last fires that succeeded took no longer; only where asked for")
        @Nullable
        BigDecimal usualMillis,

        @Schema(description = "The line in which it waits for a slot of its concurrency key") @Nullable
        WaitsFor waitsFor,

        @Nullable Map<String, Object> outcome,
        @Nullable FireError error,

        @Schema(description = "What its attempts said of themselves") @Nullable
        Progress progress,

        @Schema(description = "The fire that it follows, or that triggered it") @Nullable
        String source,

        @Schema(description = "Whether its attempt in progress was asked to stop; left out when not") @Nullable
        Boolean stopping,

        @Schema(description = "What its action was given") @Nullable
        Object input,

        @Schema(description = "The fire that it makes again") @Nullable
        String retryOf,

        @Schema(description = "The instant for which it acts, when that is not its own") @Nullable
        Instant actsFor,

        @Nullable List<AttemptView> attempts) {

    /** The fire as it is shown in lists. */
    public static FireView of(Fire fire) {
        return of(fire, null, null, null);
    }

    /** The fire as it is shown in lists, with how long fires of its task usually take; null when that is not known. */
    static FireView of(Fire fire, @Nullable Duration usual) {
        return of(fire, null, null, usual);
    }

    /** The fire with all its attempts. */
    static FireView of(Fire fire, @Nullable List<Attempt> attempts, @Nullable Line line) {
        return of(fire, attempts, line, null);
    }

    private static FireView of(
            Fire fire, @Nullable List<Attempt> attempts, @Nullable Line line, @Nullable Duration usual) {
        FireId retryOf = fire.asked().retryOf();
        boolean many = fire.covers() > 1;
        return new FireView(
                fire.id().toString(),
                fire.task().id(),
                fire.scheduledFor(),
                fire.trigger(),
                fire.state(),
                fire.reason(),
                fire.detail(),
                many ? (Long) fire.covers() : null,
                many ? fire.coversUntil() : null,
                fire.version(),
                fire.attempt(),
                fire.worker(),
                fire.wokenAt(),
                fire.claimedAt(),
                fire.startedAt(),
                fire.finishedAt(),
                fire.dueAt(),
                Millis.of(fire.lateness()),
                Millis.of(usual),
                line == null ? null : new WaitsFor(line.concurrencyKey(), line.limit(), line.ahead()),
                fire.outcome(),
                fire.error(),
                fire.progress(),
                fire.source() == null ? null : fire.source().toString(),
                fire.stopping() ? (Boolean) true : null,
                fire.asked().input(),
                retryOf == null ? null : retryOf.toString(),
                fire.asked().actsFor(),
                attempts == null ? null : attempts.stream().map(AttemptView::of).toList());
    }

    /** A line that is not over before others have ended. */
    @Schema(name = "WaitsFor")
    public record WaitsFor(
            @Schema(example = "warehouse") String concurrencyKey,

            @Schema(description = "How many fires of the key may be under way at once")
            int limit,

            @Schema(description = "How many wait before it; 1000 stands for all beyond")
            int ahead) {}

    /** One try at performing the fire's action. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Attempt")
    public record AttemptView(
            int number,
            FireState state,
            @Nullable String worker,
            Instant claimedAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable FireError error) {
        static AttemptView of(Attempt attempt) {
            return new AttemptView(
                    attempt.number(),
                    attempt.state(),
                    attempt.worker(),
                    attempt.claimedAt(),
                    attempt.startedAt(),
                    attempt.finishedAt(),
                    attempt.error());
        }
    }
}
