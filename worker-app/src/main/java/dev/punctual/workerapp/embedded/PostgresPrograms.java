package dev.punctual.workerapp.embedded;

import dev.punctual.workerapp.StartRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the programs of PostgreSQL are called: as whom, with what environment, and with what settings. */
final class PostgresPrograms {

    /** What the server is started with; see {@link PostgresServer} for those that are checked after the start. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            // an acknowledged task survives a power cut
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", EmbeddedServer.ADDRESS),
            // TCP with a password is the only way in
            Map.entry("unix_socket_directories", ""),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("max_connections", "100"),
            Map.entry("shared_buffers", "256MB"),
            // fewer checkpoints: each makes every page it touches cost a full page write
            Map.entry("max_wal_size", "2GB"),
            // all statements are short: compiling them would cost more than running them
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_line_prefix", "%m [%p] "));

    private final PostgresBinaries binaries;
    private final List<String> prefix;

    PostgresPrograms(PostgresBinaries binaries) {
        this.binaries = binaries;
        this.prefix = prefix(System.getProperty("user.name"), System.getProperty("os.name"));
    }

    /** Creates a cluster owned by {@link PostgresServer#USER}, whom only the password admits. */
    void initialize(Path data, Path passwordFile) throws IOException {
        ChildProcesses.run(
                command(
                        "initdb",
                        List.of(
                                "--pgdata=" + data,
                                "--username=" + PostgresServer.USER,
                                "--pwfile=" + passwordFile,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                // the same order and upper case on every machine, whatever its locale
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--locale=C",
                                "--data-checksums")),
                PostgresPrograms::clean,
                Duration.ofMinutes(2));
    }

    Process startServer(Path data, int port, Path log) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return ChildProcesses.startServer(command("postgres", arguments), PostgresPrograms::clean, log);
    }

    /** Sends INT (ends sessions, writes a checkpoint, stops) or QUIT (stops at once, recovers at the next start). */
    void signal(String signal, long pid) throws IOException {
        ChildProcesses.run(
                command("pg_ctl", List.of("kill", signal, Long.toString(pid))),
                PostgresPrograms::clean,
                Duration.ofSeconds(10));
    }

    private List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.program(program).toString());
        command.addAll(arguments);
        return command;
    }

    /** PostgreSQL refuses to run as root: there it runs in a user namespace of its own, which is root for nobody. */
    private static List<String> prefix(String user, String system) {
        if (!user.equals("root") || !system.equals("Linux")) {
            return List.of();
        }
        try {
            ChildProcesses.run(List.of("unshare", "-U", "true"), environment -> {}, Duration.ofSeconds(10));
            return List.of("unshare", "-U");
        } catch (IOException e) {
            throw new StartRefusedException(
                    "PostgreSQL refuses to run as root, and this system allows no user namespace (%s). Run Punctual as an ordinary user, or set spring.datasource.url to use your own PostgreSQL."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /** The user's own settings for other PostgreSQL servers must not reach this one; its messages are English. */
    private static void clean(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
    }
}
