package dev.quorate.simulation.cluster;

import dev.quorate.model.ProcessSpec;
import dev.quorate.model.host.HostSettings;
import dev.quorate.model.host.systemd.UnitFile;
import dev.quorate.model.kubernetes.KubeControllerManagerSettings;
import dev.quorate.model.kubernetes.KubeSchedulerSettings;
import dev.quorate.model.kubernetes.WorkloadSettings;
import dev.quorate.model.kubernetes.pki.ClusterPki;
import dev.quorate.model.pacemaker.PacemakerSettings;
import dev.quorate.scenario.FenceDevice;
import dev.quorate.scenario.Node;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import dev.quorate.simulation.host.HostSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every host of a scenario's cluster, with what stands on it before it is first powered on: unit files as the how-to
 * writes them (S6, S7), certificates and kubeconfigs distributed to each (S3 to S5), enabled units, fence devices.
 */
public final class ClusterBlueprint {

    /** Where the administrator keeps unit files that are still to be distributed. */
    private static final String ADMINISTRATORS_FOLDER = "/root/";

    private final Scenario scenario;
    private final Topology topology;
    private final ClusterPki pki;

    private ClusterBlueprint(Scenario scenario) {
        this.scenario = scenario;
        this.topology = scenario.topology();
        this.pki = ClusterPki.of(
                topology.vips().isEmpty()
                        ? address(topology.masters().get(0), Topology.SERVICE)
                        : topology.vips().get(0).address());
    }

    /** The hosts: masters, workers, external etcd, clients, then fence devices. */
    public static List<HostSpec> of(Scenario scenario) {
        ClusterBlueprint blueprint = new ClusterBlueprint(scenario);
        Topology topology = scenario.topology();
        List<HostSpec> hosts = new ArrayList<>();
        topology.masters().forEach(node -> hosts.add(blueprint.host(node, blueprint.masterUnits())));
        topology.workers().forEach(node -> hosts.add(blueprint.host(node, blueprint.workerUnits(node))));
        topology.etcdHosts().forEach(node -> hosts.add(blueprint.host(node, List.of(Units.etcd()))));
        topology.clients().forEach(node -> hosts.add(blueprint.host(node, List.of(Units.prober()))));
        topology.fenceDevices().forEach(device -> hosts.add(blueprint.device(device)));
        return hosts;
    }

    private List<UnitFile> masterUnits() {
        List<UnitFile> units = new ArrayList<>(Units.highAvailability(scenario));
        boolean stacked = topology.etcdHosts().isEmpty();
        if (stacked) {
            units.add(Units.etcd());
        }
        units.addAll(Units.controlPlane(stacked ? List.of() : etcdServers()));
        return units;
    }

    private List<UnitFile> workerUnits(Node node) {
        List<UnitFile> units = new ArrayList<>(Units.worker());
        if (node.equals(topology.workers().get(0))) {
            units.add(Units.workload(
                    topology.workers().size(), scenario.settings().of(WorkloadSettings.class)));
        }
        return units;
    }

    private List<String> etcdServers() {
        return topology.etcdHosts().stream()
                .map(node -> "http://" + anyAddress(node) + ":2379")
                .toList();
    }

    private HostSpec host(Node node, List<UnitFile> units) {
        Map<String, Object> files = new TreeMap<>(
                pki.files(node.name(), List.copyOf(node.addresses().values())));
        List<String> later =
                scenario.settings().of(HostSettings.class, node.name()).notSetUp();
        for (UnitFile unit : units) {
            if (later.contains(unit.name().replaceFirst("\\.service$", ""))) {
                if (node.equals(topology.masters().get(0))) {
                    files.put(ADMINISTRATORS_FOLDER + unit.name(), unit);
                }
                continue;
            }
            files.put(unit.path(), unit);
            if (!isPacemakers(unit)) {
                files.put(UnitFile.WANTS_FOLDER + unit.name(), unit.name());
            }
        }
        if (later.contains("kube-controller-manager")) {
            files.remove(scenario.settings()
                    .of(KubeControllerManagerSettings.class, node.name())
                    .kubeconfig());
        }
        if (later.contains("kube-scheduler")) {
            files.remove(scenario.settings()
                    .of(KubeSchedulerSettings.class, node.name())
                    .kubeconfig());
        }
        return new HostSpec(
                node.name(),
                node.addresses(),
                ProcessSpec.of("systemd"),
                files,
                scenario.settings().of(HostSettings.class, node.name()));
    }

    /** Whether Pacemaker starts the unit: then it must not be enabled (Pacemaker Explained, systemd resources). */
    private boolean isPacemakers(UnitFile unit) {
        String agent = "systemd:" + unit.name().replaceFirst("\\.service$", "");
        return scenario.settings().of(PacemakerSettings.class).resources().stream()
                .anyMatch(line -> Arrays.asList(line.trim().split("\\s+")).contains(agent));
    }

    private HostSpec device(FenceDevice device) {
        return new HostSpec(
                device.name(),
                Collections.singletonMap(device.network(), device.address()),
                new ProcessSpec("bmc", "bmc", Collections.singletonMap("host", device.node())),
                new TreeMap<>(),
                scenario.settings().of(HostSettings.class));
    }

    /** A node's address on a network, or the only one it has. */
    static String address(Node node, String network) {
        return node.address(network).orElseGet(() -> anyAddress(node));
    }

    private static String anyAddress(Node node) {
        return node.addresses().values().iterator().next();
    }
}
