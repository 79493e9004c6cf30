package dev.quorate.report;

import dev.quorate.metric.MetricValue;
import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.DOMImplementation;

/**
 * The charts of a run, each as PNG and as SVG with the same picture.
 *
 * <p>Pictures are no results: when drawing fails that is said, and everything else is kept.
 */
public final class Charts {

    /** One chart that is ready to be drawn. */
    private record Chart(String name, JFreeChart chart, int height) {}

    /** What drawing came to: the SVG texts by name, and what went wrong. */
    public record Drawn(Map<String, String> svg, List<String> problems) {}

    private static final int WIDTH = 1000;

    private Charts() {}

    /** Draw every chart of a run into a folder; {@code png} says whether pixels are wanted too. */
    public static Drawn draw(RunReport report, Path folder, boolean png) {
        Map<String, String> svg = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        List<Chart> charts;
        try {
            charts = charts(report, Fonts.load());
            Files.createDirectories(folder);
        } catch (IOException | RuntimeException | LinkageError e) {
            problems.add("no chart was drawn: " + e);
            return new Drawn(svg, problems);
        } catch (Error e) {
            // AWT throws plain Errors where no font can be had.
            if (e instanceof VirtualMachineError) {
                throw e;
            }
            problems.add("no chart was drawn: " + e);
            return new Drawn(svg, problems);
        }
        for (Chart each : charts) {
            try {
                String text = svg(each);
                write(folder.resolve(each.name() + ".svg"), text.getBytes(StandardCharsets.UTF_8));
                svg.put(each.name(), text);
                if (png) {
                    write(folder.resolve(each.name() + ".png"), png(each));
                }
            } catch (IOException | RuntimeException | LinkageError e) {
                problems.add("the chart " + each.name() + " was not drawn: " + e);
            }
        }
        return new Drawn(svg, problems);
    }

    private static List<Chart> charts(RunReport report, Fonts fonts) {
        List<Chart> charts = new ArrayList<>();
        Lanes lanes = new Lanes(report.intervals(), report.trace().end());
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

    private static byte[] png(Chart chart) throws IOException {
        BufferedImage image = chart.chart().createBufferedImage(WIDTH, chart.height());
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", bytes)) {
            throw new IOException("this JDK cannot write PNG");
        }
        return bytes.toByteArray();
    }

    private static String svg(Chart chart) throws IOException {
        DOMImplementation dom = GenericDOMImplementation.getDOMImplementation();
        SVGGeneratorContext context =
                SVGGeneratorContext.createDefault(dom.createDocument("http://www.w3.org/2000/svg", "svg", null));
        context.setComment("Quorate");
        context.setExtensionHandler(new PatternPaint.SvgHandler());
        context.setIDGenerator(new SVGIDGenerator() {
            @Override
            public String generateID(String prefix) {
                return chart.name() + "-" + super.generateID(prefix);
            }
        });
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(WIDTH, chart.height()));
        chart.chart().draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, chart.height()));
        StringWriter out = new StringWriter();
        graphics.stream(out, true);
        String text = out.toString();
        int root = text.indexOf("<svg");
        return text.substring(root)
                .replaceFirst(
                        "width=\"" + WIDTH + "\"",
                        "viewBox=\"0 0 " + WIDTH + " " + chart.height() + "\" width=\"" + WIDTH + "\"")
                .replace("genericDefs", chart.name() + "-genericDefs")
                .replace("\"defs1\"", "\"" + chart.name() + "-defs1\"")
                .replace("'" + Fonts.FAMILY + "'", "'" + Fonts.FAMILY + "',Verdana,sans-serif");
    }

    /** Write to a temporary file and rename: no half picture is left. */
    private static void write(Path file, byte[] bytes) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".partial");
        Files.write(temporary, bytes);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
