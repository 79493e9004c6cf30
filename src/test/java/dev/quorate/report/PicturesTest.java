package dev.quorate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.trace.ClientEvent.ErrorSeen;
import dev.quorate.trace.EventId;
import dev.quorate.trace.LeaderElectionEvent.LeadershipEnded;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.PacemakerEvent.FenceFailed;
import dev.quorate.trace.RunEvent.RunEnded;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.Traces;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {

    private static final String NASTY = "</script><script>alert('x')</script> \"q\" & <b> ${x} \u0007 \u202e";

    @Test
    void everyChartIsDrawnAsPixelsAndAsSvg(@TempDir Path folder) throws Exception {
        Charts.Drawn drawn = Charts.draw(Demo.splitBrain(), folder, true);
        assertThat(drawn.problems()).isEmpty();
        assertThat(drawn.svg()).containsKeys("leadership", "vip", "resources", "quorum", "etcd", "recovery");
        for (Map.Entry<String, String> chart : drawn.svg().entrySet()) {
            BufferedImage image =
                    ImageIO.read(folder.resolve(chart.getKey() + ".png").toFile());
            assertThat(image.getWidth()).isEqualTo(1000);
            assertThat(colours(image))
                    .as("%s shows more than a blank sheet", chart.getKey())
                    .isGreaterThan(20);
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(chart.getValue().getBytes(StandardCharsets.UTF_8)));
        }
        try (var files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".partial"));
        }
    }

    @Test
    void svgIdsDoNotMeetInOnePage(@TempDir Path folder) {
        Map<String, String> owner = new LinkedHashMap<>();
        Charts.draw(Demo.splitBrain(), folder, false).svg().forEach((name, svg) -> {
            Matcher ids = Pattern.compile(" id=\"([^\"]+)\"").matcher(svg);
            while (ids.find()) {
                assertThat(owner.putIfAbsent(ids.group(1), name))
                        .as("id %s", ids.group(1))
                        .isNull();
            }
        });
        assertThat(owner).isNotEmpty();
    }

    @Test
    void whenDrawingFailsItIsSaidAndNothingIsThrown(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "a file where a folder should be");
        Charts.Drawn drawn = Charts.draw(Demo.splitBrain(), file.resolve("charts"), true);
        assertThat(drawn.svg()).isEmpty();
        assertThat(drawn.problems()).singleElement().asString().startsWith("no chart was drawn");
    }

    @Test
    void textFromFilesStaysTextInThePage(@TempDir Path folder) throws IOException {
        RunReport report = nasty();
        String page = HtmlReport.of(report, Charts.draw(report, folder, false).svg());
        assertThat(page).doesNotContain("<script>alert").doesNotContain("<b>").doesNotContain("\u202e");
        assertThat(page.split("<script", -1)).hasSize(3);
        assertThat(page.split("</script", -1)).hasSize(3);
        JsonNode data = data(page);
        assertThat(data.get("events").toString()).contains("alert('x')");
    }

    @Test
    void thePageMakesNoRequest(@TempDir Path folder) throws IOException {
        RunReport report = Demo.splitBrain();
        String page = HtmlReport.of(report, Charts.draw(report, folder, false).svg());
        assertThat(page).contains("default-src 'none'");
        assertThat(Pattern.compile("(src|href)=\"(?!#)").matcher(page).find()).isFalse();
        assertThat(page.length()).isLessThan(3_000_000);
        JsonNode data = data(page);
        assertThat(data.get("overlaps").findValuesAsText("label"))
                .contains("duplicate leader 1.3 s", "duplicate VIP 48.2 s");
    }

    @Test
    void aLongTraceGivesASmallPage() throws IOException {
        Traces traces = new Traces();
        for (int i = 0; i < 100_000; i++) {
            traces.at(i * 0.01).on("k8s-master0" + (i % 3 + 1), "kube-scheduler");
            traces.then(
                    i % 2 == 0
                            ? new LeadershipStarted("kube-scheduler", "k8s-master0" + (i % 3 + 1) + "_1")
                            : new LeadershipEnded("kube-scheduler", "x", "lost the lease"),
                    Math.max(1, traces.last()));
            traces.then(new FenceFailed("k8s-master01", "no route to the device"), traces.last());
        }
        RunReport report = Demo.report("long", traces.then(new RunEnded()).trace());
        String page = HtmlReport.of(report, Map.of());
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(10_000_000);
    }

    /** Where Chromium is installed the page is opened in it: its script must reach its end without an error. */
    @Test
    void aBrowserOpensThePageWithoutAnError(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/chromium")), "Chromium is not installed");
        RunReport report = nasty();
        Path page = Files.writeString(folder.resolve("report.html"), HtmlReport.of(report, Map.of()));
        Path out = folder.resolve("dom.html");
        Path log = folder.resolve("log");
        Process browser = new ProcessBuilder(
                        "/usr/bin/chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--enable-logging=stderr",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out))
                .contains("<html lang=\"en\" class=\"ready\">")
                .contains("duplicate leader 1.3 s");
        assertThat(Files.readString(log)).doesNotContain("CONSOLE");
    }

    private static RunReport nasty() {
        RunReport demo = Demo.splitBrain();
        List<dev.quorate.trace.TraceRecord> records =
                new ArrayList<>(demo.trace().records());
        TraceRecord last = records.get(records.size() - 1);
        records.add(new TraceRecord(
                new EventId(last.id().seq() + 1),
                last.at(),
                NASTY,
                NASTY,
                new FenceFailed(NASTY, NASTY),
                List.of(),
                List.of(NASTY)));
        records.add(new TraceRecord(
                new EventId(last.id().seq() + 2),
                last.at(),
                NASTY,
                "",
                new ErrorSeen(NASTY, NASTY),
                List.of(),
                List.of()));
        return Demo.report(NASTY, new Trace(demo.trace().header(), records));
    }

    private static JsonNode data(String page) throws IOException {
        Matcher data =
                Pattern.compile("id=\"data\">(.*?)</script>", Pattern.DOTALL).matcher(page);
        assertThat(data.find()).isTrue();
        return new ObjectMapper().readTree(data.group(1));
    }

    private static int colours(BufferedImage image) {
        TreeSet<Integer> colours = new TreeSet<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours.size();
    }
}
