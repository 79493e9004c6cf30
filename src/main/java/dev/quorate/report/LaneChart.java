package dev.quorate.report;

import dev.quorate.report.Lane.Look;
import dev.quorate.report.Lane.Segment;
import dev.quorate.time.SimTime;
import dev.quorate.trace.Interval;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** Lanes as a chart: a bar for each state, faults as dashed lines, times of two at once tinted. */
final class LaneChart {

    private final Fonts fonts;
    private final SimTime end;
    private final List<Faults.Mark> marks;

    LaneChart(Fonts fonts, SimTime end, List<Faults.Mark> marks) {
        this.fonts = fonts;
        this.end = end;
        this.marks = marks;
    }

    /** How high the chart of so many lanes is. */
    static int height(int lanes) {
        return 150 + Math.max(2, lanes) * 32;
    }

    JFreeChart draw(Lanes.Kind kind, String subtitle, List<Lane> lanes, List<Interval> overlaps) {
        String[] labels = new String[lanes.size()];
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        XYBarRenderer renderer = renderer();
        Set<Look> used = EnumSet.noneOf(Look.class);
        List<XYTextAnnotation> words = new ArrayList<>();
        for (Look look : Look.values()) {
            XYIntervalSeries series = new XYIntervalSeries(look.name());
            for (int i = 0; i < lanes.size(); i++) {
                labels[i] = label(lanes, i);
                for (Segment segment : lanes.get(i).segments()) {
                    if (segment.look() == look && look != Look.QUIET) {
                        add(series, i, segment, words);
                        used.add(look);
                    }
                }
            }
            data.addSeries(series);
            int index = data.getSeriesCount() - 1;
            renderer.setSeriesPaint(index, Theme.paint(look));
            renderer.setSeriesOutlinePaint(index, Theme.colour(look).darker());
        }
        NumberAxis time = timeAxis();
        XYPlot plot = new XYPlot(data, laneAxis(labels), time, renderer);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_RIGHT);
        style(plot, lanes);
        words.forEach(plot::addAnnotation);
        overlaps.forEach(each -> tint(plot, each));
        faults(plot);
        plot.setFixedLegendItems(legend(kind, used, !overlaps.isEmpty()));
        JFreeChart chart = new JFreeChart(kind.title(), fonts.bold(16), plot, true);
        finish(chart, subtitle);
        return chart;
    }

    private static String label(List<Lane> lanes, int i) {
        Lane lane = lanes.get(i);
        long groups = lanes.stream().map(Lane::group).distinct().count();
        return TextStyle.harmless(groups > 1 ? lane.group() + "  " + lane.label() : lane.label());
    }

    private void add(XYIntervalSeries series, int lane, Segment segment, List<XYTextAnnotation> words) {
        double from = segment.from().toSeconds();
        double to = segment.to().toSeconds();
        series.add(lane, lane - 0.36, lane + 0.36, from, from, to);
        double share = (to - from) / Math.max(1e-6, end.toSeconds());
        if (share > 0.012 * (segment.words().length() + 2)) {
            XYTextAnnotation text = new XYTextAnnotation(TextStyle.harmless(segment.words()), lane, (from + to) / 2);
            text.setFont(fonts.bold(11));
            text.setPaint(dark(segment.look()) ? Color.WHITE : Theme.INK);
            if (Theme.paint(segment.look()) instanceof PatternPaint) {
                text.setBackgroundPaint(new Color(255, 255, 255, 225));
            }
            text.setTextAnchor(TextAnchor.CENTER);
            words.add(text);
        }
    }

    private static boolean dark(Look look) {
        return look == Look.ACTS || look == Look.FENCED;
    }

    private static XYBarRenderer renderer() {
        XYBarRenderer renderer = new XYBarRenderer();
        renderer.setUseYInterval(true);
        renderer.setShadowVisible(false);
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setDrawBarOutline(true);
        return renderer;
    }

    private NumberAxis timeAxis() {
        NumberAxis axis = new NumberAxis("time since the scenario began (s)");
        axis.setRange(0, Math.max(1e-3, end.toSeconds()));
        axis.setTickLabelFont(fonts.plain(12));
        axis.setLabelFont(fonts.plain(12));
        axis.setTickLabelPaint(Theme.INK);
        axis.setLabelPaint(Theme.INK);
        axis.setNumberFormatOverride(new java.text.DecimalFormat(
                "0.###", java.text.DecimalFormatSymbols.getInstance(java.util.Locale.ROOT)));
        return axis;
    }

    private SymbolAxis laneAxis(String[] labels) {
        SymbolAxis axis = new SymbolAxis("", labels);
        axis.setRange(-1.1, labels.length - 0.4);
        axis.setInverted(true);
        axis.setGridBandsVisible(false);
        axis.setTickLabelFont(fonts.plain(12));
        axis.setTickLabelPaint(Theme.INK);
        return axis;
    }

    private static void style(XYPlot plot, List<Lane> lanes) {
        plot.setBackgroundPaint(Theme.BACK);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(Theme.GRID);
        plot.setOutlinePaint(Theme.GRID);
        plot.setAxisOffset(new RectangleInsets(2, 2, 2, 2));
        for (int i = 1; i < lanes.size(); i++) {
            if (!lanes.get(i).group().equals(lanes.get(i - 1).group())) {
                ValueMarker line = new ValueMarker(i - 0.5);
                line.setPaint(Theme.FAINT);
                plot.addDomainMarker(line, Layer.BACKGROUND);
            }
        }
    }

    private static void tint(XYPlot plot, Interval overlap) {
        IntervalMarker marker =
                new IntervalMarker(overlap.from().toSeconds(), overlap.to().toSeconds());
        marker.setPaint(Theme.TINT);
        marker.setAlpha(1f);
        plot.addRangeMarker(marker, Layer.BACKGROUND);
    }

    private void faults(XYPlot plot) {
        for (int i = 0; i < Math.min(40, marks.size()); i++) {
            Faults.Mark mark = marks.get(i);
            ValueMarker line = new ValueMarker(mark.at().toSeconds());
            line.setPaint(mark.ends() ? Theme.GREEN : Theme.INK);
            line.setStroke(Theme.DASHED);
            line.setLabel(Integer.toString(i + 1));
            line.setLabelFont(fonts.bold(12));
            line.setLabelPaint(mark.ends() ? Theme.GREEN : Theme.INK);
            line.setLabelBackgroundColor(Theme.BACK);
            line.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
            line.setLabelTextAnchor(TextAnchor.TOP_LEFT);
            plot.addRangeMarker(line, Layer.FOREGROUND);
        }
    }

    private LegendItemCollection legend(Lanes.Kind kind, Set<Look> used, boolean two) {
        LegendItemCollection items = new LegendItemCollection();
        for (Look look : used) {
            items.add(item(look.meaning(kind), Theme.paint(look)));
        }
        if (two) {
            items.add(item("two at once", new Color(0xf3, 0xcf, 0xb3)));
        }
        return items;
    }

    private static LegendItem item(String label, java.awt.Paint paint) {
        return new LegendItem(label, null, null, null, new java.awt.geom.Rectangle2D.Double(-9, -6, 18, 12), paint);
    }

    private void finish(JFreeChart chart, String subtitle) {
        finish(chart, subtitle, fonts.plain(12), fonts.plain(12));
    }

    /** What every chart has in common: white ground, a subtitle at the left, a plain legend. */
    static void finish(JFreeChart chart, String subtitle, Font subtitleFont, Font legendFont) {
        chart.setBackgroundPaint(Theme.BACK);
        chart.setPadding(new RectangleInsets(8, 8, 6, 16));
        chart.getTitle().setPaint(Theme.INK);
        chart.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
        chart.getTitle().setPosition(RectangleEdge.TOP);
        if (!subtitle.isEmpty()) {
            TextTitle text = new TextTitle(subtitle, subtitleFont);
            text.setPaint(Theme.FAINT);
            text.setTextAlignment(HorizontalAlignment.LEFT);
            text.setHorizontalAlignment(HorizontalAlignment.LEFT);
            chart.addSubtitle(0, text);
        }
        if (chart.getLegend() != null) {
            chart.getLegend().setItemFont(legendFont);
            chart.getLegend().setItemPaint(Theme.INK);
            chart.getLegend().setFrame(org.jfree.chart.block.BlockBorder.NONE);
            chart.getLegend().setHorizontalAlignment(HorizontalAlignment.LEFT);
        }
    }
}
