package dev.punctual.api.web;

import dev.punctual.api.problem.ProblemException;
import dev.punctual.api.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * An iCalendar file as the body of a request.
 *
 * @param text what was sent
 */
public record CalendarFile(String text) {
    private static final MediaType TYPE = MediaType.parseMediaType("text/calendar");

    static CalendarFile of(HttpServletRequest request) {
        Charset charset = charset(request.getContentType());
        byte[] body = BodyFilter.body(request);
        try {
            // decodes strictly: a name with wrong letters is not worth keeping
            return new CalendarFile(
                    charset.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST,
                    "the body is not valid %s; send UTF-8, or name the charset in Content-Type".formatted(charset));
        }
    }

    private static Charset charset(@Nullable String sent) {
        try {
            MediaType type = sent == null ? null : MediaType.parseMediaType(sent);
            if (type != null && TYPE.equalsTypeAndSubtype(type)) {
                Charset named = type.getCharset();
                return named == null ? StandardCharsets.UTF_8 : named;
            }
        } catch (InvalidMediaTypeException | UnsupportedCharsetException e) {
            throw unsupported(sent);
        }
        throw unsupported(sent);
    }

    private static ProblemException unsupported(@Nullable String sent) {
        return new ProblemException(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "Content-Type is %s; send text/calendar".formatted(sent == null ? "missing" : sent));
    }
}
