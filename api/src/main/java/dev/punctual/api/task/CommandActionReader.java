package dev.punctual.api.task;

import dev.punctual.api.json.Fields;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.CommandAction;
import dev.punctual.workflows.task.CommandAction.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a command. */
final class CommandActionReader {
    private static final int MOST_ARGUMENTS = 1_000;

    /** Linux takes 128 KiB for one argument, and more for all. */
    private static final int MOST_BYTES = 100_000;

    private static final int MOST_VARIABLES = 100;
    private static final int LONGEST_VALUE = 8_000;
    private static final int LONGEST_DIRECTORY = 1_000;
    private static final Duration LEAST_CPU = Duration.ofSeconds(1);
    private static final Duration MOST_CPU = Duration.ofDays(7);
    private static final long LEAST_MEMORY_MIB = 16;
    private static final long MOST_MEMORY_MIB = 1_024 * 1_024;
    private static final int MIB = 1_024 * 1_024;
    private static final Pattern MEMORY = Pattern.compile("([0-9]{1,7})(MiB|GiB)");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

    /** By these a program, or the loader or a shell before it, can be made to run another one. */
    private static final Set<String> VARIABLES_REFUSED =
            Set.of("BASH_ENV", "BASHOPTS", "ENV", "IFS", "PS4", "SHELLOPTS");

    private static final List<String> PREFIXES_REFUSED = List.of("LD_", "DYLD_", "PUNCTUAL_");

    private CommandActionReader() {}

    /** The action, or null when a mistake was noted. */
    static @Nullable CommandAction read(Fields fields, ActionRules rules) {
        if (!rules.allowsCommands()) {
            fields.refuse(
                    "type",
                    "COMMANDS_OFF",
                    "commands are off on this Punctual; its operator lists programs in "
                            + ActionRules.PROGRAMS_SETTING);
        }
        List<String> argv = argv(fields, rules);
        Map<String, String> env = env(fields);
        String directory = fields.text("workingDirectory", LONGEST_DIRECTORY);
        if (directory != null && !directory.startsWith("/")) {
            fields.refuse(
                    "workingDirectory",
                    "PATH",
                    "workingDirectory is '%s'; send an absolute path, or leave it out for the home of the worker's user"
                            .formatted(directory));
        }
        Limits limits = limits(fields);
        return argv == null || argv.isEmpty() ? null : new CommandAction(argv, env, directory, limits);
    }

    private static @Nullable List<String> argv(Fields fields, ActionRules rules) {
        List<String> argv = fields.list("argv", MOST_ARGUMENTS);
        if (argv == null) {
            return null;
        }
        if (argv.isEmpty()) {
            fields.missing("argv", "send the absolute path of a program, then its arguments, each as a string");
            return null;
        }
        int bytes = argv.stream()
                .mapToInt(argument -> argument.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (bytes > MOST_BYTES) {
            fields.refuse(
                    "argv",
                    "TOO_LONG",
                    "argv has %d bytes; at most %d are allowed, so put the rest into a file"
                            .formatted(bytes, MOST_BYTES));
        }
        if (rules.allowsCommands() && !rules.allowsProgram(argv.getFirst())) {
            fields.refuseItem(
                    "argv",
                    0,
                    "PROGRAM",
                    "'%s' may not be run; send the absolute path, without '..', of a program that the operator lists in %s"
                            .formatted(argv.getFirst(), ActionRules.PROGRAMS_SETTING));
        }
        return argv;
    }

    private static Map<String, String> env(Fields fields) {
        Map<String, String> env = fields.texts("env", MOST_VARIABLES, LONGEST_VALUE);
        Fields members = fields.object("env");
        if (members != null) {
            for (String name : env.keySet()) {
                if (!VARIABLE.matcher(name).matches()) {
                    members.refuse(
                            name,
                            "VARIABLE",
                            "'%s' is not a variable's name; use letters, digits and underscores".formatted(name));
                } else if (VARIABLES_REFUSED.contains(name)
                        || PREFIXES_REFUSED.stream().anyMatch(name::startsWith)) {
                    members.refuse(
                            name,
                            "VARIABLE",
                            "%s may not be set, since it is Punctual's own or makes programs run others"
                                    .formatted(name));
                }
            }
        }
        return env;
    }

    private static Limits limits(Fields action) {
        Fields fields = action.object("limits");
        if (fields == null) {
            return Limits.NONE;
        }
        Duration cpu = fields.duration("cpu", LEAST_CPU, MOST_CPU);
        String memory = fields.text("memory", 100);
        fields.end();
        return new Limits(cpu, memory == null ? null : bytes(fields, memory));
    }

    private static @Nullable Long bytes(Fields fields, String memory) {
        Matcher size = MEMORY.matcher(memory);
        long mebibytes =
                size.matches() ? Long.parseLong(size.group(1)) * (size.group(2).equals("GiB") ? 1_024 : 1) : 0;
        if (mebibytes < LEAST_MEMORY_MIB || mebibytes > MOST_MEMORY_MIB) {
            fields.refuse(
                    "memory",
                    "OUT_OF_RANGE",
                    "memory is '%s'; send a whole number with its unit, from 16MiB to 1024GiB".formatted(memory));
            return null;
        }
        return mebibytes * MIB;
    }
}
