package dev.quorate.simulation.cluster;

import dev.quorate.model.ProcessSpec;
import dev.quorate.model.host.HostSettings;
import dev.quorate.scenario.Node;
import dev.quorate.scenario.Scenario;
import dev.quorate.simulation.host.HostSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Every host of a scenario's cluster, with what stands on it before it is first powered on. */
public final class ClusterBlueprint {

    private ClusterBlueprint() {}

    public static List<HostSpec> of(Scenario scenario) {
        List<HostSpec> hosts = new ArrayList<>();
        for (Node node : scenario.topology().nodes()) {
            hosts.add(new HostSpec(
                    node.name(),
                    node.addresses(),
                    ProcessSpec.of("systemd"),
                    new TreeMap<>(),
                    scenario.settings().of(HostSettings.class, node.name())));
        }
        return hosts;
    }
}
