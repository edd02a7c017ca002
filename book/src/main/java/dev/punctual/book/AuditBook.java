package dev.punctual.book;

import dev.punctual.workflows.audit.Ledger;
import dev.punctual.workflows.audit.TaskHistory;
import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an audit reads: the tasks' histories, their fires, and the records of past days. */
public interface AuditBook {
    /**
     * A task to judge.
     *
     * @param history what it was told
     * @param keptSince what is older may have been removed
     * @param ledger its fires
     */
    record Subject(TaskHistory history, Instant keptSince, Ledger ledger) {}

    /** A part of the tasks, and the last one that was looked at; null when there are no more. */
    record Subjects(List<Subject> subjects, @Nullable String last) {}

    /**
     * The next tasks in the order of their ids, as far as anything was expected of them in a window.
     *
     * @param after only those after this id; null from the first on
     */
    Subjects subjects(String namespace, @Nullable String after, Instant from, Instant to);

    /** One task; empty when there is none. */
    Optional<Subject> subject(TaskId task, Instant from, Instant to);

    /** How many tasks were archived that may have fired in a window; at most {@link #MOST_ARCHIVED} are counted. */
    long archived(String namespace, Instant from, Instant to);

    /** So many archived tasks are counted. */
    long MOST_ARCHIVED = 10_000;

    /**
     * Records of past days, newest first.
     *
     * @param before only those of days before this one; null from the newest on
     */
    List<DayRecord> records(String namespace, @Nullable LocalDate before, int limit);

    /**
     * What is recorded of a day. How the hashes are computed stands in docs/audits.md.
     *
     * @param namespace whose tasks
     * @param day of UTC
     * @param asOf fires that had ended by then are part of the digest
     * @param counts what the completeness audit counted
     * @param fires how many fires the digest is of
     * @param ledgerHash of these fires
     * @param previousHash of the record before; {@link AuditHash#NONE} for the first
     * @param hash of all that is above
     * @param createdAt when it was made
     */
    record DayRecord(
            String namespace,
            LocalDate day,
            Instant asOf,
            Map<String, Long> counts,
            long fires,
            String ledgerHash,
            String previousHash,
            String hash,
            Instant createdAt) {}
}
