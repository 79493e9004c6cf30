package dev.quorate.simulation.cluster;

import dev.quorate.model.ProcessSpec;
import dev.quorate.model.host.systemd.UnitFile;
import dev.quorate.model.kubernetes.WorkloadSettings;
import dev.quorate.model.pacemaker.PacemakerSettings;
import dev.quorate.scenario.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The unit files of the cluster's hosts. */
final class Units {

    private Units() {}

    /** Corosync and Pacemaker, with sbd where the watchdog fences. */
    static List<UnitFile> highAvailability(Scenario scenario) {
        List<UnitFile> units = new ArrayList<>();
        units.add(simple("corosync", "Corosync Cluster Engine", "network.target"));
        if (!scenario.settings()
                .of(PacemakerSettings.class)
                .stonithWatchdogTimeout()
                .isZero()) {
            units.add(simple("watchdog", "Hardware watchdog"));
            units.add(simple("sbd", "Shared-storage based fencing daemon", "watchdog.service", "corosync.service"));
        }
        // pacemaker.service of Pacemaker 2.1: Restart=on-failure, After=corosync.service, Requires=corosync.service
        units.add(UnitFile.of("pacemaker.service", ProcessSpec.of("pacemakerd"))
                .description("Pacemaker High Availability Cluster Manager")
                .after("corosync.service")
                .requires("corosync.service")
                .restart(UnitFile.Restart.ON_FAILURE));
        return units;
    }

    static UnitFile etcd() {
        return simple("etcd", "etcd key-value store", "network.target");
    }

    /** kube-apiserver, kube-controller-manager and kube-scheduler as the how-to writes their units (S6). */
    static List<UnitFile> controlPlane(List<String> etcdServers) {
        Map<String, String> flags = new TreeMap<>();
        if (!etcdServers.isEmpty()) {
            flags.put("etcd-servers", String.join(",", etcdServers));
        }
        return List.of(
                simple("kube-apiserver", "Kubernetes API Server", "network.target", "etcd.service")
                        .execStart(new ProcessSpec("kube-apiserver", "kube-apiserver", flags)),
                simple(
                                "kube-controller-manager",
                                "Kubernetes Controller Manager",
                                "network.target",
                                "kube-apiserver.service")
                        .environmentFile("-/etc/kubernetes/controller-manager"),
                simple("kube-scheduler", "Kubernetes Scheduler", "network.target", "kube-apiserver.service")
                        .environmentFile("-/etc/kubernetes/scheduler"));
    }

    static List<UnitFile> worker() {
        return List.of(simple("kubelet", "Kubernetes Kubelet", "network.target"));
    }

    /** The pods of every worker, made by the first one. */
    static UnitFile workload(int workers, WorkloadSettings settings) {
        Map<String, String> arguments = new TreeMap<>();
        arguments.put("replicas", Integer.toString(settings.podsPerWorker() * workers));
        arguments.put("cpu", Integer.toString(settings.cpuMillis()));
        return UnitFile.of("workload.service", new ProcessSpec("workload", "workload", arguments))
                .description("The pods that this cluster runs")
                .after("network.target")
                .restart(UnitFile.Restart.ON_FAILURE);
    }

    static UnitFile prober() {
        return UnitFile.of("prober.service", new ProcessSpec("prober", "prober", Collections.emptyMap()))
                .description("A client that uses the API through the VIP")
                .restart(UnitFile.Restart.ALWAYS);
    }

    private static UnitFile simple(String name, String description, String... after) {
        return UnitFile.of(name + ".service", ProcessSpec.of(name))
                .description(description)
                .after(after)
                .restart(UnitFile.Restart.ON_FAILURE)
                .limitNofile(65_536);
    }
}
