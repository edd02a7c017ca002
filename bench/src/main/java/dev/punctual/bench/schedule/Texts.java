package dev.punctual.bench.schedule;

import dev.punctual.workflows.schedule.CronDialect;

/** One schedule in the words of each library; cron-utils takes those of Quartz. */
record Texts(CronDialect dialect, String punctual, String quartz, String spring) {

    static Texts unix(String unix, String quartz, String spring) {
        return new Texts(CronDialect.UNIX, unix, quartz, spring);
    }

    static Texts quartz(String quartz, String spring) {
        return new Texts(CronDialect.QUARTZ, quartz, quartz, spring);
    }

    static Texts spring(String quartz, String spring) {
        return new Texts(CronDialect.SPRING, spring, quartz, spring);
    }
}
