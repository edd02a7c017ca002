package dev.punctual.workerapp.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** A small file of names and values. It is replaced as a whole, so a reader or a crash never meets half of it. */
record PropertiesFile(Path path) {

    /** All values, none when the file does not exist. */
    Map<String, String> read() {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (NoSuchFileException missing) {
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    void write(Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        Path next = path.resolveSibling(path.getFileName() + ".next");
        try {
            try (var writer = Files.newBufferedWriter(next)) {
                properties.store(writer, null);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
