package dev.punctual.workflows.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program on the worker's machine, without a shell.
 *
 * @param argv the program's absolute path and its arguments; the arguments may hold placeholders such as {@code {{fireId}}}
 * @param env what its environment holds beside the fire's identity
 * @param workingDirectory absolute; null for the home directory of the worker's user
 * @param limits what it may use at most
 */
public record CommandAction(
        List<String> argv,
        Map<String, String> env,
        @Nullable String workingDirectory,
        Limits limits) implements Action {

    public CommandAction {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
    }

    /**
     * What a command may use at most, with all the processes that it starts.
     *
     * @param cpu processor time; null for no limit
     * @param memoryBytes memory; null for no limit
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Limits(@Nullable Duration cpu, @Nullable Long memoryBytes) {
        /** No limits but the timeout. */
        public static final Limits NONE = new Limits(null, null);
    }

    /** The program's path. */
    public String program() {
        return argv.getFirst();
    }

    @Override
    public String type() {
        return "command";
    }

    @Override
    public String describe() {
        // the arguments may hold what is nobody's business
        return "run " + program();
    }
}
