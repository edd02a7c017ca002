package dev.punctual.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;

/** Builds objects that keep the order of their fields. */
public final class Json {

    private Json() {}

    /** An object of alternating names and values. */
    public static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }
}
