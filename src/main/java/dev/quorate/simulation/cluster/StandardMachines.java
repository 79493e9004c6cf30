package dev.quorate.simulation.cluster;

import dev.quorate.model.corosync.Corosync;
import dev.quorate.model.corosync.CorosyncNode;
import dev.quorate.model.corosync.CorosyncQuorumtool;
import dev.quorate.model.corosync.CorosyncSettings;
import dev.quorate.model.corosync.qdevice.Qdevice;
import dev.quorate.model.corosync.qdevice.Qnetd;
import dev.quorate.model.corosync.votequorum.DeviceSettings;
import dev.quorate.model.etcd.EtcdPeer;
import dev.quorate.model.etcd.EtcdSettings;
import dev.quorate.model.etcd.client.Etcdctl;
import dev.quorate.model.etcd.server.EtcdMachine;
import dev.quorate.model.host.HostSettings;
import dev.quorate.model.host.systemd.Systemctl;
import dev.quorate.model.host.systemd.Systemd;
import dev.quorate.model.kubernetes.KubeApiserverSettings;
import dev.quorate.model.kubernetes.KubeControllerManagerSettings;
import dev.quorate.model.kubernetes.KubeSchedulerSettings;
import dev.quorate.model.kubernetes.KubeletSettings;
import dev.quorate.model.kubernetes.ProberSettings;
import dev.quorate.model.kubernetes.apiserver.KubeApiserver;
import dev.quorate.model.kubernetes.controllermanager.KubeControllerManager;
import dev.quorate.model.kubernetes.kubelet.Kubelet;
import dev.quorate.model.kubernetes.scheduler.KubeScheduler;
import dev.quorate.model.kubernetes.tools.Kubectl;
import dev.quorate.model.kubernetes.tools.Prober;
import dev.quorate.model.kubernetes.tools.Workload;
import dev.quorate.model.pacemaker.PacemakerSettings;
import dev.quorate.model.pacemaker.agents.AgentCatalog;
import dev.quorate.model.pacemaker.daemon.PacemakerProcesses;
import dev.quorate.scenario.Node;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import dev.quorate.simulation.machines.MachineFactory;
import dev.quorate.simulation.machines.MachineRegistry;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The true models: which machine each kind of process is. */
public final class StandardMachines {

    private static final MachineRegistry REGISTRY = control(highAvailability(hosts(MachineRegistry.empty())));

    private StandardMachines() {}

    public static MachineRegistry registry() {
        return REGISTRY;
    }

    private static MachineRegistry hosts(MachineRegistry registry) {
        return registry.with(
                        "systemd",
                        (host, spec, scenario) -> new Systemd(
                                scenario.settings().of(HostSettings.class, host).systemd()))
                .with("systemctl", (host, spec, scenario) -> new Systemctl(spec));
    }

    private static MachineRegistry highAvailability(MachineRegistry registry) {
        MachineRegistry all = registry.with(
                        "corosync",
                        (host, spec, scenario) ->
                                new Corosync(scenario.settings().of(CorosyncSettings.class, host), nodelist(scenario)))
                .with("corosync-quorumtool", (host, spec, scenario) -> new CorosyncQuorumtool(spec))
                .with(
                        "corosync-qdevice",
                        (host, spec, scenario) -> new Qdevice(
                                device(scenario), scenario.topology().masters().size()))
                .with("corosync-qnetd", (host, spec, scenario) -> new Qnetd(device(scenario)));
        for (String kind : List.of(
                "pacemakerd",
                "pacemaker-based",
                "pacemaker-fenced",
                "pacemaker-execd",
                "pacemaker-controld",
                "bmc",
                "sbd",
                "watchdog",
                "pcs")) {
            all = all.with(kind, pacemaker(kind));
        }
        return all;
    }

    private static DeviceSettings device(Scenario scenario) {
        return scenario.settings().of(CorosyncSettings.class).quorum().device();
    }

    private static MachineFactory pacemaker(String kind) {
        return (host, spec, scenario) -> {
            var make = PacemakerProcesses.kinds(
                            scenario.settings().of(PacemakerSettings.class, host),
                            nodesById(scenario),
                            AgentCatalog.standard().withHealthCheck(new ApiserverProbe()))
                    .get(kind);
            if (make == null) {
                throw new IllegalStateException("Pacemaker has no process of kind " + kind);
            }
            return make.apply(spec);
        };
    }

    private static MachineRegistry control(MachineRegistry registry) {
        return registry.with(
                        "etcd",
                        (host, spec, scenario) -> new EtcdMachine(
                                scenario.settings().of(EtcdSettings.class, host), etcdPeers(scenario), spec))
                .with("etcdctl", (host, spec, scenario) -> new Etcdctl(spec))
                .with(
                        "kube-apiserver",
                        (host, spec, scenario) ->
                                new KubeApiserver(spec, scenario.settings().of(KubeApiserverSettings.class, host)))
                .with(
                        "kube-controller-manager",
                        (host, spec, scenario) -> new KubeControllerManager(
                                spec, scenario.settings().of(KubeControllerManagerSettings.class, host)))
                .with(
                        "kube-scheduler",
                        (host, spec, scenario) ->
                                new KubeScheduler(spec, scenario.settings().of(KubeSchedulerSettings.class, host)))
                .with(
                        "kubelet",
                        (host, spec, scenario) ->
                                new Kubelet(spec, scenario.settings().of(KubeletSettings.class, host)))
                .with("kubectl", (host, spec, scenario) -> new Kubectl(spec))
                .with("workload", (host, spec, scenario) -> new Workload(spec))
                .with(
                        "prober",
                        (host, spec, scenario) ->
                                new Prober(spec, scenario.settings().of(ProberSettings.class, host)));
    }

    private static List<CorosyncNode> nodelist(Scenario scenario) {
        return scenario.topology().masters().stream()
                .map(node -> new CorosyncNode(
                        node.name(), node.nodeId(), ClusterBlueprint.address(node, Topology.CLUSTER), node.votes()))
                .toList();
    }

    private static SortedMap<Integer, String> nodesById(Scenario scenario) {
        SortedMap<Integer, String> nodes = new TreeMap<>();
        for (Node node : scenario.topology().masters()) {
            nodes.put(node.nodeId(), node.name());
        }
        return nodes;
    }

    private static List<EtcdPeer> etcdPeers(Scenario scenario) {
        return scenario.topology().etcdNodes().stream()
                .map(node -> new EtcdPeer(node.name(), ClusterBlueprint.address(node, Topology.CLUSTER)))
                .toList();
    }
}
