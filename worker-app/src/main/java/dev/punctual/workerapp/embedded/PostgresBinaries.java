package dev.punctual.workerapp.embedded;

import dev.punctual.workerapp.StartRefusedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The programs of PostgreSQL ({@code initdb}, {@code pg_ctl}, {@code postgres}), unpacked from the class path. */
record PostgresBinaries(Path directory) {

    private static final Set<String> ARM = Set.of("aarch64", "arm64");

    /** Unpacks the archive for this machine into the cache, unless it is there already. */
    static PostgresBinaries unpacked(Cache cache) {
        String resource = resourceName(System.getProperty("os.name"), System.getProperty("os.arch"));
        Supplier<InputStream> archive = () -> {
            InputStream stream = PostgresBinaries.class.getResourceAsStream(resource);
            if (stream == null) {
                throw new StartRefusedException(
                        "There is no embedded PostgreSQL for this machine (%s is missing). Set spring.datasource.url to use your own."
                                .formatted(resource));
            }
            return stream;
        };
        try {
            // the content names the entry, so that a new version of the archive never meets an old entry
            return new PostgresBinaries(
                    cache.entry("postgres-" + fingerprint(archive), directory -> unpack(archive, directory)));
        } catch (IOException e) {
            throw new StartRefusedException(
                    "PostgreSQL cannot be unpacked into %s (%s). Free some space, or choose another place with XDG_CACHE_HOME."
                            .formatted(cache.directory(), e),
                    e);
        }
    }

    /** The archive's name: {@code /postgres-<system>-<architecture>.txz}. */
    static String resourceName(String system, String architecture) {
        String name = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : system.toLowerCase(Locale.ROOT);
        return "/postgres-%s-%s.txz".formatted(name, ARM.contains(architecture) ? "arm_64" : "x86_64");
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    private static String fingerprint(Supplier<InputStream> archive) throws IOException {
        try (InputStream stream = archive.get();
                DigestInputStream digest = new DigestInputStream(stream, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static void unpack(Supplier<InputStream> archive, Path directory) throws IOException {
        try (InputStream stream = archive.get();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(stream)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = directory.resolve(entry.getName()).normalize();
                if (!target.startsWith(directory)) {
                    throw new IOException("The archive holds a path outside itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(tar, target);
                    boolean executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }
}
