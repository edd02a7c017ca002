package dev.punctual.activities.action;

import dev.punctual.workflows.task.CommandAction;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is started for a command: a session of its own, in it a shell that runs a text of ours and nothing else, and below that
 * the program with its arguments as they are. The shell sets the limits, keeps the command's place in the family, kills its
 * group when the worker vanishes, whose end of the pipe then closes, and says at the end how much processor time was used, and what
 * was read from and written to disks.
 */
final class CommandLine {
    /** A variable that no other process has with this value. */
    static final String MARK = "PUNCTUAL_RUN";

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /**
     * SIGTERM goes to the whole group; the shell outlives it, to say how the program ended. Its variables have names that no
     * action may give, because the program would get them.
     */
    private static final String WRAPPER = """
            trap : TERM INT HUP
            PUNCTUAL__VICTIM=$1 PUNCTUAL__CPU=$2 PUNCTUAL__DATA=$3
            shift 3
            exec 3<&0 </dev/null
            (
                trap - TERM INT HUP
                read -r _ <&3
                [ "$PUNCTUAL__VICTIM" = group ] && kill -s KILL 0
                kill -s KILL $$
            ) >/dev/null 2>&1 &
            PUNCTUAL__WATCH=$!
            ulimit -c 0
            [ -z "$PUNCTUAL__CPU" ] || { ulimit -S -t "$PUNCTUAL__CPU" && ulimit -H -t $((PUNCTUAL__CPU + 1)); } 2>/dev/null
            [ -z "$PUNCTUAL__DATA" ] || ulimit -d "$PUNCTUAL__DATA" 2>/dev/null
            { echo 500 >/proc/self/oom_score_adj; } 2>/dev/null
            "$@" 3<&-
            PUNCTUAL__CODE=$?
            exec 2>/dev/null
            kill -s KILL $PUNCTUAL__WATCH
            printf '\\n%s\\n' "$PUNCTUAL_RUN"
            times
            while read -r PUNCTUAL__NAME PUNCTUAL__BYTES; do
                printf '%s %s\\n' "$PUNCTUAL__NAME" "$PUNCTUAL__BYTES"
            done </proc/$$/io
            exit $PUNCTUAL__CODE
            """;

    private CommandLine() {}

    /** The program that makes a session; empty where there is none. */
    static Optional<String> setsid() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
    }

    /**
     * The process to start.
     *
     * @param run the mark's value, which also announces the end of the output
     */
    static ProcessBuilder of(CommandAction action, FireContext context, String run) {
        Placeholders placeholders = new Placeholders(context);
        List<String> command = new ArrayList<>();
        setsid().ifPresent(command::add);
        command.addAll(List.of("/bin/sh", "-c", WRAPPER, "punctual"));
        command.add(setsid().isPresent() ? "group" : "shell");
        command.add(seconds(action.limits().cpu()));
        command.add(kibibytes(action.limits().memoryBytes()));
        command.add(action.program());
        action.argv().stream().skip(1).map(placeholders::inText).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory(action));
        environment(builder.environment(), action, context, run);
        return builder;
    }

    /** Where the command runs. */
    static File directory(CommandAction action) {
        return new File(action.workingDirectory() == null ? home() : action.workingDirectory());
    }

    private static void environment(
            Map<String, String> environment, CommandAction action, FireContext context, String run) {
        Placeholders placeholders = new Placeholders(context);
        // what this process was started with may hold its secrets
        environment.clear();
        environment.put("PATH", PATH);
        environment.put("LANG", "C.UTF-8");
        environment.put("HOME", home());
        environment.putAll(action.env());
        environment.put("PUNCTUAL_FIRE_ID", context.fire().toString());
        environment.put("PUNCTUAL_NAMESPACE", context.task().namespace());
        environment.put("PUNCTUAL_TASK", context.task().id());
        environment.put("PUNCTUAL_SCHEDULED_FOR", context.scheduledFor().toString());
        environment.put("PUNCTUAL_ATTEMPT", Integer.toString(context.attempt()));
        if (context.previousCheckpoint() != null) {
            environment.put("PUNCTUAL_CHECKPOINT", context.previousCheckpoint());
        }
        for (String name : Placeholders.SOURCE_NAMES) {
            String value = placeholders.valueOf(name);
            if (value != null) {
                // an environment cannot hold it
                environment.put(variable(name), value.replace('\0', ' '));
            }
        }
        if (context.input() != null) {
            environment.put("PUNCTUAL_INPUT", FireInput.json(context.input()));
        }
        environment.put(MARK, run);
    }

    /** PUNCTUAL_SOURCE_FIRE_ID of source.fireId. */
    private static String variable(String name) {
        return "PUNCTUAL_" + name.replace('.', '_').replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    private static String home() {
        return System.getProperty("user.home", "/");
    }

    private static String seconds(@Nullable Duration cpu) {
        return cpu == null ? "" : Long.toString(cpu.plusMillis(999).toSeconds());
    }

    private static String kibibytes(@Nullable Long bytes) {
        return bytes == null ? "" : Long.toString(bytes / 1024);
    }
}
