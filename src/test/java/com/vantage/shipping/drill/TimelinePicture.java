package com.vantage.shipping.drill;

import com.vantage.shipping.drill.Timeline.Mark;
import com.vantage.shipping.drill.Timeline.Sample;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTitleAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** A chart of panels over the same timeline, with a vertical line for each action. */
final class TimelinePicture {
    private static final int WIDTH = 1100;
    private static final int HEIGHT = 330;
    private static final int PIXELS_OF_CHARACTER = 7;
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    /** Colours for colour-blind readers (Okabe and Ito). */
    private static final List<Color> COLOURS = List.of(
            new Color(0x0072B2),
            new Color(0xE69F00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0x56B4E9),
            new Color(0xD55E00));

    private final Timeline timeline;
    private final CombinedDomainXYPlot panels = new CombinedDomainXYPlot(axis("seconds under load"));

    TimelinePicture(Timeline timeline) {
        this.timeline = timeline;
        panels.setGap(26);
        panels.getDomainAxis().setUpperMargin(0.1);
    }

    /** @param series values by second, by name of the line */
    TimelinePicture panel(String title, Map<String, Map<Integer, Double>> series) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer lines = new XYLineAndShapeRenderer(true, false);
        series.forEach((name, values) -> {
            lines.setSeriesPaint(data.getSeriesCount(), COLOURS.get(data.getSeriesCount() % COLOURS.size()));
            lines.setSeriesStroke(data.getSeriesCount(), new BasicStroke(2.2f));
            XYSeries line = new XYSeries(name);
            new TreeMap<>(values).forEach(line::add);
            data.addSeries(line);
        });
        XYPlot panel = new XYPlot(data, null, axis(title), lines);
        // Leaves room for labels above the lines
        panel.getRangeAxis().setUpperMargin(0.45);
        panel.setBackgroundPaint(Color.WHITE);
        panel.setDomainGridlinePaint(Color.LIGHT_GRAY);
        panel.setRangeGridlinePaint(Color.LIGHT_GRAY);
        panel.addAnnotation(legend(panel));
        mark(panel, panels.getSubplots().isEmpty());
        panels.add(panel);
        return this;
    }

    void save(Path file) throws IOException {
        JFreeChart chart = new JFreeChart(panels);
        chart.setBackgroundPaint(Color.WHITE);
        chart.removeLegend();
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        ChartUtils.saveChartAsPNG(
                file.toFile(), chart, WIDTH, HEIGHT * panels.getSubplots().size());
    }

    /** A figure per second, of the answers that were due in it. */
    static Map<Integer, Double> perSecond(LoadAnswers answers, ToDoubleFunction<LoadAnswers> figure) {
        return answers.all().stream()
                .collect(Collectors.groupingBy(answer -> (int) answer.second(), TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        second -> figure.applyAsDouble(new LoadAnswers(second.getValue())),
                        Double::sum,
                        TreeMap::new));
    }

    /** Increase per second of a counter. */
    static Map<Integer, Double> growth(List<Sample> samples, String counter) {
        Map<Integer, Double> growth = new TreeMap<>();
        for (int i = 1; i < samples.size(); i++) {
            Sample before = samples.get(i - 1);
            Sample after = samples.get(i);
            if (before.run() == after.run()) {
                double gained = after.values().getOrDefault(counter, 0.0)
                        - before.values().getOrDefault(counter, 0.0);
                growth.put((int) before.second(), gained / (after.second() - before.second()));
            }
        }
        return growth;
    }

    private static XYTitleAnnotation legend(XYPlot panel) {
        LegendTitle legend = new LegendTitle(panel);
        legend.setItemFont(SMALL);
        legend.setBackgroundPaint(Color.WHITE);
        return new XYTitleAnnotation(0.995, 0.76, legend, RectangleAnchor.TOP_RIGHT);
    }

    private void mark(XYPlot panel, boolean withLabels) {
        List<Mark> marks = timeline.marks();
        List<Integer> rows = rows(marks);
        for (int i = 0; i < marks.size(); i++) {
            ValueMarker line = new ValueMarker(marks.get(i).second(), Color.DARK_GRAY, new BasicStroke(1f));
            if (withLabels) {
                line.setLabel(marks.get(i).label());
                line.setLabelFont(SMALL);
                line.setLabelBackgroundColor(Color.WHITE);
                line.setLabelOffset(new RectangleInsets(4 + 18 * rows.get(i), 4, 0, 4));
                line.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
                line.setLabelTextAnchor(TextAnchor.TOP_LEFT);
            }
            panel.addDomainMarker(line);
        }
    }

    /** For each mark the first row in which its label fits. */
    private static List<Integer> rows(List<Mark> marks) {
        double pixelsOfSecond =
                WIDTH / (marks.isEmpty() ? 1 : 1.2 * marks.getLast().second());
        List<Double> ends = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        for (Mark mark : marks) {
            double from = mark.second() * pixelsOfSecond;
            int row = 0;
            while (row < ends.size() && ends.get(row) > from) {
                row++;
            }
            double end = from + PIXELS_OF_CHARACTER * (mark.label().length() + 2);
            if (row == ends.size()) {
                ends.add(end);
            } else {
                ends.set(row, end);
            }
            rows.add(row);
        }
        return rows;
    }

    private static NumberAxis axis(String title) {
        NumberAxis axis = new NumberAxis(title);
        axis.setLabelFont(TEXT);
        axis.setTickLabelFont(SMALL);
        axis.setAutoRangeIncludesZero(true);
        return axis;
    }
}
