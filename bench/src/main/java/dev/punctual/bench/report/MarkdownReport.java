package dev.punctual.bench.report;

import java.util.List;

/** A report in Markdown. */
final class MarkdownReport {

    private MarkdownReport() {}

    static String of(Report report) {
        StringBuilder text = new StringBuilder();
        text.append("# ")
                .append(report.title())
                .append("\n\n")
                .append(report.subtitle())
                .append("\n");
        append(text, report.checksTable());
        report.tables().forEach(table -> append(text, table));
        return text.toString();
    }

    private static void append(StringBuilder text, Table table) {
        if (table.rows().isEmpty()) {
            return;
        }
        text.append("\n## ").append(table.title()).append("\n\n");
        line(text, table.columns());
        text.append("|---|").append("--:|".repeat(table.columns().size() - 1)).append('\n');
        table.rows().forEach(row -> line(text, row));
        if (!table.note().isEmpty()) {
            text.append('\n').append(table.note()).append('\n');
        }
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ");
        text.append(String.join(
                " | ", cells.stream().map(c -> c.replace("|", "\\|")).toList()));
        text.append(" |\n");
    }
}
