package dev.punctual.workflows.schedule;

import java.time.zone.ZoneRulesProvider;

/** The time-zone data that every local time of this process is computed with. */
public final class TimeZoneData {
    /** A zone that all releases have; the JVM reads all its zones from one release. */
    private static final String ZONE = "UTC";

    private static final String VERSION =
            ZoneRulesProvider.getVersions(ZONE).lastEntry().getKey();

    private TimeZoneData() {}

    /** The release of the IANA time-zone database that the running JVM brought along, such as "2025b". */
    public static String version() {
        return VERSION;
    }
}
