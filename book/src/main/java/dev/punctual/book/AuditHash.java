package dev.punctual.book;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The canonical texts of audit records, and their SHA-256; docs/audits.md says the same for whoever recomputes them. */
public final class AuditHash {
    /** What the first record names as the one before it. */
    public static final String NONE = "0".repeat(64);

    private static final String FORM = "punctual-audit-1";

    private AuditHash() {}

    /** The hash of a record whose own hash is not looked at. */
    public static String of(AuditBook.DayRecord day) {
        return of(
                day.namespace(),
                day.day(),
                day.asOf(),
                day.counts(),
                day.fires(),
                day.ledgerHash(),
                day.previousHash());
    }

    /** The hash of a record with these values. */
    static String of(
            String namespace,
            LocalDate day,
            Instant asOf,
            Map<String, Long> counts,
            long fires,
            String ledgerHash,
            String previousHash) {
        StringBuilder text = new StringBuilder();
        line(text, FORM);
        line(text, "namespace=" + namespace);
        line(text, "day=" + day);
        line(text, "asOf=" + micros(asOf));
        new TreeMap<>(counts).forEach((name, count) -> line(text, "count." + name + "=" + count));
        line(text, "fires=" + fires);
        line(text, "ledger=" + ledgerHash);
        line(text, "previous=" + previousHash);
        MessageDigest digest = digest();
        digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return hex(digest);
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A fire as the digest of a day has it. */
    record FireLine(
            UUID id,
            String task,
            Instant scheduledFor,
            String trigger,
            String state,
            @Nullable String reason,
            @Nullable Long covers,
            @Nullable Instant startedAt,
            Instant finishedAt) {
        void addTo(MessageDigest digest) {
            String line = String.join(
                            "\t",
                            id.toString(),
                            task,
                            micros(scheduledFor),
                            trigger,
                            state,
                            reason == null ? "" : reason,
                            Long.toString(covers == null ? 1 : covers),
                            startedAt == null ? "" : micros(startedAt),
                            micros(finishedAt))
                    + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String micros(Instant instant) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }
}
