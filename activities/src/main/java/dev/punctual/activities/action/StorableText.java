package dev.punctual.activities.action;

/** What the book can keep of a text. */
final class StorableText {
    private StorableText() {}

    /** The text, with a replacement character for each NUL: PostgreSQL keeps none in a JSON text. */
    static String of(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }
}
