package dev.punctual.bench.report;

import java.util.List;

/** A report as one HTML page that needs nothing else: no script, no font, no image from elsewhere. */
final class HtmlReport {
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2430}
            h1{font-size:1.5rem;margin-bottom:0} h2{font-size:1.1rem;margin:2rem 0 .5rem} p{margin:.3rem 0;color:#5a6472}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums}
            th,td{padding:.2rem .8rem;text-align:right;border-bottom:1px solid #e3e7ec}
            th:first-child,td:first-child{text-align:left} th{color:#5a6472;font-weight:600}
            .missed{color:#b3261e;font-weight:600} .met{color:#1b7f3b} svg{width:100%;height:auto}
            .long{max-height:24rem;overflow:auto}
            """;

    private HtmlReport() {}

    static String of(Report report) {
        StringBuilder html = new StringBuilder();
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        html.append(escape(report.title()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n");
        html.append("<h1>").append(escape(report.title())).append("</h1>\n");
        html.append("<p>").append(escape(report.subtitle())).append("</p>\n");
        append(html, report.checksTable());
        for (Chart chart : report.charts()) {
            html.append("<h2>").append(escape(chart.title())).append("</h2>\n").append(SvgChart.of(chart));
        }
        report.tables().forEach(table -> append(html, table));
        return html.append("</body>\n</html>\n").toString();
    }

    private static void append(StringBuilder html, Table table) {
        if (table.rows().isEmpty()) {
            return;
        }
        html.append("<h2>").append(escape(table.title())).append("</h2>\n<div class=\"long\"><table>\n");
        line(html, "th", table.columns());
        table.rows().forEach(row -> line(html, "td", row));
        html.append("</table></div>\n");
        if (!table.note().isEmpty()) {
            html.append("<p>").append(escape(table.note())).append("</p>\n");
        }
    }

    private static void line(StringBuilder html, String tag, List<String> cells) {
        html.append("<tr>");
        for (String cell : cells) {
            String mark = cell.equals("MISSED") ? " class=\"missed\"" : cell.equals("met") ? " class=\"met\"" : "";
            html.append('<').append(tag).append(mark).append('>').append(escape(cell));
            html.append("</").append(tag).append('>');
        }
        html.append("</tr>\n");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
