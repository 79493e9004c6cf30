package dev.quorate.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.FaultCatalog.Kind;
import dev.quorate.simulation.Simulation;
import dev.quorate.time.RandomStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
    void aProfileLeavesOutWhatItIsToldTo() {
        FaultProfile claimed = FaultProfile.everything().only(List.of("claimed"));
        assertThat(claimed.kinds())
                .extracting(Kind::keyword)
                .contains("power-off", "one-way-cut")
                .doesNotContain("pause");
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
