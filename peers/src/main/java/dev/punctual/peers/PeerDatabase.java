package dev.punctual.peers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * A fresh PostgreSQL of the version, and with the settings, that Punctual's embedded mode uses: what it has committed is on
 * disk.
 */
final class PeerDatabase implements AutoCloseable {
    private static final String USER = "postgres";

    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "shared_buffers", "256MB",
            "max_wal_size", "2GB",
            "jit", "off",
            "max_connections", "200",
            "timezone", "UTC");

    private final EmbeddedPostgres server;
    private final long pid;

    private PeerDatabase(EmbeddedPostgres server, long pid) {
        this.server = server;
        this.pid = pid;
    }

    /**
     * Starts one whose data is in this directory.
     *
     * @throws IOException also when a setting that keeps what is committed is not in force
     */
    static PeerDatabase start(Path directory) throws IOException, SQLException {
        Path data = directory.resolve("postgres");
        Path work = Files.createDirectories(directory.resolve("programs"));
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setOverrideWorkingDirectory(work.toFile())
                .setCleanDataDirectory(false);
        SETTINGS.forEach(builder::setServerConfig);
        EmbeddedPostgres server = builder.start();
        try {
            check(server);
            String first = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
            return new PeerDatabase(server, hostPid(Long.parseLong(first.strip())));
        } catch (IOException | SQLException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static void check(EmbeddedPostgres server) throws IOException, SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                try (ResultSet rows = statement.executeQuery("select current_setting('" + setting + "')")) {
                    if (!rows.next() || !"on".equals(rows.getString(1))) {
                        throw new IOException("PostgreSQL does not run with %s=on; what it does then is no comparison."
                                .formatted(setting));
                    }
                }
            }
        }
    }

    private static long hostPid(long pid) throws IOException {
        if (ProcessHandle.of(pid).isEmpty()) {
            throw new IOException("PostgreSQL's process %d cannot be seen from here".formatted(pid));
        }
        return pid;
    }

    /** The process whose tree is all of PostgreSQL. */
    long pid() {
        return pid;
    }

    /** With user; a server on loopback that lives for a run asks for no password. */
    String url() {
        return server.getJdbcUrl(USER, "postgres");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
