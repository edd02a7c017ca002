package dev.punctual.workerapp.embedded;

import dev.punctual.workerapp.StartRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive right to a home directory. The operating system holds it, so it ends with the process, however that ends.
 * Beside the lock stands a note that says who holds it; it informs people and tools and decides nothing.
 */
final class HomeLock implements AutoCloseable {

    // Closing any channel of a locked file frees the lock of the whole JVM, so a second try in one JVM must not open
    // it.
    private static final Set<Path> HELD_BY_THIS_JVM = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final PropertiesFile owner;

    private HomeLock(Path file, FileChannel channel, PropertiesFile owner) {
        this.file = file;
        this.channel = channel;
        this.owner = owner;
    }

    /**
     * Takes the lock.
     *
     * @throws StartRefusedException when another Punctual holds it, naming that one
     */
    static HomeLock take(EmbeddedHome home) {
        PropertiesFile owner = new PropertiesFile(home.owner());
        if (!HELD_BY_THIS_JVM.add(home.lock())) {
            throw alreadyHeld(home, owner);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                HomeLock lock = new HomeLock(home.lock(), channel, owner);
                lock.announce(Map.of());
                return lock;
            }
        } catch (IOException | UncheckedIOException e) {
            giveUp(home, channel);
            throw new StartRefusedException(
                    "The home directory %s cannot be locked (%s). Choose another with --home DIR or PUNCTUAL_HOME."
                            .formatted(home.directory(), e),
                    e);
        }
        giveUp(home, channel);
        throw alreadyHeld(home, owner);
    }

    /** Notes where this Punctual can be reached, for whoever finds the directory locked. */
    void announce(Map<String, String> addresses) {
        Map<String, String> note = new TreeMap<>(addresses);
        note.put("pid", Long.toString(ProcessHandle.current().pid()));
        owner.write(note);
    }

    /** Frees the directory. A second call does nothing. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        owner.delete();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_BY_THIS_JVM.remove(file);
        }
    }

    private static void giveUp(EmbeddedHome home, @Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_BY_THIS_JVM.remove(home.lock());
        }
    }

    private static StartRefusedException alreadyHeld(EmbeddedHome home, PropertiesFile owner) {
        Map<String, String> note = owner.read();
        String pid = note.get("pid");
        String api = note.get("api");
        return new StartRefusedException(
                "Punctual already runs in %s: %s, %s. %s, or choose another directory with --home DIR or PUNCTUAL_HOME."
                        .formatted(
                                home.directory(),
                                pid == null ? "process unknown" : "process " + pid,
                                api == null ? "still starting or stopping" : api,
                                pid == null ? "Stop it" : "Stop it with `kill " + pid + "`"));
    }
}
