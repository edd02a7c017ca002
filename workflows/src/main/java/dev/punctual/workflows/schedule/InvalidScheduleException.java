package dev.punctual.workflows.schedule;

/**
 * A schedule that cannot be accepted. The message is made for the person who wrote the schedule: it names the value, the
 * place, the reason and the way out.
 */
public final class InvalidScheduleException extends RuntimeException {
    private final String field;
    private final String code;

    public InvalidScheduleException(String field, String code, String message) {
        super(message);
        this.field = field;
        this.code = code;
    }

    /** The schedule's field at fault, by its JSON name: {@code expression}, {@code every}, … */
    public String field() {
        return field;
    }

    /** What is wrong, as a stable word for programs: {@code CRON_RANGE}, {@code NEVER_FIRES}, {@code UNSUPPORTED}, … */
    public String code() {
        return code;
    }
}
