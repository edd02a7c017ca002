package dev.punctual.book;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the keys in PostgreSQL, so that a repetition may reach another process. Each call is one statement or two; no
 * transaction stays open while a request is carried out.
 */
public final class JdbcIdempotencyStore implements IdempotencyStore {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    /** A row may vanish between the two statements of a beginning, but hardly so often. */
    private static final int ATTEMPTS = 10;

    private static final String TAKE = """
            INSERT INTO idempotency_key AS k
                (namespace, method, path, key, body_hash, token, seed, created_at, begun_at)
            VALUES (:namespace, :method, :path, :key, :bodyHash, :token, :token, now(), now())
            ON CONFLICT (namespace, key, method, path) DO UPDATE SET
                body_hash = excluded.body_hash,
                token = excluded.token,
                seed = CASE WHEN k.created_at < now() - :memory * interval '1 second'
                            THEN excluded.seed ELSE k.seed END,
                created_at = CASE WHEN k.created_at < now() - :memory * interval '1 second'
                                  THEN now() ELSE k.created_at END,
                begun_at = now(), status = NULL, headers = NULL, answer = NULL
            WHERE k.created_at < now() - :memory * interval '1 second'
               OR k.status IS NULL AND k.body_hash = excluded.body_hash
                  AND k.begun_at < now() - :lostAfter * interval '1 second'
            RETURNING seed
            """;

    private static final String LOOK = """
            SELECT body_hash, status, headers, answer FROM idempotency_key
            WHERE namespace = :namespace AND key = :key AND method = :method AND path = :path
            """;

    private static final String KEEP = """
            UPDATE idempotency_key SET status = :status, headers = :headers, answer = :answer
            WHERE namespace = :namespace AND key = :key AND method = :method AND path = :path
              AND token = :token AND status IS NULL
            """;

    private static final String RELEASE = """
            UPDATE idempotency_key SET begun_at = '-infinity'
            WHERE namespace = :namespace AND key = :key AND method = :method AND path = :path
              AND token = :token AND status IS NULL
            """;

    private static final String PURGE =
            "DELETE FROM idempotency_key WHERE created_at < now() - :memory * interval '1 second'";

    private final JdbcClient jdbc;

    public JdbcIdempotencyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Begin begin(Key key, String bodyHash) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            UUID token = UUID.randomUUID();
            Optional<UUID> seed = of(TAKE, key)
                    .param("bodyHash", bodyHash)
                    .param("token", token)
                    .param("memory", MEMORY.toSeconds())
                    .param("lostAfter", LOST_AFTER.toSeconds())
                    .query(UUID.class)
                    .optional();
            if (seed.isPresent()) {
                // the seed of a new key is its own first token
                return new Begin.Started(token, seed.get(), !seed.get().equals(token));
            }
            Optional<Row> row = of(LOOK, key).query((r, n) -> Row.read(r)).optional();
            if (row.isPresent()) {
                return row.get().toBegin(bodyHash);
            }
        }
        throw new BookUnavailableException(
                "Idempotency-Key '%s' is used and given back by others all the time; repeat the request"
                        .formatted(key.key()));
    }

    @Override
    public void keep(Key key, UUID token, Answer answer) {
        of(KEEP, key)
                .param("token", token)
                .param("status", answer.status())
                .param("headers", MAPPER.writeValueAsString(answer.headers()))
                .param("answer", answer.body())
                .update();
    }

    @Override
    public void release(Key key, UUID token) {
        of(RELEASE, key).param("token", token).update();
    }

    @Override
    public int purge() {
        return jdbc.sql(PURGE).param("memory", MEMORY.toSeconds()).update();
    }

    private JdbcClient.StatementSpec of(String sql, Key key) {
        return jdbc.sql(sql)
                .param("namespace", key.namespace())
                .param("method", key.method())
                .param("path", key.path())
                .param("key", key.key());
    }

    private record Row(
            String bodyHash,
            @Nullable Integer status,
            @Nullable String headers,
            @Nullable String answer) {

        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getString("body_hash"),
                    row.getObject("status", Integer.class),
                    row.getString("headers"),
                    row.getString("answer"));
        }

        Begin toBegin(String askedHash) {
            if (!bodyHash.equals(askedHash)) {
                return new Begin.Mismatch();
            }
            if (status == null || headers == null || answer == null) {
                return new Begin.InFlight();
            }
            return new Begin.Answered(new Answer(status, MAPPER.readValue(headers, HEADERS), answer));
        }
    }
}
