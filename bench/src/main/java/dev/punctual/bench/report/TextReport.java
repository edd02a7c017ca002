package dev.punctual.bench.report;

import java.util.List;

/** A report as plain text with aligned columns. */
public final class TextReport {
    private TextReport() {}

    /** The checks and the tables, without those that only the files hold. */
    public static String of(Report report) {
        StringBuilder text = new StringBuilder();
        text.append('\n').append(report.title()).append('\n');
        text.append(report.subtitle()).append('\n');
        append(text, report.checksTable());
        report.tables().forEach(table -> append(text, table));
        return text.toString();
    }

    private static void append(StringBuilder text, Table table) {
        if (table.rows().isEmpty() || table.detail()) {
            return;
        }
        int[] widths = new int[table.columns().size()];
        widen(widths, table.columns());
        table.rows().forEach(row -> widen(widths, row));
        text.append('\n').append(table.title()).append('\n');
        line(text, widths, table.columns());
        table.rows().forEach(row -> line(text, widths, row));
        if (!table.note().isEmpty()) {
            text.append("  ").append(table.note()).append('\n');
        }
    }

    private static void widen(int[] widths, List<String> row) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
        }
    }

    private static void line(StringBuilder text, int[] widths, List<String> row) {
        StringBuilder line = new StringBuilder(" ");
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - row.get(i).length());
            // names to the left, figures to the right
            line.append(' ')
                    .append(i == 0 ? row.get(i) + pad : pad + row.get(i))
                    .append(' ');
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
