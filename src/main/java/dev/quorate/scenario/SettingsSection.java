package dev.quorate.scenario;

import dev.quorate.model.corosync.CorosyncSettings;
import dev.quorate.model.etcd.EtcdSettings;
import dev.quorate.model.host.HostSettings;
import dev.quorate.model.kubernetes.KubeApiserverSettings;
import dev.quorate.model.kubernetes.KubeControllerManagerSettings;
import dev.quorate.model.kubernetes.KubeSchedulerSettings;
import dev.quorate.model.kubernetes.KubeletSettings;
import dev.quorate.model.kubernetes.ProberSettings;
import dev.quorate.model.kubernetes.WorkloadSettings;
import dev.quorate.model.net.NetworkSettings;
import dev.quorate.model.pacemaker.PacemakerSettings;
import java.util.List;

/**
 * One component's settings in a scenario file.
 *
 * @param path where it stands below {@code cluster}: {@code corosync}
 * @param type the record that holds it
 */
public record SettingsSection(String path, Class<? extends Record> type) {

    /** Every section there is, in the order of documentation. */
    public static final List<SettingsSection> ALL = List.of(
            new SettingsSection("host", HostSettings.class),
            new SettingsSection("network", NetworkSettings.class),
            new SettingsSection("corosync", CorosyncSettings.class),
            new SettingsSection("pacemaker", PacemakerSettings.class),
            new SettingsSection("etcd", EtcdSettings.class),
            new SettingsSection("kube-apiserver", KubeApiserverSettings.class),
            new SettingsSection("kube-controller-manager", KubeControllerManagerSettings.class),
            new SettingsSection("kube-scheduler", KubeSchedulerSettings.class),
            new SettingsSection("kubelet", KubeletSettings.class),
            new SettingsSection("prober", ProberSettings.class),
            new SettingsSection("workload", WorkloadSettings.class));

    /** The section that a record type belongs to. */
    public static SettingsSection of(Class<? extends Record> type) {
        for (SettingsSection section : ALL) {
            if (section.type.equals(type)) {
                return section;
            }
        }
        throw new IllegalArgumentException(type + " is no section of a cluster's settings");
    }
}
