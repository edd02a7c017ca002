package dev.punctual.bench.schedule;

import dev.punctual.workflows.schedule.CronDialect;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** What is asked for, from which starts. */
public enum Sample {
    EVERY_FIVE_MINUTES("every 5 minutes", Texts.unix("*/5 * * * *", "0 */5 * * * ?", "0 */5 * * * *")),
    OFFICE_HOURS(
            "hourly from 9 to 17, Monday to Friday",
            Texts.unix("0 9-17 * * MON-FRI", "0 0 9-17 ? * MON-FRI", "0 0 9-17 * * MON-FRI")),
    NIGHTLY("at 02:30", Texts.unix("30 2 * * *", "0 30 2 * * ?", "0 30 2 * * *")),
    MONTHLY("at 06:00 on the 1st", Texts.unix("0 6 1 * *", "0 0 6 1 * ?", "0 0 6 1 * *")),
    YEARLY("at 00:00 on January 1", Texts.unix("0 0 1 1 *", "0 0 0 1 1 ?", "0 0 0 1 1 *")),
    EVERY_TEN_SECONDS("every 10 seconds", Texts.quartz("*/10 * * * * ?", "*/10 * * * * *")),
    LAST_WORKING_DAY("at 18:00 on the last working day", Texts.quartz("0 0 18 LW * ?", "0 0 18 LW * *")),
    SECOND_TUESDAY("at 20:00 on the second Tuesday", Texts.quartz("0 0 20 ? * TUE#2", "0 0 20 * * TUE#2")),

    /** After 2096 the next leap day is that of 2104, and the next on a Monday that of 2108. */
    LEAP_DAY("on February 29", true, Texts.unix("0 0 29 2 *", "0 0 0 29 2 ?", "0 0 0 29 2 *")),
    /** Also the widest search that UNIX knows: a day field that begins with a star must match too. */
    LEAP_SUNDAY("on a Sunday, February 29", true, Texts.unix("0 0 29 2 */7", "0 0 0 ? 2 SUN#5", "0 0 0 29 2 SUN")),
    FIFTH_MONDAY_OF_FEBRUARY(
            "on the fifth Monday of February", true, Texts.quartz("0 0 0 ? 2 MON#5", "0 0 0 ? 2 MON#5")),
    LEAP_MONDAY_AND_LAST_SECOND(
            "at 23:59:59 on a Monday, February 29", true, Texts.spring("59 59 23 ? 2 MON#5", "59 59 23 29 2 MON")),
    LAST_SECOND_OF_2099("at the last second of 2099", true, Texts.quartz("59 59 23 31 12 ? 2099", "59 59 23 31 12 *"));

    private static final int STARTS = 1024;
    private static final Instant USUAL_FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant WORST_FROM = Instant.parse("2072-03-01T00:00:00Z");

    final String title;
    /** One of those that take longest, and not one of those that are usual. */
    final boolean worst;

    private final CronDialect dialect;
    private final String punctual;
    private final String quartz;
    private final String spring;

    Sample(String title, Texts texts) {
        this(title, false, texts);
    }

    Sample(String title, boolean worst, Texts texts) {
        this.title = title;
        this.worst = worst;
        this.dialect = texts.dialect();
        this.punctual = texts.punctual();
        this.quartz = texts.quartz();
        this.spring = texts.spring();
    }

    Texts texts() {
        return new Texts(dialect, punctual, quartz, spring);
    }

    /** The same in every run: over a year, so that some lie close to a change of the clocks; for the worst, over a decade. */
    Instant[] starts() {
        Random random = new Random(title.hashCode());
        Instant from = worst ? WORST_FROM : USUAL_FROM;
        long span = Duration.ofDays(worst ? 3650 : 365).toMillis();
        Instant[] starts = new Instant[STARTS];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = from.plusMillis((long) (random.nextDouble() * span));
        }
        return starts;
    }
}
