package dev.quorate.testkit;

import static dev.quorate.testkit.QuorateAssertions.assertThat;

import dev.quorate.scenario.fault.ScheduledFault;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.assertj.core.api.Assertions;

/** Bring your own controller: two electors under the same faults. */
class ElectorProperties {

    private static final SimulatedCluster CLUSTER =
            SimulatedCluster.threeMasters().withoutWorkers();

    @Property(tries = 8)
    void clientGosWayLeadsOneAtATimeWhateverTheWallClocksSay(
            @ForAll @Faults(only = "clock-step", max = 3, within = "30s") FaultPlan plan, @ForAll Seed seed) {
        SimulatedCluster cluster = CLUSTER.process("elector", (host, spec, scenario) -> new ClientGoElector());

        assertThat(cluster.with(plan).seed(seed).run()).hasAtMostOneActingLeader("elector");
    }

    @Property(tries = 40, seed = "1", afterFailure = AfterFailureMode.RANDOM_SEED)
    @AddLifecycleHook(IsCaught.class)
    void theNaiveElectorLeadsOneAtATime(
            @ForAll @Faults(only = "clock-step", max = 3, within = "30s") FaultPlan plan, @ForAll Seed seed) {
        SimulatedCluster cluster = CLUSTER.process("elector", (host, spec, scenario) -> new NaiveElector());

        assertThat(cluster.with(plan).seed(seed).run()).hasAtMostOneActingLeader("elector");
    }

    /** The property above must fail, with a plan of one fault, saved as a file that can be read again. */
    static final class IsCaught implements AroundPropertyHook {
        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            PropertyExecutionResult result = property.execute();
            Assertions.assertThat(result.status()).isEqualTo(PropertyExecutionResult.Status.FAILED);
            Assertions.assertThat(result.throwable()).containsInstanceOf(RunFailure.class);
            String message = result.throwable().orElseThrow().getMessage();
            Assertions.assertThat(message)
                    .contains("single-acting-leader.elector is violated: 2 leaders", "1 fault", "clock-step")
                    .contains("elector", "leader", "saved:  target/quorate/ElectorProperties", "again:  ");
            Path file = Run.FAILED.resolve("ElectorProperties.theNaiveElectorLeadsOneAtATime.conf");
            Assertions.assertThat(Files.exists(file)).isTrue();
            Assertions.assertThat(FaultPlan.read(file).faults())
                    .hasSize(1)
                    .extracting(ScheduledFault::fault)
                    .allSatisfy(fault -> Assertions.assertThat(fault.kind()).isEqualTo("clock-step"));
            return result.mapToSuccessful();
        }

        @Override
        public int aroundPropertyProximity() {
            return -90;
        }
    }
}
