package dev.punctual.book;

import dev.punctual.workflows.fire.Asked;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FollowUp;
import dev.punctual.workflows.fire.StopOrder;
import dev.punctual.workflows.fire.Trigger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Names fires in a statement, so that each is found by one look into one partition; and reads parts of them. */
final class FireRows {
    /** What follows the assignments of an update of fire f, with a parameter "rows". */
    static final String OF_IDS = """
            from (select * from jsonb_to_recordset(:rows::jsonb) as asked(ord integer, id uuid, scheduled_for timestamptz)
                    -- the range is always met; the planner expects few rows of it, and so goes by the fires' keys
                    where ord between 0 and 1000000) a
            where f.scheduled_for = a.scheduled_for and f.id = a.id
            """;

    private FireRows() {}

    /** The value of "rows". */
    static String of(List<FireId> fires) {
        return BookJson.rows(fires.stream()
                .map(fire -> new Row(fires.indexOf(fire), fire.value(), fire.scheduledFor()))
                .toList());
    }

    /** Follow-ups as rows; null for none, so that nothing is looked for. */
    static @Nullable List<Follow> follows(List<FollowUp> followUps) {
        return followUps.isEmpty()
                ? null
                : followUps.stream()
                        .map(followUp -> new Follow(
                                followUp.fire().value(),
                                followUp.trigger(),
                                followUp.fire().scheduledFor()))
                        .toList();
    }

    /** A fire that follows another. */
    record Follow(UUID id, Trigger trigger, Instant at) {}

    /** What a user asked for with a fire. */
    static Asked asked(ResultSet row) throws SQLException {
        UUID retryOf = row.getObject("retry_of", UUID.class);
        return new Asked(
                BookJson.value(row.getString("input")),
                retryOf == null ? null : new FireId(retryOf),
                Columns.instant(row, "acts_for"));
    }

    /** That an attempt is to stop; null unless it is. */
    static @Nullable StopOrder stop(ResultSet row) throws SQLException {
        String reason = row.getString("stop");
        return reason == null ? null : new StopOrder(StopOrder.Reason.valueOf(reason), row.getString("stopped_by"));
    }

    private record Row(int ord, UUID id, Instant scheduledFor) {}
}
