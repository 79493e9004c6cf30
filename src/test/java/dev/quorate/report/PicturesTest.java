package dev.quorate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
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

    private static RunReport nasty() {
        return Nasty.report(NASTY);
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
