package dev.quorate.model.kubernetes;

import dev.quorate.model.Setting;
import dev.quorate.model.Settings;
import java.time.Duration;

/** Settings of kubelet ({@code cluster.kubelet}), under its configuration's names. */
public record KubeletSettings(
        @Setting(
                value = "40",
                meaning = "leaseDurationSeconds of the node's Lease; renewed every quarter of it",
                source = "KubeletConfiguration nodeLeaseDurationSeconds")
        int nodeLeaseDurationSeconds,

        @Setting(
                value = "10s",
                meaning = "period in which the node's status is computed",
                source = "KubeletConfiguration nodeStatusUpdateFrequency")
        Duration nodeStatusUpdateFrequency,

        @Setting(
                value = "5m",
                meaning = "period in which an unchanged status is posted",
                source = "KubeletConfiguration nodeStatusReportFrequency")
        Duration nodeStatusReportFrequency,

        @Setting(
                name = "http2-health-check",
                value = "true",
                meaning = "ping a connection that has been silent for 30 s and drop it 15 s later",
                source = "client-go since 0.20 (HTTP2_READ_IDLE_TIMEOUT_SECONDS 30, HTTP2_PING_TIMEOUT_SECONDS 15)")
        boolean http2HealthCheck,

        @Setting(
                value = "/etc/kubernetes/kubelet.conf",
                meaning = "kubeconfig: server, CA, client certificate",
                source = "kubelet --kubeconfig; path of the how-to")
        String kubeconfig,

        @Setting(value = "110", meaning = "pods a node takes", source = "KubeletConfiguration maxPods")
        int maxPods,

        @Setting(
                value = "4000",
                meaning = "allocatable CPU of a node in thousandths of a core",
                source = "the machine's own; not a flag")
        int cpuMillis,

        @Setting(
                value = "1s",
                meaning = "from a pod's binding seen until its containers run",
                source = "image present, pod worker and runtime; not a flag")
        Duration podStartTime) {

    public KubeletSettings {
        if (nodeLeaseDurationSeconds < 1) {
            throw new IllegalArgumentException(
                    "node-lease-duration-seconds must be at least 1, was " + nodeLeaseDurationSeconds);
        }
    }

    public static KubeletSettings defaults() {
        return Settings.defaults(KubeletSettings.class);
    }
}
