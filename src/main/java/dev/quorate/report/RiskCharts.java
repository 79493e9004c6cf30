package dev.quorate.report;

import dev.quorate.outcome.CampaignOutcome;
import dev.quorate.outcome.Distribution;
import dev.quorate.outcome.Figures;
import dev.quorate.outcome.Proportion;
import dev.quorate.outcome.Risk;
import dev.quorate.report.Pictures.Chart;
import java.awt.Color;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.CombinedRangeXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.data.Range;
import org.jfree.data.xy.XIntervalSeries;
import org.jfree.data.xy.XIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The charts of a campaign: what broke in which share of runs, and how long what lasts. */
public final class RiskCharts {

    static final List<Color> COLOURS =
            List.of(Theme.BLUE, Theme.VERMILION, Theme.GREEN, Theme.PURPLE, Theme.ORANGE, Theme.SKY);
    private static final int MOST = 24;

    private RiskCharts() {}

    /** Draw a campaign's charts. */
    public static Charts.Drawn draw(CampaignOutcome outcome, Path folder, boolean png) {
        return Pictures.draw(
                fonts -> {
                    List<Chart> charts = new ArrayList<>();
                    String subtitle = TextStyle.harmless(outcome.title()) + ", " + outcome.runs() + " runs";
                    charts.add(new Chart("durations", durations(outcome, subtitle, fonts), 460));
                    List<Bar> bars = bars(outcome);
                    if (!bars.isEmpty()) {
                        charts.add(new Chart(
                                "risk",
                                shares("In which share of runs what broke", subtitle, bars, fonts),
                                130 + 26 * bars.size()));
                    }
                    return charts;
                },
                folder,
                png);
    }

    /** A share with its interval, named. */
    record Bar(String name, double share, double low, double high) {
        static Bar of(String name, Proportion p) {
            return new Bar(name, p.share(), p.wilson().low(), p.wilson().high());
        }
    }

    private static List<Bar> bars(CampaignOutcome outcome) {
        List<Bar> bars = new ArrayList<>();
        for (Risk risk : outcome.rules()) {
            boolean shown = risk.broken() > 0 || risk.name().startsWith("single-");
            if (shown && bars.size() < MOST) {
                risk.share().ifPresent(p -> bars.add(Bar.of(risk.name(), p)));
            }
        }
        return bars;
    }

    /** Points with whiskers, a line for each name. */
    static JFreeChart shares(String title, String subtitle, List<Bar> bars, Fonts fonts) {
        XIntervalSeries series = new XIntervalSeries("share of runs, with its 95 % interval (Wilson)");
        String[] names = new String[bars.size()];
        double most = 0.02;
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(bars.size() - 1 - i);
            names[i] = TextStyle.harmless(bar.name()) + "  " + Figures.percent(bar.share());
            series.add(100 * bar.share(), 100 * bar.low(), 100 * bar.high(), i);
            most = Math.max(most, bar.high());
        }
        XIntervalSeriesCollection data = new XIntervalSeriesCollection();
        data.addSeries(series);
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawYError(false);
        renderer.setSeriesPaint(0, Theme.VERMILION);
        renderer.setErrorPaint(Theme.INK);
        renderer.setDefaultShape(new java.awt.geom.Ellipse2D.Double(-5, -5, 10, 10));
        renderer.setSeriesShape(0, new java.awt.geom.Ellipse2D.Double(-5, -5, 10, 10));
        SymbolAxis rows = new SymbolAxis("", names);
        rows.setGridBandsVisible(false);
        rows.setTickLabelFont(fonts.plain(12));
        rows.setRange(-0.6, names.length - 0.4);
        NumberAxis share = axis("share of runs (%)", fonts);
        share.setRange(new Range(0, Math.min(102, 110 * most)));
        XYPlot plot = plot(data, share, rows);
        plot.setRenderer(renderer);
        return finish(title, subtitle, plot, fonts);
    }

    private static JFreeChart durations(CampaignOutcome outcome, String subtitle, Fonts fonts) {
        NumberAxis share = axis("share of runs in which it takes longer (%)", fonts);
        share.setRange(0, 100.5);
        CombinedRangeXYPlot both = new CombinedRangeXYPlot(share);
        both.setGap(24);
        both.add(curves(
                "duplicate leader (s)", pick(outcome, "duplicate-leader-time.", "duplicate-vip-time"), 0, fonts));
        both.add(curves("recovery (s)", pick(outcome, "recovery.total", "leaderless-time."), 3, fonts));
        return finish("How long two led at once, and how long recovery takes", subtitle, both, fonts);
    }

    private static List<Distribution> pick(CampaignOutcome outcome, String... prefixes) {
        List<Distribution> found = new ArrayList<>();
        for (String prefix : prefixes) {
            outcome.spans().stream().filter(s -> s.name().startsWith(prefix)).forEach(found::add);
        }
        return found.subList(0, Math.min(3, found.size()));
    }

    private static XYPlot curves(String label, List<Distribution> spans, int colour, Fonts fonts) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYStepRenderer renderer = new XYStepRenderer();
        double end = 1;
        for (int i = 0; i < spans.size(); i++) {
            XYSeries series = new XYSeries(spans.get(i).name().replace("duplicate-leader-time.", "two leaders, "));
            series.add(0, 100);
            for (Distribution.Point point : spans.get(i).longer()) {
                series.add(point.value() / 1e6, 100 * point.longer());
                end = Math.max(end, point.value() / 1e6);
            }
            data.addSeries(series);
            renderer.setSeriesPaint(i, COLOURS.get((colour + i) % COLOURS.size()));
            renderer.setSeriesStroke(i, new java.awt.BasicStroke(2.2f + 1.1f * (spans.size() - 1 - i)));
        }
        NumberAxis time = axis(label, fonts);
        time.setRange(new Range(0, end * 1.03));
        XYPlot plot = plot(data, time, null);
        plot.setRenderer(renderer);
        return plot;
    }

    static XYPlot plot(
            org.jfree.data.xy.XYDataset data, NumberAxis x, @org.jspecify.annotations.Nullable NumberAxis y) {
        XYPlot plot = new XYPlot(data, x, y, null);
        plot.setBackgroundPaint(Theme.BACK);
        plot.setDomainGridlinePaint(Theme.GRID);
        plot.setRangeGridlinePaint(Theme.GRID);
        plot.setOutlinePaint(Theme.GRID);
        return plot;
    }

    /** Without a locale's signs. */
    static NumberAxis axis(String label, Fonts fonts) {
        NumberAxis axis = new NumberAxis(label);
        axis.setTickLabelFont(fonts.plain(12));
        axis.setLabelFont(fonts.plain(12));
        axis.setNumberFormatOverride(new DecimalFormat("0.######", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        return axis;
    }

    static JFreeChart finish(String title, String subtitle, XYPlot plot, Fonts fonts) {
        JFreeChart chart = new JFreeChart(title, fonts.bold(16), plot, true);
        LaneChart.finish(chart, subtitle, fonts.plain(12), fonts.plain(12));
        return chart;
    }
}
