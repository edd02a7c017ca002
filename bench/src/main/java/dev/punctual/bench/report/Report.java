package dev.punctual.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run came to, ready to be shown.
 *
 * @param title what was measured
 * @param subtitle when and how
 * @param data the figures for programs to read
 */
public record Report(
        String title,
        String subtitle,
        List<Check> checks,
        List<Table> tables,
        List<Chart> charts,
        Map<String, Object> data) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Whether everything that must hold held. */
    public boolean passed() {
        return checks.stream().noneMatch(Check::fails);
    }

    /** The checks as a table. */
    Table checksTable() {
        List<List<String>> rows = checks.stream()
                .map(check -> List.of(
                        check.target(),
                        check.level().name().toLowerCase(Locale.ROOT),
                        check.measured(),
                        check.met() ? "met" : "MISSED"))
                .toList();
        return new Table("Targets", List.of("target", "level", "measured", ""), rows, false, "");
    }

    /** Writes {@code summary.json}, {@code report.md} and {@code report.html}. */
    public void write(Path directory) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("title", title);
        summary.put("passed", passed());
        summary.put("checks", checks.stream().map(Check::data).toList());
        summary.putAll(data);
        try {
            writeJson(directory.resolve("summary.json"), summary);
            Files.writeString(directory.resolve("report.md"), MarkdownReport.of(this));
            Files.writeString(directory.resolve("report.html"), HtmlReport.of(this));
        } catch (IOException e) {
            throw new UncheckedIOException("The report cannot be written in " + directory, e);
        }
    }

    /** Writes any object as indented JSON. */
    public static void writeJson(Path file, Map<String, Object> object) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(object) + "\n");
    }
}
