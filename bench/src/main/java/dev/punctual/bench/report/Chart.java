package dev.punctual.bench.report;

import java.util.List;

/**
 * A chart of lines over a common x axis; the y axis is logarithmic, in milliseconds.
 *
 * @param xLabel what the x axis shows
 * @param ticks marks on the x axis
 */
public record Chart(String title, String xLabel, List<Tick> ticks, List<Line> lines) {

    /** A mark on the x axis. */
    public record Tick(double x, String label) {}

    /**
     * One line.
     *
     * @param color as CSS
     * @param dashed for what is shown beside the result, such as a control
     */
    public record Line(String name, String color, boolean dashed, List<Point> points) {}

    /** A point; {@code millis} may be infinite, which is drawn at the upper edge. */
    public record Point(double x, double millis) {}
}
