package dev.punctual.api.operation;

import dev.punctual.api.json.Errors;
import dev.punctual.api.json.Fields;
import dev.punctual.api.web.JsonBody;
import dev.punctual.book.Backfill.Range;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What {@code :backfill} takes. */
@Schema(name = "BackfillRequest")
record BackfillRequest(
        @Schema(description = "The first instant that may be among those that run; in the past")
        Instant from,

        @Schema(description = "The first that may not; now at the latest, and now when it is left out") @Nullable
        Instant to,

        @Schema(minimum = "1", maximum = "6000", defaultValue = "60") @Nullable
        Integer ratePerMinute,

        @Schema(description = "true: instants that have succeeded run again", defaultValue = "false") @Nullable
        Boolean rerun,

        @Schema(description = "true: answer what would run, and change nothing", defaultValue = "false") @Nullable
        Boolean dryRun) {
    private static final int DEFAULT_RATE = 60;
    private static final int LARGEST_RATE = 6_000;

    /** @param dryRun whether only an answer is wanted */
    record Read(Range range, boolean dryRun) {}

    static Read read(JsonBody body, Instant now) {
        Errors errors = new Errors();
        Fields fields = Fields.of(body.required(), "", errors);
        Instant from = fields.instant("from");
        Instant sentTo = fields.instant("to");
        Integer rate = fields.integer("ratePerMinute", 1, LARGEST_RATE);
        Boolean rerun = fields.flag("rerun");
        Boolean dryRun = fields.flag("dryRun");
        fields.end();
        Instant to = sentTo == null ? now : sentTo;
        if (!fields.has("from")) {
            fields.missing("from", "send the instant from which on past instants are to run");
        }
        if (to.isAfter(now)) {
            fields.refuse(
                    "to",
                    "OUT_OF_RANGE",
                    "to is %s, which is yet to come (it is %s); what is to come runs by the schedule"
                            .formatted(to, now));
        }
        if (from != null && !from.isBefore(to)) {
            fields.refuse("from", "OUT_OF_RANGE", "from is %s; send an instant before %s".formatted(from, to));
        }
        errors.throwIfAny();
        if (from == null) {
            throw new IllegalStateException("no instant, and no mistake was noted");
        }
        return new Read(
                new Range(from, to, rate == null ? DEFAULT_RATE : rate, Boolean.TRUE.equals(rerun)),
                Boolean.TRUE.equals(dryRun));
    }
}
