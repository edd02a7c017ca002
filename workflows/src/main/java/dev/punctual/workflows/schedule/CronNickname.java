package dev.punctual.workflows.schedule;

import java.util.Locale;
import java.util.Map;

/** {@code @daily} and its like. */
final class CronNickname {
    private static final Map<String, String> MEANINGS = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    private CronNickname() {}

    /** The five fields it stands for; refuses any other. */
    static String meaning(CronText text, String orFields) {
        String name = text.field(0).toLowerCase(Locale.ROOT);
        String meaning = MEANINGS.get(name);
        if (meaning != null && text.fields().size() == 1) {
            return meaning;
        }
        if (name.equals("@every")) {
            throw text.refusal(
                    "UNSUPPORTED", ": @every is for UNIX cron; use that dialect or a schedule of type interval");
        }
        if (name.equals("@reboot")) {
            throw text.refusal("UNSUPPORTED", ": @reboot names no instant; use a schedule of type once");
        }
        throw text.refusal(
                "CRON_NICKNAME",
                " is no nickname; use one of @yearly @annually @monthly @weekly @daily @midnight @hourly, alone, or "
                        + orFields);
    }
}
