package dev.quorate.report;

import dev.quorate.report.Lane.Look;
import dev.quorate.report.Lane.Segment;
import dev.quorate.time.SimTime;
import dev.quorate.trace.Interval;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.annotations.XYBoxAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
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

    /** Lanes under the kind's title, with its words in the legend. */
    JFreeChart draw(Lanes.Kind kind, String subtitle, List<Lane> lanes, List<Interval> overlaps) {
        return draw(kind.title(), look -> look.meaning(kind), subtitle, lanes, overlaps);
    }

    JFreeChart draw(
            String title, Function<Look, String> meaning, String subtitle, List<Lane> lanes, List<Interval> overlaps) {
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
        overlaps.forEach(each -> tint(renderer, lanes, each));
        faults(plot);
        plot.setFixedLegendItems(legend(meaning, used, overlaps));
        JFreeChart chart = new JFreeChart(title, fonts.bold(16), plot, true);
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

    /** Tint the lanes of the subject that was two at once, and frame them. */
    private static void tint(XYBarRenderer renderer, List<Lane> lanes, Interval overlap) {
        int first = lanes.size();
        int last = -1;
        for (int i = 0; i < lanes.size(); i++) {
            String group = lanes.get(i).group();
            if (group.equals(overlap.subject()) || group.equals("VIP " + overlap.subject())) {
                first = Math.min(first, i);
                last = i;
            }
        }
        if (last < 0) {
            return;
        }
        double from = overlap.from().toSeconds();
        double to = overlap.to().toSeconds();
        // The axis of lanes runs downward, and a box needs its far corner second.
        double bottom = last + 0.48;
        double top = first - 0.48;
        renderer.addAnnotation(new XYBoxAnnotation(bottom, from, top, to, null, null, Theme.TINT), Layer.BACKGROUND);
        renderer.addAnnotation(
                new XYBoxAnnotation(bottom, from, top, to, new BasicStroke(2f), Theme.VERMILION, null),
                Layer.FOREGROUND);
    }

    /** A dashed line for each fault; those of one instant share one, with all their numbers. */
    private void faults(XYPlot plot) {
        Map<SimTime, List<Integer>> at = new TreeMap<>();
        for (int i = 0; i < Math.min(40, marks.size()); i++) {
            at.computeIfAbsent(marks.get(i).at(), t -> new ArrayList<>()).add(i);
        }
        double labelled = -1e9;
        for (Map.Entry<SimTime, List<Integer>> each : at.entrySet()) {
            double seconds = each.getKey().toSeconds();
            boolean ends = each.getValue().stream().allMatch(i -> marks.get(i).ends());
            ValueMarker line = new ValueMarker(seconds);
            line.setPaint(ends ? Theme.GREEN : Theme.INK);
            line.setStroke(Theme.DASHED);
            // Numbers that would lie upon each other are left to the list below the title.
            if (seconds > labelled) {
                String numbers = each.getValue().stream()
                        .map(i -> Integer.toString(i + 1))
                        .collect(Collectors.joining(","));
                labelled = seconds + end.toSeconds() * 0.014 * (numbers.length() + 1);
                line.setLabel(numbers);
                line.setLabelFont(fonts.bold(12));
                line.setLabelPaint(ends ? Theme.GREEN : Theme.INK);
                line.setLabelBackgroundColor(Theme.BACK);
                boolean right = seconds > end.toSeconds() * 0.96;
                line.setLabelAnchor(right ? RectangleAnchor.TOP_LEFT : RectangleAnchor.TOP_RIGHT);
                line.setLabelTextAnchor(right ? TextAnchor.TOP_RIGHT : TextAnchor.TOP_LEFT);
            }
            plot.addRangeMarker(line, Layer.FOREGROUND);
        }
    }

    private static LegendItemCollection legend(
            Function<Look, String> meaning, Set<Look> used, List<Interval> overlaps) {
        LegendItemCollection items = new LegendItemCollection();
        for (Look look : used) {
            items.add(item(meaning.apply(look), Theme.paint(look)));
        }
        if (!overlaps.isEmpty()) {
            Duration all = overlaps.stream().map(Interval::length).reduce(Duration.ZERO, Duration::plus);
            items.add(item("two at once: " + TerminalReport.span(all), new Color(0xf3, 0xcf, 0xb3)));
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
