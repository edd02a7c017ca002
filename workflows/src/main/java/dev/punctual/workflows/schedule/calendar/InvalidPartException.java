package dev.punctual.workflows.schedule.calendar;

/** A calendar that cannot be made of the parts that it names; the message names the value, the reason and the way out. */
public final class InvalidPartException extends RuntimeException {
    private final String part;
    private final String code;

    /**
     * @param part the name at fault; empty when it is the whole
     * @param code a stable word for the reason
     */
    public InvalidPartException(String part, String code, String message) {
        super(message);
        this.part = part;
        this.code = code;
    }

    /** The name at fault; empty when it is the whole. */
    public String part() {
        return part;
    }

    /** A stable word for the reason. */
    public String code() {
        return code;
    }
}
