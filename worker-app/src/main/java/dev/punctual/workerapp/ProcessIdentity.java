package dev.punctual.workerapp;

import com.sun.management.OperatingSystemMXBean;
import dev.punctual.book.WorkerBook.Heartbeat;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** This process as others see it. */
final class ProcessIdentity {
    private final String host = host();
    private final long pid = ProcessHandle.current().pid();
    private final String name =
            host + "-" + pid + "-" + UUID.randomUUID().toString().substring(0, 8);
    private final Instant startedAt =
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    private final String roles;

    ProcessIdentity(Set<Role> roles) {
        this.roles = roles.stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** Its name, new at every start. */
    String name() {
        return name;
    }

    /** A sign of life. */
    Heartbeat heartbeat(int held, int running) {
        Runtime runtime = Runtime.getRuntime();
        return new Heartbeat(
                name,
                host,
                pid,
                roles,
                startedAt,
                held,
                running,
                cpuLoad(),
                runtime.totalMemory() - runtime.freeMemory());
    }

    private static @Nullable Double cpuLoad() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            double load = system.getProcessCpuLoad();
            return load >= 0 ? load : null;
        }
        return null;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // a machine without a name of its own
            return "localhost";
        }
    }
}
