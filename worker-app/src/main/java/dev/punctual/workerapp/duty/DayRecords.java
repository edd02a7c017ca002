package dev.punctual.workerapp.duty;

import dev.punctual.book.AuditRecords;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees that each day that is over gets its audit record. */
public final class DayRecords implements Pass {
    private static final Logger log = LoggerFactory.getLogger(DayRecords.class);

    private final AuditRecords records;
    private final InstantSource clock;

    /**
     * @param records makes them
     * @param clock the book's
     */
    public DayRecords(AuditRecords records, InstantSource clock) {
        this.records = records;
        this.clock = clock;
    }

    @Override
    public int runOnce() {
        int made =
                records.runOnce(clock.instant(), () -> !Thread.currentThread().isInterrupted());
        if (made > 0) {
            log.info("made {} audit records", made);
        }
        return made;
    }
}
