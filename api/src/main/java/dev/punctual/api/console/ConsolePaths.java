package dev.punctual.api.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which paths are the console's own: its files, and the addresses of its pages, all of which answer the same document.
 *
 * <p>They are listed, rather than all others excluded: they are open without an API key, and a path that somebody adds elsewhere
 * must not become so.
 */
public final class ConsolePaths {
    /** The first parts of its pages' addresses, as in the console's own {@code router.tsx}. */
    static final Set<String> PAGES =
            Set.of("", "upcoming", "tasks", "grid", "fires", "workers", "calendars", "freezes", "audit", "new");

    static final Set<String> FILES = Set.of("/favicon.svg", "/index.html");
    static final String ASSETS = "/assets/";

    /** Nothing that two readers could read differently: no percent signs, no dots but inside of a name. */
    private static final Pattern PLAIN = Pattern.compile("/|(/[\\w-]+(\\.[\\w-]+)*)+/?");

    private ConsolePaths() {}

    /** Whether this asks for a file or a page of the console. */
    public static boolean own(HttpServletRequest request) {
        String method = request.getMethod();
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return (method.equals("GET") || method.equals("HEAD"))
                && PLAIN.matcher(path).matches()
                && (FILES.contains(path) || path.startsWith(ASSETS) || isPage(path));
    }

    /** Whether the console's document is shown under this path. */
    static boolean isPage(String path) {
        int begin = path.startsWith("/") ? 1 : 0;
        int end = path.indexOf('/', begin);
        return path.indexOf('.') < 0 && PAGES.contains(end < 0 ? path.substring(begin) : path.substring(begin, end));
    }
}
