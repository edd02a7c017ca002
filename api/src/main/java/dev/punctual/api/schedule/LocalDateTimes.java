package dev.punctual.api.schedule;

import dev.punctual.api.json.Fields;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads local dates and times, which have no offset. */
final class LocalDateTimes {
    private LocalDateTimes() {}

    /** The field's value; null when it is not there, or a mistake was noted. */
    static @Nullable LocalDateTime read(Fields fields, String name) {
        String text = fields.text(name, 100);
        if (text == null) {
            return null;
        }
        try {
            return LocalDateTime.parse(text);
        } catch (DateTimeException e) {
            fields.refuse(name, "LOCAL_DATE_TIME", wrong(name, text));
            return null;
        }
    }

    /** The values of the field's list, empty when it is not there; null when a mistake was noted. */
    static @Nullable List<LocalDateTime> readAll(Fields fields, String name, int most) {
        List<String> texts = fields.list(name, most);
        if (texts == null) {
            return null;
        }
        List<LocalDateTime> values = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                values.add(LocalDateTime.parse(texts.get(i)));
            } catch (DateTimeException e) {
                fields.refuseItem(name, i, "LOCAL_DATE_TIME", wrong(name, texts.get(i)));
            }
        }
        return values.size() == texts.size() ? values : null;
    }

    private static String wrong(String name, String text) {
        return "%s is '%s'; write a local date and time without an offset, such as 2026-12-01T09:00"
                .formatted(name, text);
    }
}
