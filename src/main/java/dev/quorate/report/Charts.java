package dev.quorate.report;

import dev.quorate.metric.MetricValue;
import dev.quorate.report.Pictures.Chart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The charts of a run, each as PNG and as SVG with the same picture.
 *
 * <p>Pictures are no results: when drawing fails that is said, and everything else is kept.
 */
public final class Charts {

    /** What drawing came to: the SVG texts by name, and what went wrong. */
    public record Drawn(Map<String, String> svg, List<String> problems) {}

    private Charts() {}

    /** Draw every chart of a run into a folder; {@code png} says whether pixels are wanted too. */
    public static Drawn draw(RunReport report, Path folder, boolean png) {
        return Pictures.draw(fonts -> charts(report, fonts), folder, png);
    }

    private static List<Chart> charts(RunReport report, Fonts fonts) {
        List<Chart> charts = new ArrayList<>();
        Lanes lanes = report.lanes();
        List<Faults.Mark> marks = Faults.of(report.trace());
        LaneChart lane = new LaneChart(fonts, report.trace().end(), marks);
        String subtitle = subtitle(report, marks);
        lanes(charts, lane, "leadership", subtitle, lanes, Lanes.Kind.LEADERS);
        lanes(charts, lane, "vip", subtitle, lanes, Lanes.Kind.VIPS);
        lanes(charts, lane, "resources", subtitle, lanes, Lanes.Kind.RESOURCES);
        leases(charts, lane, subtitle, report);
        quorum(charts, lane, subtitle, lanes);
        lanes(charts, lane, "etcd", subtitle, lanes, Lanes.Kind.ETCD);
        api(charts, lane, subtitle, lanes);
        List<MetricValue> parts = RecoveryChart.parts(report.outcome().metrics());
        if (!parts.isEmpty()) {
            charts.add(new Chart("recovery", new RecoveryChart(fonts).draw(parts, subtitle), 230));
        }
        return charts;
    }

    private static void lanes(
            List<Chart> charts, LaneChart chart, String name, String subtitle, Lanes lanes, Lanes.Kind kind) {
        List<Lane> shown = lanes.of(kind);
        if (shown.isEmpty()) {
            return;
        }
        boolean single = kind == Lanes.Kind.LEADERS || kind == Lanes.Kind.VIPS || kind == Lanes.Kind.RESOURCES;
        List<Lane> drawn = shown.subList(0, Math.min(40, shown.size()));
        charts.add(new Chart(
                name,
                chart.draw(kind, subtitle, drawn, single ? lanes.overlaps(kind) : List.of()),
                LaneChart.height(drawn.size())));
    }

    private static void leases(List<Chart> charts, LaneChart chart, String subtitle, RunReport report) {
        List<Lane> lanes = LeaseLanes.of(report);
        if (!lanes.isEmpty()) {
            List<Lane> drawn = lanes.subList(0, Math.min(40, lanes.size()));
            charts.add(new Chart(
                    "leases",
                    chart.draw(
                            "How long each lease lived, and who acted on it",
                            look -> switch (look) {
                                case ACTS -> "lease lives; process acts as leader";
                                case WARNING -> "lease expired or free";
                                default -> look.meaning(Lanes.Kind.LEADERS);
                            },
                            subtitle,
                            drawn,
                            List.of()),
                    LaneChart.height(drawn.size())));
        }
    }

    private static void quorum(List<Chart> charts, LaneChart chart, String subtitle, Lanes lanes) {
        List<Lane> both = new ArrayList<>(lanes.of(Lanes.Kind.QUORUM));
        both.addAll(lanes.membership());
        if (!both.isEmpty()) {
            List<Lane> drawn = both.subList(0, Math.min(40, both.size()));
            charts.add(new Chart(
                    "quorum",
                    chart.draw(
                            "Who had quorum, and how many members each host saw",
                            look -> switch (look) {
                                case ACTS -> "has quorum; sees every member";
                                case SYNCS -> "sees most members";
                                case CHANGING -> "sees few members; or boots";
                                default -> look.meaning(Lanes.Kind.QUORUM);
                            },
                            subtitle,
                            drawn,
                            List.of()),
                    LaneChart.height(drawn.size())));
        }
    }

    private static void api(List<Chart> charts, LaneChart chart, String subtitle, Lanes lanes) {
        List<Lane> shown = lanes.of(Lanes.Kind.API);
        if (!shown.isEmpty()) {
            List<Lane> drawn = shown.subList(0, Math.min(40, shown.size()));
            String title = Lanes.Kind.API.title()
                    + drawn.stream().map(Charts::availability).collect(Collectors.joining(", ", ": ", " of the time"));
            charts.add(new Chart(
                    "api",
                    chart.draw(title, look -> look.meaning(Lanes.Kind.API), subtitle, drawn, List.of()),
                    LaneChart.height(drawn.size())));
        }
    }

    /** {@code read 93.1 %}: the share of the time that was watched in which it answered. */
    private static String availability(Lane lane) {
        long good = 0;
        long all = 0;
        for (Lane.Segment segment : lane.segments()) {
            long micros = segment.to().micros() - segment.from().micros();
            all += micros;
            good += segment.look() == Lane.Look.ACTS ? micros : 0;
        }
        String what = TextStyle.harmless(lane.group().replaceFirst(" .*", ""));
        return what + " " + String.format(Locale.ROOT, "%.1f %%", all == 0 ? 0 : 100.0 * good / all);
    }

    private static String subtitle(RunReport report, List<Faults.Mark> marks) {
        StringBuilder text = new StringBuilder(
                report.outcome().title() + ", seed " + report.outcome().seed());
        for (int i = 0; i < Math.min(4, marks.size()); i++) {
            text.append(i == 0 ? "\n" : "   ")
                    .append(i + 1)
                    .append(": ")
                    .append(marks.get(i).words());
        }
        if (marks.size() > 4) {
            text.append("   ...");
        }
        return text.toString().lines().map(TextStyle::harmless).collect(Collectors.joining("\n"));
    }
}
