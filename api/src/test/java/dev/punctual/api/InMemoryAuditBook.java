package dev.punctual.api;

import dev.punctual.book.AuditBook;
import dev.punctual.workflows.audit.Ledger;
import dev.punctual.workflows.audit.LedgerRow;
import dev.punctual.workflows.audit.TaskHistory;
import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Histories, fires and records that tests give it; a page holds one task. */
final class InMemoryAuditBook implements AuditBook {
    private final Map<String, Subject> subjects = new TreeMap<>();
    private final List<DayRecord> records = new ArrayList<>();

    void clear() {
        subjects.clear();
        records.clear();
    }

    void add(TaskHistory history, List<LedgerRow> rows) {
        subjects.put(history.task().id(), new Subject(history, Instant.EPOCH, new Ledger() {
            @Override
            public Iterator<LedgerRow> fires(Instant from, Instant to) {
                return rows.stream()
                        .filter(row -> !row.scheduledFor().isBefore(from)
                                && row.scheduledFor().isBefore(to))
                        .iterator();
            }

            @Override
            public List<LedgerRow> rangesInto(Instant from) {
                return List.of();
            }
        }));
    }

    void add(DayRecord day) {
        records.add(day);
    }

    @Override
    public Subjects subjects(String namespace, @Nullable String after, Instant from, Instant to) {
        List<Subject> page = subjects.values().stream()
                .filter(subject ->
                        after == null || subject.history().task().id().compareTo(after) > 0)
                .limit(1)
                .toList();
        return new Subjects(
                page, page.isEmpty() ? null : page.getFirst().history().task().id());
    }

    @Override
    public Optional<Subject> subject(TaskId task, Instant from, Instant to) {
        return Optional.ofNullable(subjects.get(task.id()));
    }

    @Override
    public long archived(String namespace, Instant from, Instant to) {
        return 2;
    }

    @Override
    public List<DayRecord> records(String namespace, @Nullable LocalDate before, int limit) {
        return records.stream()
                .filter(day -> day.namespace().equals(namespace))
                .filter(day -> before == null || day.day().isBefore(before))
                .sorted(Comparator.comparing(DayRecord::day).reversed())
                .limit(limit)
                .toList();
    }
}
