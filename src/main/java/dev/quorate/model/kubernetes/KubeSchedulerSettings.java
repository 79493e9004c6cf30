package dev.quorate.model.kubernetes;

import dev.quorate.model.Setting;
import dev.quorate.model.Settings;
import java.time.Duration;

/** Settings of kube-scheduler ({@code cluster.kube-scheduler}), under its flags' names. */
public record KubeSchedulerSettings(
        @Setting(
                value = "true",
                meaning = "take the lease before working; false works at once, beside whoever else works",
                source = "kube-scheduler --leader-elect")
        boolean leaderElect,

        @Setting(
                value = "15s",
                meaning = "how long standbys wait after the last renewal they observed",
                source = "component-base config/v1alpha1/defaults.go, --leader-elect-lease-duration")
        Duration leaderElectLeaseDuration,

        @Setting(
                value = "10s",
                meaning = "how long the leader tries to renew before it stops leading",
                source = "component-base config/v1alpha1/defaults.go, --leader-elect-renew-deadline")
        Duration leaderElectRenewDeadline,

        @Setting(
                value = "2s",
                meaning = "pause between tries to acquire or renew",
                source = "component-base config/v1alpha1/defaults.go, --leader-elect-retry-period")
        Duration leaderElectRetryPeriod,

        @Setting(
                value = "kube-scheduler",
                meaning = "name of the Lease",
                source = "kube-scheduler --leader-elect-resource-name")
        String leaderElectResourceName,

        @Setting(
                value = "kube-system",
                meaning = "namespace of the Lease",
                source = "kube-scheduler --leader-elect-resource-namespace")
        String leaderElectResourceNamespace,

        @Setting(
                name = "client-go",
                value = "0.36",
                meaning = "version of client-go built in; decides on lease validity, fast path, exit code",
                source = "kubernetes/client-go tags: b4217e149 (0.27), 3c7c00d2d (0.30), 500bfe00c (0.34)")
        String clientGo,

        @Setting(
                name = "http2-health-check",
                value = "true",
                meaning = "ping a connection that has been silent for 30 s and drop it 15 s later",
                source = "client-go since 0.20 (HTTP2_READ_IDLE_TIMEOUT_SECONDS 30, HTTP2_PING_TIMEOUT_SECONDS 15)")
        boolean http2HealthCheck,

        @Setting(
                value = "/etc/kubernetes/scheduler.conf",
                meaning = "kubeconfig: server, CA, client certificate",
                source = "kube-scheduler --kubeconfig; path of the how-to")
        String kubeconfig,

        @Setting(value = "50", meaning = "requests a second to the API", source = "kube-scheduler --kube-api-qps")
        int kubeApiQps,

        @Setting(
                value = "100",
                meaning = "requests at once beyond the rate",
                source = "kube-scheduler --kube-api-burst")
        int kubeApiBurst,

        @Setting(
                value = "1s",
                meaning = "first pause before a pod that did not fit is tried again",
                source = "KubeSchedulerConfiguration podInitialBackoffSeconds")
        Duration podInitialBackoff,

        @Setting(
                value = "10s",
                meaning = "longest such pause",
                source = "KubeSchedulerConfiguration podMaxBackoffSeconds")
        Duration podMaxBackoff) {

    public KubeSchedulerSettings {
        ClientGo.of(clientGo);
        LeaderElectionFlags.check(leaderElectLeaseDuration, leaderElectRenewDeadline, leaderElectRetryPeriod);
    }

    public static KubeSchedulerSettings defaults() {
        return Settings.defaults(KubeSchedulerSettings.class);
    }
}
