package dev.quorate.testkit;

import static dev.quorate.testkit.QuorateAssertions.assertThat;

import dev.quorate.model.kubernetes.pki.ClusterPki;
import dev.quorate.simulation.host.PekkoProcess;
import dev.quorate.trace.HostEvent.ProcessStarted;
import dev.quorate.trace.TraceRecord;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** An own Pekko behaviour under the same faults and rules as every machine. */
class PekkoProcessTest {

    private static final SimulatedCluster CLUSTER =
            SimulatedCluster.threeMasters().withoutWorkers();

    private static SimulatedCluster with(boolean forgetful) {
        return CLUSTER.process(
                "singleton",
                PekkoProcess.<BehaviorElector.Command>of(
                        ClusterPki.ADMIN, door -> BehaviorElector.create(door, forgetful)));
    }

    @Test
    void aBehaviorThatAsksTheStoreLeadsAloneAndIsCrashedAndStartedLikeAnyProcess() {
        Run run = with(false)
                .with(FaultPlan.of("{ id = kill, at = 5s, kill = singleton, host = leader of singleton }"))
                .seed(3)
                .run();

        assertThat(run).hasAtMostOneActingLeader("singleton");
        List<TraceRecord> starts = run.trace().stream()
                .filter(record -> record.component().equals("singleton"))
                .filter(record -> record.event() instanceof ProcessStarted started && started.incarnation() == 2)
                .toList();
        Assertions.assertThat(starts).hasSize(1);
        Assertions.assertThat(run.outcome().resultsOf("single-acting-leader.singleton"))
                .hasSize(1);
    }

    @Test
    void aBehaviorThatLeadsWithoutLookingIsCaughtWhenItIsCutOff() {
        Run run = with(true)
                .with(FaultPlan.of("{ id = cut, at = 5s, isolate = not leader of singleton, network = service }"))
                .seed(3)
                .run();

        assertThat(run).breaks("single-acting-leader.singleton");
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        SimulatedCluster cluster = with(true).seed(5);

        Assertions.assertThat(cluster.run().outcome().traceHash())
                .isEqualTo(cluster.run().outcome().traceHash());
    }
}
