package dev.quorate.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.FaultPlans;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.scenario.parse.ScenarioWriter;
import dev.quorate.simulation.Simulation;
import dev.quorate.time.RandomStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

    private static final String RULE = "single-vip-holder";

    /** A cut that makes two VIP holders, among faults that have nothing to do with it. */
    private static Scenario crowded() throws Exception {
        String text = """
                timeline = [
                  { id = first, at = 1s, terminate = kube-scheduler, host = k8s-master01 }
                  { id = second, at = 3.7s, operator = etcd-snapshot-save, node = k8s-master02 }
                  { id = cut, at = 21.3s, isolate = vip holder, for = 40s }
                  { id = third, at = 22s, slow-disk = k8s-master02, factor = 3, for = 10s }
                  { id = late, at = 170s, power-off = k8s-master03 }
                ]
                """;
        Scenario calm = SmallClusters.of(
                        "three-masters",
                        "cluster.pacemaker.stonith-enabled=false",
                        "cluster.pacemaker.no-quorum-policy=ignore")
                .withDuration(Duration.ofMinutes(3));
        return ScenarioParser.parseText("crowd", ScenarioWriter.write(calm) + text, ParseOptions.NONE)
                .scenario();
    }

    @Test
    void aCrowdOfFaultsShrinksToTheOneThatBreaksTheRuleOnAnyNumberOfThreads() throws Exception {
        Shrinker.Shrunk alone = shrink(1);
        Shrinker.Shrunk together = shrink(2);

        assertThat(together.scenario()).isEqualTo(alone.scenario());
        assertThat(together.runs()).isEqualTo(alone.runs());
        assertThat(alone.minimal()).isTrue();
        assertThat(alone.scenario().timeline()).hasSize(1);
        ScheduledFault left = alone.scenario().timeline().get(0);
        assertThat(left.id()).isEqualTo("cut");
        assertThat(PlanCost.of(List.of(left)))
                .isLessThan(PlanCost.of(List.of(crowded().timeline().get(2))));
        assertThat(alone.scenario().topology().masters())
                .as("two hold an address")
                .hasSizeLessThanOrEqualTo(2);
        assertThat(alone.scenario().duration()).isLessThan(Duration.ofMinutes(1));
        assertThat(Shrinker.brokenBy(alone.outcome(), RULE)).isNotEmpty();
    }

    private static Shrinker.Shrunk shrink(int threads) throws Exception {
        try (Shrinker shrinker = new Shrinker(Simulation::of, threads, 60)) {
            return shrinker.shrink(crowded(), RULE);
        }
    }

    @Test
    void aScenarioThatBreaksNothingCannotBeShrunk() {
        Scenario calm = SmallClusters.of("three-masters").withDuration(Duration.ofSeconds(5));
        try (Shrinker shrinker = Shrinker.create(1)) {
            assertThatThrownBy(() -> shrinker.shrink(calm, RULE)).hasMessageContaining("does not break " + RULE);
        }
    }

    @Property(tries = 30)
    void everySimplerPlanIsCheaperKeepsItsIdsAndCanBeWrittenDown(@ForAll long seed) throws Exception {
        Topology topology = Topology.threeMasters();
        List<ScheduledFault> plan =
                FaultPlans.draw(topology, FaultPlans.kinds(), 3, Duration.ofMinutes(1), RandomStream.of(seed));
        List<String> ids = plan.stream().map(ScheduledFault::id).toList();
        List<List<ScheduledFault>> simpler = new ArrayList<>(SimplerPlans.of(plan, topology));

        assertThat(simpler).isNotEmpty();
        Scenario calm = Scenario.calm("plan", Duration.ofMinutes(2), 1);
        for (List<ScheduledFault> each : simpler) {
            assertThat(PlanCost.of(each)).as("%s%nof %s", each, plan).isLessThan(PlanCost.of(plan));
            assertThat(ids).containsAll(each.stream().map(ScheduledFault::id).toList());
        }
        for (List<ScheduledFault> each : List.of(simpler.get(0), simpler.get(simpler.size() - 1))) {
            String text = ScenarioWriter.write(calm.withTimeline(each));
            assertThat(ScenarioParser.parseText("plan", text, ParseOptions.NONE)
                            .scenario()
                            .timeline())
                    .isEqualTo(each);
        }
    }
}
