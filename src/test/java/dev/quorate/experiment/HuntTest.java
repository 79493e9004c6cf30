package dev.quorate.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.FaultCatalog.Kind;
import dev.quorate.scenario.fault.FaultPlans;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.simulation.Simulation;
import dev.quorate.time.RandomStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuntTest {

    private static final Hunt.Listener NOBODY = new Hunt.Listener() {};

    private static Hunt hunt() {
        Scenario base = SmallClusters.of(
                        "three-masters",
                        "cluster.pacemaker.stonith-enabled=false",
                        "cluster.pacemaker.no-quorum-policy=ignore")
                .withDuration(Duration.ofSeconds(40));
        FaultProfile cuts =
                FaultProfile.everything().only(List.of("network")).most(3).within(Duration.ofSeconds(20));
        return new Hunt(base, cuts, List.of(), Simulation::of);
    }

    @Test
    void whatIsFoundDependsOnTheRunsAndNotOnTheThreads() throws Exception {
        HuntOutcome alone = hunt().run(1, 8, Integer.MAX_VALUE, () -> true, NOBODY);
        HuntOutcome together = hunt().run(2, 8, Integer.MAX_VALUE, () -> true, NOBODY);

        assertThat(together).isEqualTo(alone);
        assertThat(alone.runs()).isEqualTo(8);
        assertThat(alone.crashes()).isEmpty();
        assertThat(alone.broken()).isNotEmpty();
        assertThat(alone.coverage().drawn()).isNotEmpty();
        assertThat(alone.coverage().marks()).containsKey("quorum-lost");
        List<String> heard = new ArrayList<>();
        HuntOutcome first = hunt().run(1, 8, 1, () -> true, new Hunt.Listener() {
            @Override
            public void found(String rule, Scenario by) {
                heard.add(rule);
            }
        });
        assertThat(first.runs()).isLessThanOrEqualTo(8);
        assertThat(first.broken()).isNotEmpty();
        assertThat(heard)
                .containsAll(first.broken().stream().map(HuntOutcome.Rule::name).toList());
    }

    @Test
    void aHuntThatWasKilledGoesOnAndComesToTheSame(@TempDir Path folder) throws Exception {
        HuntOutcome alone = hunt().run(1, 6, Integer.MAX_VALUE, () -> true, NOBODY);
        Path file = folder.resolve("runs.jsonl");
        hunt().run(1, 3, Integer.MAX_VALUE, () -> true, NOBODY, file, "build");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 10));

        assertThat(hunt().run(1, 6, Integer.MAX_VALUE, () -> true, NOBODY, file, "build"))
                .isEqualTo(alone);
        assertThat(Files.readAllLines(file)).hasSize(7);
        assertThatThrownBy(() -> hunt().run(1, 6, 1, () -> true, NOBODY, file, "another build"))
                .isInstanceOf(RunLog.NotThisStudy.class)
                .hasMessageContaining("another build");
        Files.writeString(file, Files.readString(file) + "nonsense\n");
        assertThatThrownBy(() -> hunt().run(1, 6, 1, () -> true, NOBODY, file, "build"))
                .hasMessageContaining(":8: is no run");
    }

    @Test
    void everyPlanOfASwarmFitsItsCluster() {
        Topology topology = Topology.threeMasters();
        FaultProfile everything = FaultProfile.everything();
        TreeSet<String> kinds = new TreeSet<>();
        for (int seed = 0; seed < 3_000; seed++) {
            List<ScheduledFault> plan = everything.drawSwarm(topology, RandomStream.of(seed));
            assertThat(plan).hasSizeBetween(1, 6);
            plan.forEach(fault -> {
                assertThat(fault.fault().complaints(topology)).isEmpty();
                kinds.add(fault.fault().kind());
            });
        }
        assertThat(kinds)
                .as("majority-ring needs five masters")
                .hasSize(FaultPlans.kinds().size() - 1);
    }

    @Test
    void aProfileLeavesOutWhatItIsToldTo() {
        FaultProfile claimed = FaultProfile.everything().only(List.of("claimed"));
        assertThat(claimed.kinds())
                .extracting(Kind::keyword)
                .contains("power-off", "one-way-cut")
                .doesNotContain("pause", "reboot");
        assertThat(FaultProfile.everything()
                        .without(List.of("operator", "pause"))
                        .kinds())
                .extracting(Kind::keyword)
                .doesNotContain("pause", "confirm-fenced", "add-vip")
                .contains("freeze");
        assertThat(claimed.draw(Topology.threeMasters(), RandomStream.of(7)))
                .allSatisfy(fault -> assertThat(claimed.kinds())
                        .extracting(Kind::keyword)
                        .contains(fault.fault().kind()));
        assertThatThrownBy(() -> claimed.without(List.of("puase"))).hasMessageContaining("'puase'");
    }
}
