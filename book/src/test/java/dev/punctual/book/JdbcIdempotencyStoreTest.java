package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.book.IdempotencyStore.Answer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

class JdbcIdempotencyStoreTest {
    private static final Answer ANSWER =
            new Answer(201, Map.of("ETag", "\"1\"", "Location", "/v1/tasks/a"), "{\"id\": \"a\", \"text\": \"ä\"}");

    private static EmbeddedPostgres postgres;
    private static JdbcClient jdbc;
    private static JdbcIdempotencyStore store;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        DataSource database = postgres.getPostgresDatabase();
        jdbc = JdbcClient.create(database);
        jdbc.sql(new ClassPathResource("dev/punctual/book/migration/V2__idempotency_keys.sql")
                        .getContentAsString(StandardCharsets.UTF_8))
                .update();
        store = new JdbcIdempotencyStore(jdbc);
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void answersTheKeptAnswerToTheSameBody() {
        IdempotencyStore.Key key = key();
        IdempotencyStore.Begin.Started started = started(store.begin(key, "hash"));
        assertThat(started.repeated()).isFalse();
        store.keep(key, started.token(), ANSWER);

        assertThat(store.begin(key, "hash")).isEqualTo(new IdempotencyStore.Begin.Answered(ANSWER));
        assertThat(store.begin(key, "other")).isEqualTo(new IdempotencyStore.Begin.Mismatch());
    }

    @Test
    void saysThatARequestIsInFlight() {
        IdempotencyStore.Key key = key();
        store.begin(key, "hash");
        assertThat(store.begin(key, "hash")).isEqualTo(new IdempotencyStore.Begin.InFlight());
        assertThat(store.begin(key, "other")).isEqualTo(new IdempotencyStore.Begin.Mismatch());
    }

    @Test
    void tellsKeysOfOtherNamespacesAndPathsApart() {
        IdempotencyStore.Key key = key();
        store.begin(key, "hash");
        IdempotencyStore.Key elsewhere = new IdempotencyStore.Key("tenant", key.method(), key.path(), key.key());
        IdempotencyStore.Key otherPath =
                new IdempotencyStore.Key(key.namespace(), key.method(), "/v1/tasks/a:pause", key.key());
        assertThat(store.begin(elsewhere, "x")).isInstanceOf(IdempotencyStore.Begin.Started.class);
        assertThat(store.begin(otherPath, "x")).isInstanceOf(IdempotencyStore.Begin.Started.class);
    }

    @Test
    void aKeyThatWasGivenBackIsFreeAndKeepsItsSeed() {
        IdempotencyStore.Key key = key();
        IdempotencyStore.Begin.Started first = started(store.begin(key, "hash"));
        store.release(key, first.token());

        assertThat(store.begin(key, "other")).isEqualTo(new IdempotencyStore.Begin.Mismatch());
        IdempotencyStore.Begin.Started next = started(store.begin(key, "hash"));
        assertThat(next.repeated()).isTrue();
        assertThat(next.seed()).isEqualTo(first.seed());
    }

    @Test
    void aLostRequestIsTakenOverWithItsSeed() {
        IdempotencyStore.Key key = key();
        IdempotencyStore.Begin.Started lost = started(store.begin(key, "hash"));
        age("begun_at", key, 91);

        assertThat(store.begin(key, "other")).isEqualTo(new IdempotencyStore.Begin.Mismatch());
        IdempotencyStore.Begin.Started next = started(store.begin(key, "hash"));
        assertThat(next.repeated()).isTrue();
        assertThat(next.seed()).isEqualTo(lost.seed());

        // the lost one comes back: the key is no longer its own
        store.keep(key, lost.token(), new Answer(500, Map.of(), ""));
        store.release(key, lost.token());
        assertThat(store.begin(key, "hash")).isEqualTo(new IdempotencyStore.Begin.InFlight());
        store.keep(key, next.token(), ANSWER);
        assertThat(store.begin(key, "hash")).isEqualTo(new IdempotencyStore.Begin.Answered(ANSWER));
    }

    @Test
    void aKeyOlderThanADayCountsAsNeverUsed() {
        IdempotencyStore.Key key = key();
        IdempotencyStore.Begin.Started first = started(store.begin(key, "hash"));
        store.keep(key, first.token(), ANSWER);
        age("created_at", key, 86_401);

        IdempotencyStore.Begin.Started next = started(store.begin(key, "other"));
        assertThat(next.repeated()).isFalse();
        assertThat(next.seed()).isNotEqualTo(first.seed());
    }

    @Test
    void purgesWhatIsOlderThanADay() {
        IdempotencyStore.Key old = key();
        IdempotencyStore.Key young = key();
        store.keep(old, started(store.begin(old, "hash")).token(), ANSWER);
        store.keep(young, started(store.begin(young, "hash")).token(), ANSWER);
        age("created_at", old, 86_401);

        assertThat(store.purge()).isEqualTo(1);
        assertThat(store.begin(young, "hash")).isEqualTo(new IdempotencyStore.Begin.Answered(ANSWER));
    }

    @Test
    void onlyOneOfManyBegins() throws Exception {
        IdempotencyStore.Key key = key();
        List<Callable<IdempotencyStore.Begin>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(() -> store.begin(key, "hash"));
        }
        List<IdempotencyStore.Begin> begins = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(10)) {
            for (Future<IdempotencyStore.Begin> begin : threads.invokeAll(calls)) {
                begins.add(begin.get());
            }
        }
        assertThat(begins)
                .filteredOn(IdempotencyStore.Begin.Started.class::isInstance)
                .hasSize(1);
        assertThat(begins)
                .filteredOn(IdempotencyStore.Begin.InFlight.class::isInstance)
                .hasSize(19);
    }

    private static IdempotencyStore.Key key() {
        return new IdempotencyStore.Key(
                "default", "POST", "/v1/tasks", UUID.randomUUID().toString());
    }

    private static IdempotencyStore.Begin.Started started(IdempotencyStore.Begin begin) {
        assertThat(begin).isInstanceOf(IdempotencyStore.Begin.Started.class);
        return (IdempotencyStore.Begin.Started) begin;
    }

    private static void age(String column, IdempotencyStore.Key key, int seconds) {
        String sql = column.equals("created_at")
                ? "UPDATE idempotency_key SET created_at = created_at - :s * interval '1 second' WHERE key = :key"
                : "UPDATE idempotency_key SET begun_at = begun_at - :s * interval '1 second' WHERE key = :key";
        jdbc.sql(sql).param("s", seconds).param("key", key.key()).update();
    }
}
