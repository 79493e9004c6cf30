package dev.quorate.report;

import dev.quorate.metric.Metric;
import dev.quorate.metric.MetricValue;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;

/** The recovery as one stacked bar: detection, fencing, VIP take-over, leader take-over, first write. */
final class RecoveryChart {

    private static final List<Metric> PARTS = List.of(
            Metric.DETECTION, Metric.FENCING, Metric.VIP_TAKE_OVER, Metric.LEADER_TAKE_OVER, Metric.FIRST_WRITE);
    private static final List<String> NAMES =
            List.of("detection", "fencing", "VIP take-over", "leader take-over", "first write");
    private static final List<Color> COLOURS = List.of(Theme.SKY, Theme.ORANGE, Theme.BLUE, Theme.GREEN, Theme.PURPLE);

    private final Fonts fonts;

    RecoveryChart(Fonts fonts) {
        this.fonts = fonts;
    }

    /** The parts that a run has, in order; empty when nothing had to recover. */
    static List<MetricValue> parts(List<MetricValue> metrics) {
        List<MetricValue> parts = new ArrayList<>();
        for (Metric part : PARTS) {
            metrics.stream().filter(m -> m.metric() == part).forEach(parts::add);
        }
        return parts;
    }

    JFreeChart draw(List<MetricValue> parts, String subtitle) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        StackedBarRenderer renderer = new StackedBarRenderer();
        long total = 0;
        for (MetricValue part : parts) {
            total += part.value();
        }
        for (int i = 0; i < parts.size(); i++) {
            MetricValue part = parts.get(i);
            int name = PARTS.indexOf(part.metric());
            String words = NAMES.get(name) + "  " + part.words();
            data.addValue(part.value() / 1e6, words, "recovery");
            renderer.setSeriesPaint(i, COLOURS.get(name));
            renderer.setSeriesItemLabelPaint(i, name == 2 || name == 3 ? Color.WHITE : Theme.INK);
            renderer.setSeriesItemLabelsVisible(i, part.value() * 22 > total);
        }
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setDrawBarOutline(true);
        renderer.setMaximumBarWidth(0.5);
        renderer.setDefaultItemLabelFont(fonts.bold(12));
        renderer.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator() {
            private static final long serialVersionUID = 1L;

            @Override
            public String generateLabel(CategoryDataset dataset, int row, int column) {
                return TerminalReport.seconds(new dev.quorate.time.SimTime(
                        Math.round(dataset.getValue(row, column).doubleValue() * 1e6)));
            }
        });
        NumberAxis time = new NumberAxis("time since the first fault (s)");
        time.setTickLabelFont(fonts.plain(12));
        time.setLabelFont(fonts.plain(12));
        CategoryAxis category = new CategoryAxis("");
        category.setTickLabelsVisible(false);
        category.setTickMarksVisible(false);
        CategoryPlot plot = new CategoryPlot(data, category, time, renderer);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setRangeAxisLocation(org.jfree.chart.axis.AxisLocation.BOTTOM_OR_RIGHT);
        plot.setBackgroundPaint(Theme.BACK);
        plot.setRangeGridlinePaint(Theme.GRID);
        plot.setOutlinePaint(Theme.GRID);
        JFreeChart chart = new JFreeChart("How the recovery was spent", fonts.bold(16), plot, true);
        LaneChart.finish(chart, subtitle, fonts.plain(12), fonts.plain(12));
        return chart;
    }
}
