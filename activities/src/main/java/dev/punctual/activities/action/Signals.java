package dev.punctual.activities.action;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Sends signals as {@code kill(2)} does, also to whole process groups, which {@link ProcessHandle} cannot. */
final class Signals {
    static final int KILL = 9;
    static final int TERM = 15;

    private static final MethodHandle KILL_FUNCTION = killFunction();

    private Signals() {}

    /** @return whether it was there to be signalled */
    static boolean toProcess(long pid, int signal) {
        return send(pid, signal);
    }

    /**
     * Signals every process of a group at once, so that none of them can slip away by forking.
     *
     * @return whether any was there to be signalled
     */
    static boolean toGroup(long group, int signal) {
        return send(-checked(group), signal);
    }

    private static boolean send(long target, int signal) {
        checked(Math.abs(target));
        try {
            return (int) KILL_FUNCTION.invokeExact((int) target, signal) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("kill(2) cannot be called", e);
        }
    }

    /** 0 and -1 would mean this process's own group and everything. */
    private static long checked(long id) {
        if (id <= 1) {
            throw new IllegalArgumentException(id + " is no process that may be signalled");
        }
        return id;
    }

    @SuppressWarnings("restricted")
    private static MethodHandle killFunction() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }
}
