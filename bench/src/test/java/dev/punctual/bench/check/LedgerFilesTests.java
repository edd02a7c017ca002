package dev.punctual.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFilesTests {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.5Z");

    @Test
    void keepsRequestsThatWereNotAnswered(@TempDir Path directory) {
        Path file = directory.resolve("requests.jsonl");
        try (RequestLog log = new RequestLog(file)) {
            int first = log.sends("t", "create", "t/0", true, null, "{\"id\":\"t\"}", NOW);
            log.sends("t", "replace", "t/1", false, 3, "{}", NOW);
            log.answers(first, 201, 1, "{\"version\":1}");
        }
        assertThat(RequestLog.read(file)).hasSize(2);
        Request created = RequestLog.read(file).getFirst();
        assertThat(created.isAcknowledged()).isTrue();
        assertThat(created.version()).isEqualTo(1);
        assertThat(created.intended()).isEqualTo(NOW);
        Request patched = RequestLog.read(file).getLast();
        assertThat(patched.status()).isZero();
        assertThat(patched.ifMatch()).isEqualTo(3);
        assertThat(patched.isRefused()).isFalse();
    }

    @Test
    void keepsPayloadsThatDidNotEnd(@TempDir Path directory) {
        Path file = directory.resolve("payload.jsonl");
        try (ArrivalFile ledger = new ArrivalFile(file)) {
            int first = ledger.begins("t", "2026-11-21T12:00:00Z", 2, "f", NOW);
            ledger.begins("t", "2026-11-21T12:00:01Z", 1, "g", NOW);
            ledger.ends(first, "200");
        }
        Arrival ended = ArrivalFile.read(file).getFirst();
        assertThat(ended.succeeded()).isTrue();
        assertThat(ended.attempt()).isEqualTo(2);
        assertThat(ended.entered()).isEqualTo(NOW);
        assertThat(ArrivalFile.read(file).getLast().ended()).isNull();
    }
}
