package dev.punctual.api.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.book.AuditBook;
import dev.punctual.book.AuditChain;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is recorded of a day, in JSON. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "AuditRecord")
record AuditRecordView(
        @Schema(description = "Of UTC") LocalDate day,

        @Schema(description = "Fires that had ended by then are part of the digest")
        Instant asOf,

        @Schema(description = "What the completeness audit counted, by name; what is absent is 0")
        Map<String, Long> counts,

        @Schema(description = "How many fires the digest is of")
        long fires,

        @Schema(description = "SHA-256 of these fires") String ledgerHash,

        @Schema(description = "The hash of the record before; 64 zeros in the first")
        String previousHash,

        @Schema(description = "SHA-256 of all that is above")
        String hash,

        Instant createTime,

        @Schema(description = "Whether its values have its hash, and it follows the record before")
        boolean verified,

        @Schema(description = "What is wrong; left out when nothing is") @Nullable
        String problem) {
    static AuditRecordView of(AuditChain.Link link) {
        AuditBook.DayRecord day = link.day();
        return new AuditRecordView(
                day.day(),
                day.asOf(),
                day.counts(),
                day.fires(),
                day.ledgerHash(),
                day.previousHash(),
                day.hash(),
                day.createdAt(),
                link.problem() == null,
                link.problem());
    }

    /** A page of records. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AuditRecords")
    record Records(
            @Schema(description = "Newest first") List<AuditRecordView> items,

            @Schema(description = "Whether all records of this page are")
            boolean verified,

            @Nullable String nextPageToken) {}
}
