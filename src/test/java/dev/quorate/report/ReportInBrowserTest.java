package dev.quorate.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.time.SimTime;
import dev.quorate.trace.LeaderElectionEvent.LeadershipEnded;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.PacemakerEvent.FenceFailed;
import dev.quorate.trace.RunEvent.RunEnded;
import dev.quorate.trace.Traces;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as a person meets it, in a browser; nothing is tested where Chromium is not installed. */
class ReportInBrowserTest {

    @TempDir
    private static Path folder;

    private static Chromium browser;
    private static RunReport report;
    private static Path page;

    @BeforeAll
    static void openTheReportOfASplitBrain() throws Exception {
        Assumptions.assumeTrue(Chromium.isInstalled(), "Chromium is not installed");
        report = ExportSamples.splitBrain();
        page = Files.writeString(
                folder.resolve("report.html"),
                HtmlReport.of(report, Charts.draw(report, folder, false).svg()));
        browser = Chromium.start(folder.resolve("profile"));
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void itOpensFromDiskWithoutAConsoleErrorOrARequest() throws Exception {
        browser.open(page);
        assertThat(browser.ask("document.querySelectorAll('#lanes rect').length")
                        .asInt())
                .isGreaterThan(40);
        assertThat(browser.ask("document.querySelectorAll('svg.sequence').length")
                        .asInt())
                .isEqualTo(3);
        assertThat(browser.problems()).isEmpty();
        assertThat(browser.requests()).isEmpty();
        assertThat(Files.size(page)).isLessThan(3_000_000);
    }

    @Test
    void thePlayerPlaysAndPauses() throws Exception {
        browser.open(page);
        browser.ask("quorate.go(0)");
        browser.click("#play");
        browser.waitFor("quorate.state.cursor > 2e6");
        assertThat(browser.ask("document.getElementById('play').textContent").asText())
                .isEqualTo("pause");
        browser.click("#play");
        double stopped = cursor();
        browser.waitFor("true");
        assertThat(cursor()).isEqualTo(stopped);
        browser.ask("document.activeElement.blur()");
        browser.key(" ");
        browser.waitFor("quorate.state.cursor > " + (stopped + 1e6));
        browser.key(" ");
        assertThat(browser.ask("quorate.state.playing").asBoolean()).isFalse();
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void thePlayerStepsFromEventToEvent() throws Exception {
        browser.open(page);
        browser.ask("quorate.go(19e6)");
        browser.click("#step-on");
        assertThat(cursor()).isEqualTo(20e6);
        assertThat(text("caption")).contains("partition of both networks");
        browser.ask("document.activeElement.blur()");
        browser.key("n");
        double next = cursor();
        assertThat(next).isGreaterThan(20e6);
        browser.key("p");
        assertThat(cursor()).isEqualTo(20e6);
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void timeIsScrubbedByMouseAndByKeyboard() throws Exception {
        browser.open(page);
        browser.drag("#scrub", 0.1, 0.5);
        assertThat(cursor()).isBetween(80e6, 100e6);
        browser.key("ArrowRight");
        browser.drag("#lanes", 0.5, 0.75);
        double dragged = cursor();
        assertThat(dragged).isBetween(100e6, 150e6);
        browser.key("ArrowLeft");
        assertThat(cursor()).isBetween(dragged - 2e6, dragged - 0.5e6);
        browser.key("Home");
        assertThat(cursor()).isZero();
        browser.key("+");
        assertThat(browser.ask("quorate.state.to - quorate.state.from").asDouble())
                .isLessThan(100e6);
        browser.key("End");
        assertThat(browser.ask("quorate.state.to").asDouble())
                .as("the lanes follow the cursor")
                .isEqualTo(report.trace().end().micros());
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void theDuplicateWindowIsFoundByItsLabel() throws Exception {
        browser.open(page);
        assertThat(browser.ask("[...document.querySelectorAll('#lanes text')].map(t => t.textContent)")
                        .toString())
                .containsPattern("duplicate VIP [0-9.]+ s");
        browser.ask("quorate.go(0)");
        browser.click("#to-finding");
        browser.waitFor("quorate.state.cursor === quorate.data.findings[0].at");
        browser.ask("quorate.go(quorate.data.overlaps.find(o => o.kind === 'duplicate VIP').from + 2e6)");
        browser.waitFor("true");
        assertThat(browser.ask("document.getElementById('stage').textContent").asText())
                .contains("duplicate VIP", "192.168.15.200 \u00d7 2", "NO QUORUM");
        assertThat(browser.ask("document.querySelectorAll('#stage .cross').length")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void theClusterAtTheCursorIsWhatShowPrints() throws Exception {
        browser.open(page);
        for (long seconds : new long[] {0, 10, 20, 27, 31, 44, 60, 90, 96, 99, 120, 148, 180}) {
            assertThat(browser.ask("quorate.clusterAt(" + seconds * 1_000_000 + ")")
                            .asText())
                    .as("at %d s", seconds)
                    .isEqualTo(ClusterView.at(report.trace(), SimTime.ofSeconds(seconds)));
        }
    }

    @Test
    void textFromFilesStaysText() throws Exception {
        String nasty = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u0007\u202e\u2028";
        Path file = Files.writeString(folder.resolve("nasty.html"), HtmlReport.of(Nasty.report(nasty), Map.of()));
        browser.open(file);
        for (long at : new long[] {0, 30, 60}) {
            browser.ask("quorate.go(" + at * 1_000_000 + ")");
            browser.waitFor("true");
        }
        assertThat(browser.ask("document.querySelectorAll('img, body > script:not([type]), iframe, object').length")
                        .asInt())
                .as("elements that the text would have made, beside the page's own script")
                .isEqualTo(1);
        assertThat(browser.ask("document.body.innerText").asText()).contains("alert(1)");
        assertThat(browser.problems()).isEmpty();
        assertThat(browser.requests()).isEmpty();
    }

    @Test
    void aLongTraceOpensAndScrubs() throws Exception {
        opensAndScrubs(40_000);
    }

    @Tag("soak")
    @Test
    void aVeryLongTraceOpensAndScrubs() throws Exception {
        opensAndScrubs(200_000);
    }

    /** Figures are printed, not judged: how fast a machine is that others use too says nothing of the page. */
    private static void opensAndScrubs(int events) throws Exception {
        Traces traces = new Traces();
        for (int i = 0; i < events / 2; i++) {
            traces.at(i * 0.01).on("k8s-master0" + (i % 3 + 1), "kube-scheduler");
            traces.then(
                    i % 2 == 0
                            ? new LeadershipStarted("kube-scheduler", "k8s-master0" + (i % 3 + 1) + "_1")
                            : new LeadershipEnded("kube-scheduler", "x", "lost the lease"),
                    Math.max(1, traces.last()));
            traces.then(new FenceFailed("k8s-master01", "no route to the device"), traces.last());
        }
        RunReport big = Demo.report("long", traces.then(new RunEnded()).trace());
        String html = HtmlReport.of(big, Map.of());
        assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(10_000_000);
        browser.open(Files.writeString(folder.resolve("long.html"), html));
        double open = browser.ask("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
                .asDouble();
        double frame = browser.ask("(async () => { const begin = performance.now(); for (let i = 0; i < 60; i++) {"
                        + " quorate.go(i / 60 * quorate.data.end); await new Promise(requestAnimationFrame); }"
                        + " return (performance.now() - begin) / 60; })()")
                .asDouble();
        System.out.printf(
                "%d events: %d bytes, opened after %.0f ms, a step of the cursor takes %.1f ms%n",
                events, html.length(), open, frame);
        assertThat(browser.problems()).isEmpty();
    }

    private static double cursor() throws Exception {
        return browser.ask("quorate.state.cursor").asDouble();
    }

    private static String text(String id) throws Exception {
        return browser.ask("document.getElementById('" + id + "').textContent").asText();
    }
}
