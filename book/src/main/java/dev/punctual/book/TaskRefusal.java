package dev.punctual.book;

import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;

/** Why the book does not carry out a change; the message names the value, the reason and the way out. */
public abstract sealed class TaskRefusal extends RuntimeException {
    private TaskRefusal(String message) {
        // no stack trace: a refusal is an answer
        super(message, null, false, false);
    }

    /** There is no such task. */
    public static final class NotFound extends TaskRefusal {
        public NotFound(TaskId id) {
            super("task '%s' does not exist; GET /v1/tasks lists those that do".formatted(id));
        }

        /** Of a task that is kept no more. */
        public NotFound(TaskId id, Instant archivedAt) {
            super("task '%s' had ended, and was archived with its fires at %s; its id can be used again"
                    .formatted(id, archivedAt));
        }
    }

    /** The id is taken. */
    public static final class Exists extends TaskRefusal {
        public Exists(TaskId id) {
            super("task '%s' exists already; choose another id, or replace it with PUT".formatted(id));
        }
    }

    /** The task has another version than the one the change was meant for. */
    public static final class StaleVersion extends TaskRefusal {
        public StaleVersion(TaskId id, int expected, int actual) {
            super("task '%s' has version %d, not %d; read it again and repeat the change on what you find"
                    .formatted(id, actual, expected));
        }
    }

    /** The task's state does not allow the change. */
    public static final class WrongState extends TaskRefusal {
        public WrongState(TaskId id, TaskState state, String wayOut) {
            super("task '%s' is %s; %s".formatted(id, state, wayOut));
        }
    }

    /** A value cannot be accepted. */
    public static final class Invalid extends TaskRefusal {
        private final String pointer;
        private final String code;

        /**
         * @param pointer the JSON pointer of the value
         * @param code a stable word for the reason
         */
        public Invalid(String pointer, String code, String message) {
            super(message);
            this.pointer = pointer;
            this.code = code;
        }

        public String pointer() {
            return pointer;
        }

        public String code() {
            return code;
        }
    }
}
