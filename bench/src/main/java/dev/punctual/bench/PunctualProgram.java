package dev.punctual.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How a Punctual is started.
 *
 * @param environment names the Java program ({@code PUNCTUAL_JAVA}), the application ({@code PUNCTUAL_JAR}, or
 *     {@code PUNCTUAL_CLASS} with {@code PUNCTUAL_CLASSPATH}) and options of the JVM ({@code PUNCTUAL_JAVA_OPTIONS}); the
 *     launcher sets them
 * @param jar where the copy of the application is that is run, since a build meanwhile must not change it
 * @param variables that the process has beside the environment of this one
 */
public record PunctualProgram(Map<String, String> environment, Path jar, Map<String, String> variables) {

    /**
     * Starts one; it is not ready yet.
     *
     * @param home where it keeps its data
     * @param log is appended to
     * @param settings as arguments
     * @throws BenchException when it cannot be started
     */
    public Process start(Path home, Path log, List<String> settings) {
        List<String> command = new ArrayList<>();
        command.add(required(environment, "PUNCTUAL_JAVA"));
        command.addAll(Arrays.stream(
                        environment.getOrDefault("PUNCTUAL_JAVA_OPTIONS", "").split(" +", -1))
                .filter(word -> !word.isEmpty())
                .toList());
        try {
            Files.createDirectories(home);
            command.addAll(application());
            command.add("--punctual.home=" + home);
            command.addAll(settings);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(variables);
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new BenchException("Punctual cannot be started (%s): %s".formatted(e, command), e);
        }
    }

    /** The jar, or a class with its class path. */
    private List<String> application() throws IOException {
        String classPath = environment.get("PUNCTUAL_CLASSPATH");
        if (classPath != null) {
            return List.of("-cp", classPath, required(environment, "PUNCTUAL_CLASS"));
        }
        if (!Files.exists(jar)) {
            Files.copy(Path.of(required(environment, "PUNCTUAL_JAR")), jar);
        }
        return List.of("-jar", jar.toString());
    }

    /** @throws BenchException when the launcher did not set it */
    static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new BenchException(
                    ("%s is not set. Run this by `./punctual bench` or `./punctual faults`, or measure a"
                                    + " running Punctual with --url.")
                            .formatted(name));
        }
        return value;
    }

    /** A port of loopback that nobody uses. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("There is no free port on loopback", e);
        }
    }
}
