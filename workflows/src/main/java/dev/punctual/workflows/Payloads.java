package dev.punctual.workflows;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/**
 * How values stand in Temporal's histories: JSON that people can read there, instants and durations as ISO 8601 text. Fields
 * that this version does not know are ignored, so versions of Punctual may share an engine. Workers and clients must use it.
 */
public final class Payloads {
    private Payloads() {}

    /** A converter for the options of a client, whose workers then use it too. */
    public static DataConverter dataConverter() {
        ObjectMapper json = JacksonJsonPayloadConverter.newDefaultObjectMapper()
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                // the input of remote actions stays what the user wrote
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        return DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(json));
    }
}
