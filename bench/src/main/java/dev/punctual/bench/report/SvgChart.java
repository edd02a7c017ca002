package dev.punctual.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Draws a chart as SVG. */
final class SvgChart {
    private static final double WIDTH = 900;
    private static final double HEIGHT = 340;
    private static final double LEFT = 70;
    private static final double RIGHT = 20;
    private static final double TOP = 34;
    private static final double BOTTOM = 46;
    private static final double LEAST_MILLIS = 0.01;

    private final Chart chart;
    private final double minX;
    private final double maxX;
    private final int lowestDecade;
    private final int highestDecade;
    private final StringBuilder svg = new StringBuilder();

    private SvgChart(Chart chart) {
        this.chart = chart;
        minX = allPoints().mapToDouble(Chart.Point::x).min().orElse(0);
        maxX = Math.max(
                minX + 1e-9, allPoints().mapToDouble(Chart.Point::x).max().orElse(1));
        lowestDecade = (int) Math.floor(Math.log10(finite().min().orElse(1)));
        highestDecade = Math.max(
                lowestDecade + 1, (int) Math.ceil(Math.log10(finite().max().orElse(1))));
    }

    static String of(Chart chart) {
        return new SvgChart(chart).draw();
    }

    private Stream<Chart.Point> allPoints() {
        return chart.lines().stream().map(Chart.Line::points).flatMap(List::stream);
    }

    private DoubleStream finite() {
        return allPoints()
                .mapToDouble(Chart.Point::millis)
                .filter(Double::isFinite)
                .map(millis -> Math.max(LEAST_MILLIS, millis));
    }

    private String draw() {
        svg.append("<svg viewBox=\"0 0 %s %s\" role=\"img\" font-size=\"12\" fill=\"#5a6472\">\n"
                .formatted(at(WIDTH), at(HEIGHT)));
        for (int decade = lowestDecade; decade <= highestDecade; decade++) {
            double y = y(Math.pow(10, decade));
            svg.append("<path d=\"M%s %sH%s\" stroke=\"#e3e7ec\"/>\n".formatted(at(LEFT), at(y), at(WIDTH - RIGHT)));
            String label = Math.pow(10, decade) < 1
                    ? String.format(Locale.ROOT, "%." + -decade + "f ms", Math.pow(10, decade))
                    : String.format(Locale.ROOT, "%.0f ms", Math.pow(10, decade));
            text(LEFT - 8, y + 4, "end", label);
        }
        for (Chart.Tick tick : chart.ticks()) {
            if (tick.x() >= minX && tick.x() <= maxX) {
                svg.append("<path d=\"M%s %sV%s\" stroke=\"#eef1f4\"/>\n"
                        .formatted(at(x(tick.x())), at(TOP), at(HEIGHT - BOTTOM)));
                text(x(tick.x()), HEIGHT - BOTTOM + 16, "middle", tick.label());
            }
        }
        text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", chart.xLabel());
        double legend = LEFT;
        for (Chart.Line line : chart.lines()) {
            line(line);
            svg.append("<path d=\"M%s 16h22\" %s/>\n".formatted(at(legend), stroke(line)));
            text(legend + 28, 20, "start", line.name());
            legend += 50 + line.name().length() * 7.0;
        }
        return svg.append("</svg>\n").toString();
    }

    private void line(Chart.Line line) {
        StringBuilder path = new StringBuilder();
        for (Chart.Point point : line.points()) {
            path.append(path.isEmpty() ? 'M' : 'L');
            path.append(at(x(point.x()))).append(' ').append(at(y(point.millis())));
        }
        svg.append("<path d=\"%s\" %s/>\n".formatted(path, stroke(line)));
    }

    private static String stroke(Chart.Line line) {
        return "fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"%s"
                .formatted(line.color(), line.dashed() ? " stroke-dasharray=\"4 3\"" : "");
    }

    private double x(double value) {
        return LEFT + (value - minX) / (maxX - minX) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double millis) {
        if (Double.isInfinite(millis)) {
            return TOP;
        }
        double decade = Math.log10(Math.max(LEAST_MILLIS, millis));
        return HEIGHT - BOTTOM - (decade - lowestDecade) / (highestDecade - lowestDecade) * (HEIGHT - TOP - BOTTOM);
    }

    private void text(double x, double y, String anchor, String text) {
        svg.append("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                .formatted(at(x), at(y), anchor, HtmlReport.escape(text)));
    }

    /** A coordinate as SVG wants it, whatever the language of the machine. */
    private static String at(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
