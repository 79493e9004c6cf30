package dev.quorate.report;

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
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.DOMImplementation;

/**
 * Charts made ready, and drawn as files: each as PNG and as SVG with the same picture.
 *
 * <p>Pictures are no results: when drawing fails that is said, and everything else is kept.
 */
final class Pictures {

    /** One chart that is ready to be drawn. */
    record Chart(String name, JFreeChart chart, int height) {}

    /** Makes the charts once fonts are there. */
    interface Maker {
        List<Chart> make(Fonts fonts);
    }

    private static final int WIDTH = 1000;

    private Pictures() {}

    /** Draw every chart into a folder; {@code png} says whether pixels are wanted too. */
    static Charts.Drawn draw(Maker maker, Path folder, boolean png) {
        Map<String, String> svg = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        List<Chart> charts;
        try {
            charts = maker.make(Fonts.load());
            Files.createDirectories(folder);
        } catch (IOException | RuntimeException | LinkageError e) {
            problems.add("no chart was drawn: " + e);
            return new Charts.Drawn(svg, problems);
        } catch (Error e) {
            // AWT throws plain Errors where no font can be had.
            if (e instanceof VirtualMachineError) {
                throw e;
            }
            problems.add("no chart was drawn: " + e);
            return new Charts.Drawn(svg, problems);
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
        return new Charts.Drawn(svg, problems);
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
