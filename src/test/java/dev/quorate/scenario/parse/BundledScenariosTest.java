package dev.quorate.scenario.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quorate.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code scenarios/}, overrides, and cluster files in place of others. */
class BundledScenariosTest {

    private static final Path OUTAGE = Path.of("scenarios/node-outage.conf");

    @Test
    void everyBundledScenarioIsValidAndReadsTheSameOnceWritten() throws Exception {
        List<Path> files = ScenarioFiles.find(List.of(Path.of("scenarios")));
        assertThat(files).contains(OUTAGE).noneMatch(file -> file.toString().contains("clusters"));
        for (Path file : files) {
            ParsedScenario parsed = ScenarioParser.parse(file, ParseOptions.NONE);
            Scenario scenario = parsed.scenario();
            assertThat(scenario.title()).isNotBlank();
            assertThat(scenario.teaches()).as("teaches of %s", file).hasSize(3);
            assertThat(ScenarioParser.parseText("resolved.conf", ScenarioWriter.resolved(parsed), ParseOptions.NONE)
                            .scenario())
                    .isEqualTo(scenario);
            assertThat(ScenarioParser.parseText("written.conf", ScenarioWriter.write(scenario), ParseOptions.NONE)
                            .scenario())
                    .isEqualTo(scenario);
            assertThat(scenario.pair())
                    .as("pair of %s", file)
                    .hasValueSatisfying(pair ->
                            assertThat(file.resolveSibling(pair + ".conf")).exists());
        }
    }

    @Test
    void aResolvedScenarioSaysWhereEachValueComesFrom() throws Exception {
        ParseOptions options = ParseOptions.NONE.overrides(List.of("cluster.etcd.pre-vote=true"));
        String resolved = ScenarioWriter.resolved(ScenarioParser.parse(OUTAGE, options));
        assertThat(resolved)
                .contains("title = The active master loses power  # scenarios/node-outage.conf: 3")
                .containsPattern("token = 3s  # scenarios/clusters/three-masters.conf: \\d+")
                .contains("pre-vote = true  # --set cluster.etcd.pre-vote=true");
    }

    @Test
    void overridesReachEveryPathTheTimelineToo() throws Exception {
        ParseOptions options = ParseOptions.NONE.overrides(List.of(
                "seed=7",
                "cluster.corosync.totem.token=1s",
                "timeline.outage.at=90s",
                "timeline.1.for=20s ± 5s",
                "title=a title, with = and {"));
        Scenario scenario = ScenarioParser.parse(OUTAGE, options).scenario();
        assertThat(scenario.seed()).isEqualTo(7);
        assertThat(scenario.title()).isEqualTo("a title, with = and {");
        assertThat(ScenarioWriter.item(scenario.timeline().get(0)))
                .isEqualTo("{ id = outage, at = 90s, power-off = k8s-master01, for = 15s..25s }");
    }

    @Test
    void anOverrideThatIsWrongIsNamedAsSuch() {
        ParseOptions options = ParseOptions.NONE.overrides(List.of("cluster.corosync.totem.tokn=1s", "seed", "seed=x"));
        ScenarioException thrown =
                catchThrowableOfType(ScenarioException.class, () -> ScenarioParser.parse(OUTAGE, options));
        assertThat(thrown.problems())
                .extracting(ScenarioProblem::render)
                .containsExactly(
                        "--set cluster.corosync.totem.tokn=1s: unknown setting 'cluster.corosync.totem.tokn';"
                                + " did you mean 'token'?",
                        "--set seed: must be PATH=VALUE, as cluster.corosync.totem.token=1s",
                        "--set seed=x: seed: 'x' is not a whole number");
    }

    @Test
    void aClusterFileStandsInForTheOneThatIsIncluded(@TempDir Path folder) throws Exception {
        Path other = folder.resolve("other.conf");
        Files.writeString(
                other,
                Files.readString(Path.of("scenarios/clusters/three-masters.conf"))
                        .replace("token = 3s", "token = 1s"));
        Scenario own = ScenarioParser.parse(OUTAGE);
        Scenario swapped = ScenarioParser.parse(OUTAGE, ParseOptions.NONE.clusterFile(other))
                .scenario();
        assertThat(swapped.topology()).isEqualTo(own.topology());
        assertThat(swapped.settings()).isNotEqualTo(own.settings());
        assertThat(swapped.timeline()).isEqualTo(own.timeline());
    }

    @Test
    void aFolderWithoutScenariosIsAProblem(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("clusters"));
        Files.writeString(folder.resolve("clusters/c.conf"), "cluster {}");
        ScenarioException thrown = catchThrowableOfType(
                ScenarioException.class, () -> ScenarioFiles.find(List.of(folder, folder.resolve("no.conf"))));
        assertThat(thrown.problems())
                .extracting(ScenarioProblem::message)
                .containsExactly("this folder holds no scenario, no .conf file", "no such file or folder");
    }
}
