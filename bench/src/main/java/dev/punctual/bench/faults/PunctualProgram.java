package dev.punctual.bench.faults;

import dev.punctual.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How a Punctual is started.
 *
 * @param environment as for the benchmarks: the Java program, the application, options of the JVM
 * @param jar where the copy of the application is that is run, since a build meanwhile must not change it
 * @param secret what actions sign with
 */
record PunctualProgram(Map<String, String> environment, Path jar, String secret) {

    /**
     * Starts one; it is not ready yet.
     *
     * @param home where it keeps its data
     * @param log is appended to
     * @param settings as arguments
     */
    Process start(Path home, Path log, List<String> settings) {
        List<String> command = new ArrayList<>();
        command.add(required("PUNCTUAL_JAVA"));
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
            builder.environment().put("PUNCTUAL_SECRETS_PROBE", secret);
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
            return List.of("-cp", classPath, required("PUNCTUAL_CLASS"));
        }
        if (!Files.exists(jar)) {
            Files.copy(Path.of(required("PUNCTUAL_JAR")), jar);
        }
        return List.of("-jar", jar.toString());
    }

    private String required(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new BenchException("%s is not set. Run fault runs by `./punctual faults`.".formatted(name));
        }
        return value;
    }
}
