package dev.punctual.workflows.audit;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** The fires of one task, as an audit reads them. */
public interface Ledger {
    /** Those from the one instant on and before the other, in the order of their instants. */
    Iterator<LedgerRow> fires(Instant from, Instant to);

    /** SKIPPED ranges that began before an instant and reach it or pass it; asked for only when something is missing. */
    List<LedgerRow> rangesInto(Instant from);
}
