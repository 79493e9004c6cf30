package dev.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job from end to end: a scenario file in, verdicts, results, and what reads them, out. */
class RunCommandTest {

    @TempDir
    private static Path results;

    private static final CommandLineBench RUN = new CommandLineBench(StandardCharsets.US_ASCII);

    private final CommandLineBench quorate = new CommandLineBench();

    @BeforeAll
    static void runTheNodeOutage() {
        RUN.run("run", "scenarios/node-outage.conf", "--out", results.toString());
    }

    private static String folder() throws IOException {
        return results.resolve("latest").toRealPath().toString();
    }

    @Test
    void theNodeOutageMeetsItsExpectations() {
        assertThat(RUN.code()).as(RUN.out() + RUN.err()).isZero();
        assertThat(RUN.out()).contains("held", "expectations met", "k8s-master02", "why:   quorate explain");
        assertThat(RUN.err()).isEmpty();
    }

    @Test
    void aTerminalWithoutUnicodeGetsPlainAscii() {
        assertThat(RUN.out().chars()).allMatch(c -> c < 128);
        assertThat(RUN.out()).doesNotContain("?", "\u001b");
    }

    @Test
    void theResultsFolderHoldsEverything() throws IOException {
        assertThat(Path.of(folder()))
                .isDirectoryContaining("glob:**report.html")
                .isDirectoryContaining("glob:**summary.json")
                .isDirectoryContaining("glob:**summary.md")
                .isDirectoryContaining("glob:**events.jsonl")
                .isDirectoryContaining("glob:**intervals.csv")
                .isDirectoryContaining("glob:**timeline.txt")
                .isDirectoryContaining("glob:**scenario.conf")
                .isDirectoryContaining("glob:**manifest.json")
                .isDirectoryContaining("glob:**junit.xml");
        try (Stream<Path> left = Files.walk(results)) {
            assertThat(left).noneMatch(path -> path.toString().contains(".partial"));
        }
    }

    @Test
    void explainLeadsFromTheNewLeaderBackToThePowerLoss() throws IOException {
        assertThat(quorate.run("explain", folder()).code()).isZero();
        assertThat(quorate.out()).contains("lost power").contains("leads");
        assertThat(quorate.out().lines().filter(line -> line.matches(" +-?[0-9.]+ s  .*")))
                .hasSizeBetween(2, 7);
    }

    @Test
    void explainAnswersInJson() throws IOException {
        assertThat(quorate.run("explain", folder(), "--json").code()).isZero();
        JsonNode json = new ObjectMapper().readTree(quorate.out());
        assertThat(json.get("sentences")).isNotEmpty();
    }

    @Test
    void anUnknownRuleIsAnErrorThatNamesTheKnownOnes() throws IOException {
        assertThat(quorate.run("explain", folder(), "--expect", "single-leder").code())
                .isEqualTo(2);
        assertThat(quorate.err()).contains("single-acting-leader.kube-scheduler");
    }

    @Test
    void showTellsTheClusterAtAnInstant() throws IOException {
        assertThat(quorate.run("show", folder(), "--at", "30s").code()).isZero();
        assertThat(quorate.out()).contains("with quorum", "Online: [ k8s-master01 k8s-master02 k8s-master03 ]");
        assertThat(quorate.run("show", folder(), "--at", "10h").code()).isEqualTo(2);
        assertThat(quorate.err()).contains("the run ended at");
    }

    @Test
    void aReplayIsIdentical() throws IOException {
        assertThat(quorate.run("replay", folder()).code()).as(quorate.out()).isZero();
        assertThat(quorate.out()).startsWith("identical");
    }

    @Test
    void aTamperedTraceDiffersWithItsLine(@TempDir Path copy) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder()))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        Path trace = copy.resolve("events.jsonl");
        Files.writeString(trace, Files.readString(trace).replaceFirst("\"seq\":7,", "\"seq\":7 ,"));
        assertThat(quorate.run("replay", copy.toString()).code()).isEqualTo(1);
        assertThat(quorate.out()).startsWith("differs: line 8");
    }

    @Test
    void aBrokenExpectationExitsWithOne(@TempDir Path out) throws IOException {
        Path file = Files.writeString(out.resolve("strict.conf"), """
                include required("%s")
                title = "Nobody recovers in a second"
                duration = 100s
                timeline = [ { at = 10s, power-off = k8s-master01 } ]
                expect { recovers-within = 1s }
                """.formatted(
                        Path.of("scenarios/clusters/three-masters.conf").toAbsolutePath()));
        assertThat(quorate.run("run", file.toString(), "--out", out.toString(), "--json")
                        .code())
                .as(quorate.out() + quorate.err())
                .isEqualTo(1);
        assertThat(new ObjectMapper().readTree(quorate.out()).get("passed").asBoolean())
                .isFalse();
    }

    @Test
    void anInvalidScenarioLeavesNothingBehind(@TempDir Path out) throws IOException {
        Path file = Files.writeString(out.resolve("bad.conf"), "title = x\nduration = 30\n");
        Path target = out.resolve("results");
        assertThat(quorate.run("run", file.toString(), "--out", target.toString())
                        .code())
                .isEqualTo(2);
        assertThat(quorate.err()).contains("bad.conf:2");
        assertThat(target).doesNotExist();
    }

    @Test
    void aSettingOnTheCommandLineIsPartOfTheResult(@TempDir Path out) throws IOException {
        assertThat(quorate.run(
                                "run",
                                "scenarios/node-outage.conf",
                                "--out",
                                out.toString(),
                                "--seed",
                                "7",
                                "--set",
                                "cluster.corosync.totem.token=4s")
                        .code())
                .isLessThan(2);
        Path run = out.resolve("latest").toRealPath();
        assertThat(Files.readString(run.resolve("scenario.conf"))).contains("token = 4s", "seed = 7");
        assertThat(Files.readString(run.resolve("manifest.json"))).contains("cluster.corosync.totem.token=4s");
    }
}
