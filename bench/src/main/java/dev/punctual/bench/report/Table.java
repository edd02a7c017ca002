package dev.punctual.bench.report;

import java.util.List;

/**
 * A table of a report.
 *
 * @param rows as wide as the columns; the first cell names the row
 * @param detail whether it is too long for a screen and stands in the files only
 * @param note what the reader must know to read it right, or empty
 */
public record Table(String title, List<String> columns, List<List<String>> rows, boolean detail, String note) {}
