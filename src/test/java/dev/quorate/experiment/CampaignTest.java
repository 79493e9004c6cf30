package dev.quorate.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorate.outcome.CampaignJson;
import dev.quorate.outcome.CampaignOutcome;
import dev.quorate.outcome.RunRow;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.simulation.engine.DrivenSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign comes to the same whoever runs it, in whatever order, and however often it is interrupted. */
class CampaignTest {

    private static final int RUNS = 6;
    private static final Draw DRAW =
            new Draw(Duration.ofSeconds(5), Draw.Targets.ROLES, Optional.empty(), 0, false, true);

    @TempDir
    private Path folder;

    private static Study study() throws Exception {
        return study("scenarios/api-cut-off-slow-clock.conf", DRAW);
    }

    private static Study study(String file, Draw draw) throws Exception {
        Scenario scenario = ScenarioParser.parse(
                        Path.of(file), ParseOptions.NONE.overrides(List.of("cluster.workers=[]", "cluster.clients=[]")))
                .scenario();
        return new Study(List.of(Cell.of("short", scenario, draw)), scenario.seed());
    }

    private String summary(Study study, StopRule stop, int threads, Path file) throws Exception {
        try (RunLog log = RunLog.open(file, study);
                Crew crew = new Threads(threads)) {
            Campaign campaign = new Campaign(study, stop, log, Optional.of(2.0));
            List<List<RunRow>> rows = campaign.run(crew, (done, planned, broken) -> {});
            log.finish(rows.get(0));
            CampaignOutcome outcome = campaign.outcomes(rows).get(0);
            assertThat(outcome.runs()).isEqualTo(rows.get(0).size());
            return CampaignJson.of(outcome);
        }
    }

    @Test
    void oneTwoAndFourThreadsAndAKilledOneTakenUpAgainComeToTheSameBytes() throws Exception {
        Study study = study();
        Path one = folder.resolve("one.jsonl");
        String alone = summary(study, StopRule.runs(RUNS), 1, one);
        assertThat(summary(study, StopRule.runs(RUNS), 2, folder.resolve("two.jsonl")))
                .isEqualTo(alone);
        assertThat(summary(study, StopRule.runs(RUNS), 4, folder.resolve("four.jsonl")))
                .isEqualTo(alone);
        assertThat(folder.resolve("four.jsonl")).hasSameBinaryContentAs(one);

        // a process killed while it wrote its third row, the rows in another order than the seeds'
        List<String> lines = Files.readAllLines(one);
        Path killed = folder.resolve("killed.jsonl");
        Files.writeString(
                killed,
                lines.get(0) + "\n" + lines.get(5) + "\n" + lines.get(2) + "\n"
                        + lines.get(1).substring(0, 200));
        assertThat(summary(study, StopRule.runs(RUNS), 2, killed)).isEqualTo(alone);
        assertThat(killed).hasSameBinaryContentAs(one);
    }

    @Test
    void runsOfAnotherStudyAreNotTakenForItsOwn() throws Exception {
        Study study = study();
        Path file = folder.resolve("runs.jsonl");
        try (RunLog log = RunLog.open(file, study)) {
            assertThat(log.rows()).isEmpty();
        }
        Study other = new Study(study.cells(), study.firstSeed() + 1);
        assertThatThrownBy(() -> RunLog.open(file, other).close())
                .isInstanceOf(RunLog.NotThisStudy.class)
                .hasMessageContaining("another study");
        Files.writeString(file, "{\"cell\":0,\"seed\":1}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> RunLog.open(file, study).close())
                .isInstanceOf(RunLog.NotThisStudy.class)
                .hasMessageContaining(":2:");
    }

    @Test
    void aWidthIsJudgedAtTheEndsOfBatchesOnly() throws Exception {
        Study study = study();
        StopRule stop = new StopRule(RUNS, Optional.of(0.7), 2);
        String two = summary(study, stop, 2, folder.resolve("a.jsonl"));
        assertThat(two).contains("\"runs\": 2");
        // more rows are there than are needed: those beyond the batch do not count
        summary(study, StopRule.runs(RUNS), 2, folder.resolve("b.jsonl"));
        assertThat(summary(study, stop, 1, folder.resolve("b.jsonl"))).isEqualTo(two);
    }

    @Test
    void aDiskThatIsFullLosesNothingThatWasFinished() throws Exception {
        Study study = study();
        Path file = folder.resolve("runs.jsonl");
        int[] rows = new int[1];
        assertThatThrownBy(() -> {
                    try (Crew crew = new Threads(2)) {
                        RunLog log = RunLog.open(file, study);
                        crew.run(study, Threads.keys(1, study.firstSeed(), 0, RUNS), row -> {
                            if (rows[0]++ == 2) {
                                throw new IOException("No space left on device");
                            }
                            log.add(row);
                        });
                    }
                })
                .hasMessage("No space left on device");
        try (RunLog log = RunLog.open(file, study)) {
            assertThat(log.rows()).hasSize(2);
        }
    }

    @Test
    void aCellReadBackOnAnotherMachineIsTheSame() throws Exception {
        String profile = "faults = [ { per-host-year = 2, power-off = any master, for = 3m } ]";
        Draw draw = new Draw(Duration.ofSeconds(3), Draw.Targets.ANY, Optional.of(profile), 2, true, true);
        for (Draw each : List.of(DRAW, draw)) {
            Cell cell = study("scenarios/split-brain.conf", each).cells().get(0);
            Cell again = Cell.parse(cell.text());
            assertThat(again.hash()).isEqualTo(cell.hash());
            for (long seed = 1; seed < 20; seed++) {
                assertThat(again.scenario(seed)).isEqualTo(cell.scenario(seed));
            }
        }
    }

    @Test
    void aRunThatEndsEarlyComesToTheSameAsAWholeOne() throws Exception {
        Draw whole = new Draw(DRAW.jitter(), DRAW.targets(), Optional.empty(), 0, false, false);
        List<String> earlier = new ArrayList<>();
        try (DrivenSystem system = DrivenSystem.create()) {
            for (String file : List.of("node-outage", "leader-killed", "api-cut-off-slow-clock")) {
                Cell early = study("scenarios/" + file + ".conf", DRAW).cells().get(0);
                Cell full = study("scenarios/" + file + ".conf", whole).cells().get(0);
                var a = early.run(7, system, record -> {});
                var b = full.run(7, system, record -> {});
                assertThat(RunRow.of(0, a).expectations())
                        .isEqualTo(RunRow.of(0, b).expectations());
                assertThat(RunRow.of(0, a).rules()).isEqualTo(RunRow.of(0, b).rules());
                assertThat(a.metrics()).isEqualTo(b.metrics());
                if (a.end().isBefore(b.end())) {
                    earlier.add(file);
                }
            }
        }
        assertThat(earlier).as("scenarios that ended early").isNotEmpty();
    }

    @Test
    void aLineReadBackIsTheSameRow() throws Exception {
        try (DrivenSystem system = DrivenSystem.create()) {
            RunRow row = study().cells().get(0).run(3, 42, system);
            assertThat(RunRow.parse(row.line())).isEqualTo(row);
            assertThatThrownBy(() -> RunRow.parse(row.line().substring(0, 100))).isInstanceOf(IOException.class);
        }
    }
}
