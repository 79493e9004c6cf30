package dev.quorate.report;

import dev.quorate.outcome.CampaignOutcome;
import dev.quorate.outcome.Distribution;
import dev.quorate.outcome.Proportion;
import dev.quorate.outcome.SweepOutcome;
import dev.quorate.report.Pictures.Chart;
import java.awt.BasicStroke;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.LookupPaintScale;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.DefaultXYZDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** What a sweep says: a table, a line with its band for one setting, a heat map for two. */
public final class SweepDocument {

    private static final Color LEAST = new Color(0xf4, 0xf7, 0xf9);
    private static final Color MOST = Theme.VERMILION;

    private SweepDocument() {}

    public static Document of(SweepOutcome sweep, String title) {
        List<String> head = new ArrayList<>();
        sweep.axes().forEach(axis -> head.add(axis.label()));
        head.add(sweep.rule() + " broken");
        head.add("duplicate leader p99");
        head.add("recovery p50, p99");
        List<List<String>> rows = new ArrayList<>();
        for (SweepOutcome.Cell cell : sweep.cells()) {
            List<String> row = new ArrayList<>(cell.values());
            row.add(cell.risk().words());
            row.add(spans(cell.outcome()));
            row.add(cell.outcome()
                    .span("recovery.total")
                    .map(d -> CampaignDocument.quantile(d, d.at(500)) + ", " + CampaignDocument.quantile(d, d.at(990)))
                    .orElse("-"));
            rows.add(row);
        }
        List<String> leads = new ArrayList<>();
        sweep.axes().forEach(axis -> leads.add(axis.label() + " is " + axis.path()));
        return new Document(
                title,
                sweep.cells().size() + " combinations, each: "
                        + CampaignDocument.subtitle(sweep.cells().get(0).outcome()),
                leads,
                List.of(new Document.Section("Settings", head, rows, "")));
    }

    private static String spans(CampaignOutcome outcome) {
        Distribution.Quantile most = null;
        Distribution of = null;
        for (Distribution each : outcome.spans()) {
            if (each.name().startsWith("duplicate-leader-time.")) {
                Distribution.Quantile q = each.at(990);
                if (most == null || q.value() > most.value()) {
                    most = q;
                    of = each;
                }
            }
        }
        return of == null || most == null ? "-" : CampaignDocument.quantile(of, most);
    }

    /** Draw the sweep's chart: a line for one setting, a heat map for two; of more there is none. */
    public static Charts.Drawn draw(
            SweepOutcome sweep, List<SweepOutcome.Curve> curves, String title, Path folder, boolean png) {
        return Pictures.draw(
                fonts -> sweep.axes().size() == 1
                        ? List.of(new Chart("sweep", line(sweep, title, fonts), 460))
                        : sweep.axes().size() == 2
                                ? List.of(new Chart("sweep", heat(sweep, curves, title, fonts), 560))
                                : List.of(),
                folder,
                png);
    }

    private static JFreeChart line(SweepOutcome sweep, String title, Fonts fonts) {
        YIntervalSeries series = new YIntervalSeries("share of runs, with its 95 % interval (Wilson)");
        List<String> names = sweep.axes().get(0).values();
        for (int i = 0; i < sweep.cells().size(); i++) {
            Proportion p = sweep.cells().get(i).risk().share().orElse(new Proportion(0, 1));
            series.add(
                    i, 100 * p.share(), 100 * p.wilson().low(), 100 * p.wilson().high());
        }
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        data.addSeries(series);
        DeviationRenderer renderer = new DeviationRenderer(true, true);
        renderer.setSeriesPaint(0, Theme.BLUE);
        renderer.setSeriesFillPaint(0, Theme.SKY);
        renderer.setSeriesStroke(0, new BasicStroke(2.5f));
        renderer.setAlpha(0.35f);
        NumberAxis share = RiskCharts.axis("share of runs (%)", fonts);
        share.setRange(0, 101);
        XYPlot plot = RiskCharts.plot(data, symbols(sweep.axes().get(0), names, fonts), share);
        plot.setRenderer(renderer);
        return RiskCharts.finish(sweep.rule() + " broken", TextStyle.harmless(title), plot, fonts);
    }

    private static SymbolAxis symbols(SweepOutcome.Axis axis, List<String> names, Fonts fonts) {
        SymbolAxis symbols = new SymbolAxis(
                axis.label(), names.stream().map(TextStyle::harmless).toArray(String[]::new));
        symbols.setGridBandsVisible(false);
        symbols.setTickLabelFont(fonts.plain(12));
        symbols.setLabelFont(fonts.plain(12));
        symbols.setRange(-0.5, names.size() - 0.5);
        return symbols;
    }

    private static JFreeChart heat(SweepOutcome sweep, List<SweepOutcome.Curve> curves, String title, Fonts fonts) {
        int columns = sweep.axes().get(1).values().size();
        int n = sweep.cells().size();
        double[][] xyz = new double[3][n];
        for (int i = 0; i < n; i++) {
            xyz[0][i] = i % columns;
            int row = i / columns;
            xyz[1][i] = row;
            xyz[2][i] = 100
                    * sweep.cells().get(i).risk().share().map(Proportion::share).orElse(0.0);
        }
        DefaultXYZDataset data = new DefaultXYZDataset();
        data.addSeries("share of runs", xyz);
        LookupPaintScale scale = new LookupPaintScale(0, 100.001, LEAST);
        for (int step = 0; step <= 50; step++) {
            scale.add(2.0 * step, blend(step / 50.0));
        }
        XYBlockRenderer blocks = new XYBlockRenderer();
        blocks.setPaintScale(scale);
        blocks.setBlockAnchor(RectangleAnchor.CENTER);
        blocks.setDefaultSeriesVisibleInLegend(false);
        XYPlot plot = RiskCharts.plot(
                data,
                symbols(sweep.axes().get(1), sweep.axes().get(1).values(), fonts),
                symbols(sweep.axes().get(0), sweep.axes().get(0).values(), fonts));
        plot.setRenderer(blocks);
        lines(plot, curves, columns);
        JFreeChart chart = RiskCharts.finish(sweep.rule() + " broken", TextStyle.harmless(title), plot, fonts);
        NumberAxis share = RiskCharts.axis("share of runs (%)", fonts);
        PaintScaleLegend legend = new PaintScaleLegend(scale, share);
        legend.setPosition(RectangleEdge.RIGHT);
        legend.setStripWidth(14);
        legend.setMargin(40, 8, 60, 0);
        legend.setBackgroundPaint(Theme.BACK);
        chart.addSubtitle(legend);
        return chart;
    }

    /** Curves in the map's own places: a column's middle is a whole number. */
    private static void lines(XYPlot plot, List<SweepOutcome.Curve> curves, int columns) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        for (int i = 0; i < curves.size(); i++) {
            XYSeries series = new XYSeries(curves.get(i).name());
            for (int row = 0; row < curves.get(i).atEachRow().size(); row++) {
                double x = curves.get(i).atEachRow().get(row);
                if (x >= -0.5 && x <= columns - 0.5) {
                    series.add(x, row);
                }
            }
            data.addSeries(series);
            renderer.setSeriesPaint(i, i == 0 ? Theme.INK : Theme.BLUE);
            renderer.setSeriesStroke(i, i == 0 ? new BasicStroke(2.6f) : Theme.DASHED);
        }
        plot.setDataset(1, data);
        plot.setRenderer(1, renderer);
        plot.setDatasetRenderingOrder(org.jfree.chart.plot.DatasetRenderingOrder.FORWARD);
    }

    private static Color blend(double part) {
        return new Color(
                mix(LEAST.getRed(), MOST.getRed(), part),
                mix(LEAST.getGreen(), MOST.getGreen(), part),
                mix(LEAST.getBlue(), MOST.getBlue(), part));
    }

    private static int mix(int from, int to, double part) {
        return (int) Math.round(from + (to - from) * part);
    }
}
