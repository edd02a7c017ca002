package dev.punctual.workflows.task;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What the operator allows tasks: asked when one is registered, and of its action again whenever it runs.
 *
 * @param programs absolute paths of the programs that commands may run, or of directories whose programs they may run; with
 *     none of them, commands are off
 * @param dataSources the names of the data sources that SQL statements may be sent to
 * @param secrets the names of the secrets that calls may be signed with; their values are never here
 * @param queues the queues that there are
 * @param longestRetention how long ended fires are kept at most
 */
public record ActionRules(
        List<String> programs,
        Set<String> dataSources,
        Set<String> secrets,
        Set<String> queues,
        Duration longestRetention) {
    /** How long ended fires are kept when nothing is said. */
    public static final Duration DEFAULT_RETENTION = Duration.ofDays(90);

    /** The setting that fills {@link #programs}. */
    public static final String PROGRAMS_SETTING = "punctual.actions.command.allow";

    /** Nothing is allowed. */
    public static final ActionRules NONE = new ActionRules(List.of(), Set.of(), Set.of());

    /** With the default queue alone, and the default retention. */
    public ActionRules(List<String> programs, Set<String> dataSources, Set<String> secrets) {
        this(programs, dataSources, secrets, Set.of(TaskSpec.DEFAULT_QUEUE), DEFAULT_RETENTION);
    }

    /** @throws IllegalArgumentException when a program's path is not absolute */
    public ActionRules {
        programs = List.copyOf(programs);
        dataSources = Set.copyOf(dataSources);
        secrets = Set.copyOf(secrets);
        queues = Set.copyOf(queues);
        for (String program : programs) {
            if (!isPlainPath(program)) {
                throw new IllegalArgumentException(
                        "%s: '%s' is not a plain absolute path; write it from / on, without '.', '..' or '//'"
                                .formatted(PROGRAMS_SETTING, program));
            }
        }
    }

    /** Whether any command may run. */
    public boolean allowsCommands() {
        return !programs.isEmpty();
    }

    /** Whether a command may run the program. By its path alone: links are not followed. */
    public boolean allowsProgram(String path) {
        return isPlainPath(path) && programs.stream().anyMatch(allowed -> path.equals(allowed) || isIn(allowed, path));
    }

    private static boolean isIn(String directory, String path) {
        return path.startsWith(directory.endsWith("/") ? directory : directory + "/");
    }

    /** Absolute, and the same when written in any shorter way: no path that is allowed leads to one that is not. */
    private static boolean isPlainPath(String path) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            return false;
        }
        String inner = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (inner.equals("/")) {
            return true;
        }
        for (String part : inner.substring(1).split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
