package dev.quorate.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.kubernetes.WorkloadSettings;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.trace.KubernetesEvent.NodeReadyChanged;
import dev.quorate.trace.KubernetesEvent.PodRunning;
import dev.quorate.trace.TraceRecord;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 200 workers with ten pods each: it works, and how long it takes. */
class ManyWorkersTest {

    @Test
    void twoHundredWorkersHaveAddressesOfTheirOwn() {
        Topology topology = Topology.of(3, 200);
        assertThat(topology.workers()).hasSize(200);
        assertThat(topology.workers().get(38).addresses().values()).containsExactly("192.168.15.249");
        assertThat(topology.workers().get(39).addresses().values()).containsExactly("192.168.16.1");
        assertThat(topology.workers().get(199).name()).isEqualTo("k8s-node200");
    }

    @Test
    @Tag("soak")
    void aMastersOutageWithTwoThousandPods() throws Exception {
        Scenario outage = dev.quorate.scenario.parse.ScenarioParser.parse(
                Path.of("scenarios/node-outage.conf").toAbsolutePath());
        Scenario scenario = outage.withTopology(Topology.of(3, 200))
                .withSettings(outage.settings().with(new WorkloadSettings(10, 100)))
                .withDuration(Duration.ofMinutes(10));
        List<TraceRecord> running = new ArrayList<>();
        int[] unready = {0};
        long cpu = cpuNanos();
        try (DrivenSystem system = DrivenSystem.create()) {
            Simulation.of(scenario).run(system, record -> {
                if (record.event() instanceof PodRunning) {
                    running.add(record);
                }
                if (record.event() instanceof NodeReadyChanged ready
                        && ready.ready().equals("Unknown")) {
                    unready[0]++;
                }
            });
        }
        System.out.printf(
                Locale.ROOT,
                "200 workers, 2,000 pods, ten minutes with a master's outage: %.1f s of CPU; %d pods ran, %d nodes"
                        + " became unknown%n",
                (cpuNanos() - cpu) / 1e9,
                running.size(),
                unready[0]);
        assertThat(running).hasSize(2_000);
        assertThat(unready[0]).isZero();
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
