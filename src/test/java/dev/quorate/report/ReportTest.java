package dev.quorate.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorate.golden.Golden;
import dev.quorate.time.SimTime;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final RunReport OUTAGE = Demo.nodeOutage("The active master loses power");
    private static final RunReport SPLIT = Demo.splitBrain();

    @Test
    void theTextReadsAsItIsMeantTo() {
        Golden.check("report.txt", ReportTest::answer);
    }

    private static String answer(String command) {
        String[] words = command.split(" ");
        RunReport report = words[1].equals("outage") ? OUTAGE : SPLIT;
        String text = switch (words[0]) {
            case "terminal" -> TerminalReport.of(report, TextStyle.plain(), "3m simulated in 0.1 s");
            case "explain" -> Explanation.of(report).orElseThrow().text();
            case "show" -> ClusterView.at(report.trace(), SimTime.ofSeconds(Long.parseLong(words[2])));
            default -> throw new IllegalArgumentException(command);
        };
        return text.replaceAll("(?m)^\\s*$\n", "");
    }

    @Test
    void anExplanationHasAtMostSevenSentencesAndBeginsAtTheRoot() {
        Explanation explanation = Explanation.of(OUTAGE).orElseThrow();
        assertThat(explanation.sentences()).hasSizeBetween(3, 7);
        assertThat(explanation.sentences().get(0).text()).isEqualTo("Power off k8s-master01.");
        assertThat(explanation.settings()).contains("cluster.pacemaker.stonith-enabled");
    }

    @Test
    void aPersonsMistakeIsTheFirstRoot() {
        TraceRecord root = Explanation.of(SPLIT).orElseThrow().roots().get(0);
        assertThat(((FaultInjected) root.event()).faultKind()).isEqualTo("confirm-fenced");
    }

    @Test
    void textFromFilesCannotSteerATerminal() {
        RunReport nasty = Demo.nodeOutage("\u001b[2J<script>alert(1)</script>\u202e\u0007 'q' \"q\"");
        String text = TerminalReport.of(nasty, TextStyle.plain(), "");
        assertThat(text).doesNotContain("\u001b").doesNotContain("\u202e").doesNotContain("\u0007");
    }

    @Test
    void coloursAreLeftOutUnlessAskedFor() {
        assertThat(TerminalReport.of(SPLIT, TextStyle.plain(), ""))
                .doesNotContain("\u001b")
                .isASCII();
        assertThat(TerminalReport.of(SPLIT, new TextStyle(true, true, 120), ""))
                .contains("\u001b[1;31mBROKEN")
                .contains("\u2588");
    }

    @Test
    void theTimelineCollapsesWhereNothingHappensAndCanBeNarrowed() {
        String all = Timeline.of(OUTAGE, TextStyle.plain(), Timeline.Options.all(OUTAGE));
        assertThat(all)
                .contains("power off k8s-master01")
                .contains("... 51.1 s")
                .contains("<- #");
        Timeline.Options only =
                new Timeline.Options(SimTime.ofSeconds(20), SimTime.ofSeconds(40), Demo.B, "pacemaker", false, false);
        String some = Timeline.of(OUTAGE, TextStyle.plain(), only);
        assertThat(some).contains("pacemaker on k8s-master02 became DC").doesNotContain("corosync on");
    }

    @Test
    void aRunIsFoundByPrefixAndBrokenFoldersSaySo(@TempDir Path results) throws IOException {
        Path target = results.resolve("outage").resolve("20261122-140000-seed42");
        Path partial = ResultsFolder.begin(target);
        Manifest manifest = new Manifest(
                "a.conf", 42, "0.1.0", "17", "ab", "cd", 100, "2026-11-22T14:00:00Z", "quorate run a.conf");
        Files.writeString(partial.resolve("manifest.json"), manifest.json());
        try (TraceWriter writer =
                TraceWriter.to(partial.resolve("events.jsonl"), OUTAGE.trace().header())) {
            OUTAGE.trace().feed(writer);
        }
        assertThat(ResultsFolder.list(results)).isEmpty();
        ResultsFolder run = ResultsFolder.finish(target);
        ResultsFolder.latest(results, target);
        assertThat(ResultsFolder.list(results)).containsExactly("outage/20261122-140000-seed42");
        assertThat(ResultsFolder.find(results, "latest").trace()).isEqualTo(OUTAGE.trace());
        assertThat(ResultsFolder.find(results, "out").manifest()).isEqualTo(manifest);
        assertThat(ResultsFolder.find(results, "20261122").path()).isEqualTo(run.path());
        assertThat(ResultsFolder.find(results, target.toString()).path()).isEqualTo(target);
        assertThatThrownBy(() -> ResultsFolder.find(results, "nope"))
                .hasMessage("no run 'nope'; known: outage/20261122-140000-seed42");
        Files.createDirectories(results.resolve("empty"));
        assertThatThrownBy(() ->
                        ResultsFolder.find(results, results.resolve("empty").toString()))
                .hasMessageContaining("holds no manifest.json, so it is no result of a run");
        Files.writeString(target.resolve("manifest.json"), "{\"schema\":");
        assertThatThrownBy(() -> ResultsFolder.find(results, "latest").manifest())
                .hasMessageContaining("cannot be read");
        Path again = ResultsFolder.begin(target);
        Files.writeString(again.resolve("manifest.json"), manifest.json());
        ResultsFolder.finish(target);
        assertThatThrownBy(() -> ResultsFolder.find(results, "latest").trace())
                .hasMessageContaining("holds no events.jsonl");
    }
}
