package dev.punctual.api.web;

import dev.punctual.api.problem.ProblemException;
import dev.punctual.api.problem.ProblemType;
import dev.punctual.workflows.task.Task;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the request says of the version it was made for.
 *
 * @param versions the versions of If-Match; empty without that header
 * @param mustExist whether there was an If-Match, be it {@code *}
 * @param mustNotExist whether there was {@code If-None-Match: *}
 */
public record Preconditions(List<Integer> versions, boolean mustExist, boolean mustNotExist) {
    private static final Pattern TAG = Pattern.compile("\\s*(W/)?\"([^\"]*)\"\\s*(,|$)");

    /** No version has it. */
    private static final int NONE = -1;

    static Preconditions of(HttpServletRequest request) {
        String none = request.getHeader("If-None-Match");
        boolean changes =
                !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
        if (changes && none != null && !none.trim().equals("*")) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "If-None-Match is %s; only * is supported here".formatted(none));
        }
        String match = request.getHeader("If-Match");
        if (match == null) {
            return new Preconditions(List.of(), false, changes && none != null);
        }
        return new Preconditions(match.trim().equals("*") ? List.of() : versions(match), true, changes && none != null);
    }

    /** The one version that a change to the task is bound to; null for any. */
    public @Nullable Integer version(Optional<Task> current) {
        if (versions.size() <= 1) {
            return versions.isEmpty() ? null : versions.getFirst();
        }
        return current.map(Task::version).filter(versions::contains).orElse(NONE);
    }

    /** Ends the request unless the task's existence and version are as asked for. */
    public void check(String id, Optional<Task> current) {
        check("task", id, current.map(Task::version));
    }

    /**
     * Ends the request unless a thing's existence and version are as asked for.
     *
     * @param what kind of thing, as in "task"
     * @param current its version; empty when there is none
     */
    public void check(String what, String id, Optional<Integer> current) {
        if (mustNotExist && current.isPresent()) {
            throw new ProblemException(
                    ProblemType.STALE_VERSION,
                    "%s '%s' exists, and If-None-Match: * asks that it does not; leave the header out to replace it"
                            .formatted(what, id));
        }
        if (mustExist && current.isEmpty()) {
            throw new ProblemException(
                    ProblemType.STALE_VERSION,
                    "%s '%s' does not exist, and If-Match asks that it does; leave the header out to create it"
                            .formatted(what, id));
        }
        if (!versions.isEmpty() && current.isPresent() && !versions.contains(current.get())) {
            throw new ProblemException(
                    ProblemType.STALE_VERSION,
                    "%s '%s' has version %d, which is not the one of If-Match; read it again and repeat the change on what you find"
                            .formatted(what, id, current.get()));
        }
    }

    private static List<Integer> versions(String header) {
        List<Integer> versions = new ArrayList<>();
        Matcher matcher = TAG.matcher(header);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            end = matcher.end();
            // a weak tag never matches (RFC 9110, 13.1.1)
            versions.add(matcher.group(1) == null ? version(matcher.group(2)) : NONE);
        }
        if (end != header.length() || versions.isEmpty()) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST,
                    "If-Match is %s; send the ETag as it was received, with its quotes, or *".formatted(header));
        }
        return versions;
    }

    private static int version(String tag) {
        return tag.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(tag) : NONE;
    }
}
