package dev.punctual.bench.measure;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Writes files of comma-separated values; no value that is written here holds a comma or a quote. */
public final class CsvFile {

    private CsvFile() {}

    /** Writes the names of the columns and then the rows, as they come. */
    public static void write(Path file, String columns, Stream<String> rows) {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.append(columns).append('\n');
            rows.forEachOrdered(row -> append(writer, row));
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(file), e);
        }
    }

    private static void append(BufferedWriter writer, String row) {
        try {
            writer.append(row).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("The row '%s' cannot be written".formatted(row), e);
        }
    }
}
