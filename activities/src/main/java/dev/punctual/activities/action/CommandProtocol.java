package dev.punctual.activities.action;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines by which a command speaks to Punctual on its standard output: {@code ::punctual progress 40 message} and {@code
 * ::punctual checkpoint text}. What is not well formed is left to the output, where people see it.
 */
final class CommandProtocol implements Predicate<String> {
    private static final String PREFIX = "::punctual ";
    private static final int LONGEST_CHECKPOINT = 64 * 1024;
    private static final int LONGEST_MESSAGE = 1_000;
    private static final Pattern PROGRESS = Pattern.compile("progress\\s+(\\d{1,3})(?:\\s+(.*))?");
    private static final Pattern CHECKPOINT = Pattern.compile("checkpoint(?: (.*))?");

    private final FireContext context;

    CommandProtocol(FireContext context) {
        this.context = context;
    }

    /** Whether the line was meant for Punctual, which then has heard it. */
    @Override
    public boolean test(String line) {
        if (!line.startsWith(PREFIX)) {
            return false;
        }
        String said = StorableText.of(line.substring(PREFIX.length()).stripTrailing());
        Matcher progress = PROGRESS.matcher(said);
        if (progress.matches()) {
            int percent = Integer.parseInt(progress.group(1));
            String message = progress.group(2) == null ? "" : progress.group(2);
            if (percent > 100) {
                return false;
            }
            context.progress(percent, beginning(message));
            return true;
        }
        Matcher checkpoint = CHECKPOINT.matcher(said);
        if (checkpoint.matches()) {
            String text = checkpoint.group(1) == null ? "" : checkpoint.group(1);
            // half a checkpoint would mislead the next attempt
            if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_CHECKPOINT) {
                return false;
            }
            context.checkpoint(text);
            return true;
        }
        return false;
    }

    private static String beginning(String message) {
        return message.codePointCount(0, message.length()) <= LONGEST_MESSAGE
                ? message
                : message.substring(0, message.offsetByCodePoints(0, LONGEST_MESSAGE));
    }
}
