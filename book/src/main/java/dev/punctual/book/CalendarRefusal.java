package dev.punctual.book;

import java.util.List;

/** Why the book does not carry out a change of a calendar; the message names the value, the reason and the way out. */
public abstract sealed class CalendarRefusal extends RuntimeException {
    private CalendarRefusal(String message) {
        // no stack trace: a refusal is an answer
        super(message, null, false, false);
    }

    /** There is no such calendar. */
    public static final class NotFound extends CalendarRefusal {
        public NotFound(CalendarId id) {
            super("calendar '%s' does not exist; GET /v1/calendars lists those that do".formatted(id.name()));
        }
    }

    /** Tasks or other calendars use it. */
    public static final class InUse extends CalendarRefusal {
        /**
         * @param tasks how many tasks
         * @param some of them, by id
         * @param calendars those that are made of it
         */
        public InUse(CalendarId id, long tasks, List<String> some, List<String> calendars) {
            super("calendar '%s' is used by %s; take it out there first"
                    .formatted(id.name(), users(tasks, some, calendars)));
        }

        private static String users(long tasks, List<String> some, List<String> calendars) {
            String byTasks = tasks == 0
                    ? ""
                    : "%d task%s (%s%s)"
                            .formatted(
                                    tasks,
                                    tasks == 1 ? "" : "s",
                                    String.join(", ", some),
                                    tasks > some.size() ? ", …" : "");
            String byCalendars = calendars.isEmpty() ? "" : "the calendars " + String.join(", ", calendars);
            return byTasks + (byTasks.isEmpty() || byCalendars.isEmpty() ? "" : " and ") + byCalendars;
        }
    }

    /** The namespace is full. */
    public static final class TooMany extends CalendarRefusal {
        public TooMany(String namespace, int most) {
            super("namespace '%s' has %d calendars, and no more are allowed; delete one, or make one of several"
                    .formatted(namespace, most));
        }
    }
}
