package dev.punctual.workflows.schedule.calendar;

/** A calendar that cannot be accepted; the message names the value, the reason and the way out. */
public final class InvalidCalendarException extends RuntimeException {
    private final String field;

    /** @param field the field at fault by its JSON name; {@code line 12} in a file */
    public InvalidCalendarException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** The field at fault by its JSON name; {@code line 12} in a file. */
    public String field() {
        return field;
    }
}
