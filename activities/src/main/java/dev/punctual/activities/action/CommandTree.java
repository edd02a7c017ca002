package dev.punctual.activities.action;

import dev.punctual.activities.action.ProcessTable.Disk;
import dev.punctual.activities.action.ProcessTable.Entry;
import dev.punctual.activities.action.ProcessTable.Memory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All the processes of one command: its leader's session and group, everything that was seen below it, and whatever carries
 * the mark that its environment began with. So a process that made a session of its own and was orphaned still belongs to it.
 *
 * <p>Without {@code /proc} it is the leader's descendants, as far as they were seen before they were orphaned, and nothing is
 * known of what they use.
 */
final class CommandTree {
    private static final double TICKS_PER_SECOND = 100;

    private final ProcessHandle leader;
    private final String mark;
    private final boolean ownSession;
    private final long start;
    private final Map<Long, Long> seen = new HashMap<>();
    private final Set<ProcessHandle> handles = new HashSet<>();
    private long mostTicks;
    private long mostMemory;
    private long memoryNow;
    private Disk mostDisk = Disk.NONE;

    /**
     * @param leader the first process
     * @param mark a variable and its value, {@code NAME=value}, that no other process was ever started with
     * @param ownSession whether the leader is to lead a session
     */
    CommandTree(ProcessHandle leader, String mark, boolean ownSession) {
        this.leader = leader;
        this.mark = mark;
        this.ownSession = ownSession;
        this.start = ProcessTable.of(leader.pid()).map(Entry::start).orElse(0L);
        seen.put(leader.pid(), start);
    }

    /** Looks at what runs below the leader now. */
    void sample() {
        if (!ProcessTable.isThere()) {
            leader.descendants().forEach(handles::add);
            return;
        }
        long ticks = 0;
        long memory = 0;
        Disk disk = Disk.NONE;
        Deque<Long> open = new ArrayDeque<>(seen.keySet());
        Set<Long> looked = new HashSet<>();
        Set<Long> wrappers = wrappers();
        while (!open.isEmpty()) {
            long pid = open.pop();
            Entry entry = looked.add(pid) ? ProcessTable.of(pid).orElse(null) : null;
            if (entry == null || seen.getOrDefault(pid, entry.start()) != entry.start()) {
                continue;
            }
            seen.put(pid, entry.start());
            ticks += entry.ticks();
            disk = disk.plus(ProcessTable.disk(pid).orElse(Disk.NONE));
            if (!wrappers.contains(pid)) {
                Memory used = ProcessTable.memory(pid);
                memory += used.now();
                mostMemory = Math.max(mostMemory, used.peak());
            }
            open.addAll(ProcessTable.children(pid));
        }
        memoryNow = memory;
        mostMemory = Math.max(mostMemory, memory);
        mostTicks = Math.max(mostTicks, ticks);
        mostDisk = mostDisk.most(disk);
    }

    /** What Punctual itself put around the command: the leader and its first child. */
    private Set<Long> wrappers() {
        Set<Long> wrappers = new HashSet<>(List.of(leader.pid()));
        ProcessTable.children(leader.pid()).stream().findFirst().ifPresent(wrappers::add);
        return wrappers;
    }

    /** The most processor time that the tree was seen to have used, in seconds. */
    double cpuSeconds() {
        return mostTicks / TICKS_PER_SECOND;
    }

    /** The most that the tree was seen to have had read from and written to disks. */
    Disk disk() {
        return mostDisk;
    }

    /** The most memory that the tree was seen to have at one time, or one of its processes ever; 0 when none was seen. */
    long peakMemoryBytes() {
        return mostMemory;
    }

    /** The memory that the tree had when it was last looked at. */
    long memoryBytes() {
        return memoryNow;
    }

    /**
     * Sends a signal to all that is alive.
     *
     * @return whether anything was
     */
    boolean signal(int signal) {
        if (!ProcessTable.isThere()) {
            sample();
            handles.add(leader);
            List<ProcessHandle> alive =
                    handles.stream().filter(ProcessHandle::isAlive).toList();
            alive.forEach(process -> Signals.toProcess(process.pid(), signal));
            return !alive.isEmpty();
        }
        List<Entry> alive = alive();
        // the group first, and at once: what is forked meanwhile is in it
        if (alive.stream().anyMatch(this::isInGroup)) {
            Signals.toGroup(leader.pid(), signal);
        }
        alive.stream().filter(entry -> !isInGroup(entry)).forEach(entry -> Signals.toProcess(entry.pid(), signal));
        return !alive.isEmpty();
    }

    /** Whether anything of it runs. */
    boolean isAlive() {
        return ProcessTable.isThere()
                ? !alive().isEmpty()
                : leader.isAlive() || handles.stream().anyMatch(ProcessHandle::isAlive);
    }

    private List<Entry> alive() {
        List<Entry> found = new ArrayList<>();
        for (Entry entry : ProcessTable.all()) {
            if (entry.isAlive() && entry.start() >= start && belongs(entry)) {
                seen.put(entry.pid(), entry.start());
                found.add(entry);
            }
        }
        return found;
    }

    private boolean belongs(Entry entry) {
        Long known = seen.get(entry.pid());
        boolean wasSeen = known != null && known == entry.start();
        boolean isInSession = ownSession && entry.session() == leader.pid();
        return wasSeen || isInSession || isInGroup(entry) || ProcessTable.began(entry.pid(), mark);
    }

    private boolean isInGroup(Entry entry) {
        return ownSession && entry.group() == leader.pid();
    }
}
