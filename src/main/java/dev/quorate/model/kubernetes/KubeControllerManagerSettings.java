package dev.quorate.model.kubernetes;

import dev.quorate.model.Setting;
import dev.quorate.model.Settings;
import java.time.Duration;
import java.util.List;

/** Settings of kube-controller-manager ({@code cluster.kube-controller-manager}), under its flags' names. */
public record KubeControllerManagerSettings(
        @Setting(
                value = "true",
                meaning = "take the lease before working; false works at once, beside whoever else works",
                source = "kube-controller-manager --leader-elect")
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
                value = "kube-controller-manager",
                meaning = "name of the Lease",
                source = "kube-controller-manager --leader-elect-resource-name")
        String leaderElectResourceName,

        @Setting(
                value = "kube-system",
                meaning = "namespace of the Lease",
                source = "kube-controller-manager --leader-elect-resource-namespace")
        String leaderElectResourceNamespace,

        @Setting(
                value = "false",
                meaning = "give the lease back when the process is told to end",
                source = "feature gate ControllerManagerReleaseLeaderElectionLockOnExit (KEP-5366), alpha in 1.36")
        boolean releaseLeaderElectionLockOnExit,

        @Setting(
                name = "client-go",
                value = "0.36",
                meaning = "version of client-go built in; decides on lease validity, fast path, release, exit code",
                source = "kubernetes/client-go tags: b4217e149 (0.27), 3c7c00d2d (0.30), 500bfe00c (0.34)")
        String clientGo,

        @Setting(
                name = "http2-health-check",
                value = "true",
                meaning = "ping a connection that has been silent for 30 s and drop it 15 s later",
                source = "client-go since 0.20 (HTTP2_READ_IDLE_TIMEOUT_SECONDS 30, HTTP2_PING_TIMEOUT_SECONDS 15)")
        boolean http2HealthCheck,

        @Setting(
                value = "/etc/kubernetes/controller-manager.conf",
                meaning = "kubeconfig: server, CA, client certificate",
                source = "kube-controller-manager --kubeconfig; path of the how-to")
        String kubeconfig,

        @Setting(
                value = "20",
                meaning = "requests a second to the API",
                source = "--kube-api-qps, v1alpha1/defaults.go")
        int kubeApiQps,

        @Setting(
                value = "30",
                meaning = "requests at once beyond the rate",
                source = "--kube-api-burst, v1alpha1/defaults.go")
        int kubeApiBurst,

        @Setting(
                value = "*",
                meaning = "controllers to run; bootstrapsigner and tokencleaner only when named",
                source = "kube-controller-manager --controllers")
        List<String> controllers,

        @Setting(
                value = "5s",
                meaning = "period of the node health monitor",
                source = "kube-controller-manager --node-monitor-period")
        Duration nodeMonitorPeriod,

        @Setting(
                value = "50s",
                meaning = "silence of a node until Ready=Unknown; 40 s before 1.32",
                source = "kube-controller-manager --node-monitor-grace-period (PR 126287)")
        Duration nodeMonitorGracePeriod,

        @Setting(
                value = "1m",
                meaning = "the same for a node that never posted a status",
                source = "kube-controller-manager --node-startup-grace-period")
        Duration nodeStartupGracePeriod,

        @Setting(
                value = "0.1",
                meaning = "nodes a second and zone that get the NoExecute taint",
                source = "kube-controller-manager --node-eviction-rate")
        double nodeEvictionRate,

        @Setting(
                value = "0.01",
                meaning = "the same in a large zone that is partly disrupted",
                source = "kube-controller-manager --secondary-node-eviction-rate")
        double secondaryNodeEvictionRate,

        @Setting(
                value = "50",
                meaning = "nodes above which a zone is large; a small one that is disrupted gets no NoExecute at all",
                source = "kube-controller-manager --large-cluster-size-threshold")
        int largeClusterSizeThreshold,

        @Setting(
                value = "0.55",
                meaning = "share of nodes not ready from which a zone counts as partly disrupted",
                source = "kube-controller-manager --unhealthy-zone-threshold")
        double unhealthyZoneThreshold,

        @Setting(
                value = "false",
                meaning = "give each node a pod CIDR",
                source = "kube-controller-manager --allocate-node-cidrs")
        boolean allocateNodeCidrs,

        @Setting(
                value = "",
                meaning = "range of the pods' addresses, 10.244.0.0/16",
                source = "kube-controller-manager --cluster-cidr")
        String clusterCidr,

        @Setting(
                value = "24",
                meaning = "prefix length of a node's pod CIDR",
                source = "kube-controller-manager --node-cidr-mask-size")
        int nodeCidrMaskSize,

        @Setting(
                value = "",
                meaning = "range of the services' addresses, 10.96.0.0/12",
                source = "kube-controller-manager --service-cluster-ip-range")
        String serviceClusterIpRange,

        @Setting(
                value = "5",
                meaning = "ReplicaSets synced at once",
                source = "kube-controller-manager --concurrent-replicaset-syncs")
        int concurrentReplicasetSyncs,

        @Setting(
                value = "12500",
                meaning = "terminated pods kept",
                source = "kube-controller-manager --terminated-pod-gc-threshold")
        int terminatedPodGcThreshold,

        @Setting(
                value = "",
                meaning = "CA certificate put into service account secrets; empty: none",
                source = "kube-controller-manager --root-ca-file")
        String rootCaFile,

        @Setting(
                value = "",
                meaning = "certificate to sign certificate requests with; empty: none are signed",
                source = "kube-controller-manager --cluster-signing-cert-file")
        String clusterSigningCertFile,

        @Setting(value = "", meaning = "its key", source = "kube-controller-manager --cluster-signing-key-file")
        String clusterSigningKeyFile,

        @Setting(
                value = "",
                meaning = "key to sign service account tokens with; empty: no tokens",
                source = "kube-controller-manager --service-account-private-key-file")
        String serviceAccountPrivateKeyFile,

        @Setting(
                value = "",
                meaning = "group whose certificate requests are approved without a person; empty: none",
                source =
                        "kube-controller-manager 1.6 and 1.7, the flag of that name; the how-to's system:bootstrappers")
        String insecureExperimentalApproveAllKubeletCsrsForGroup) {

    public KubeControllerManagerSettings {
        controllers = List.copyOf(controllers);
        ClientGo.of(clientGo);
        LeaderElectionFlags.check(leaderElectLeaseDuration, leaderElectRenewDeadline, leaderElectRetryPeriod);
        if (nodeCidrMaskSize < 1 || nodeCidrMaskSize > 32) {
            throw new IllegalArgumentException("node-cidr-mask-size must be 1..32, was " + nodeCidrMaskSize);
        }
    }

    /** The minor version of Kubernetes that its client-go belongs to: 20 of client-go 0.20 and Kubernetes 1.20. */
    public int minorVersion() {
        return Integer.parseInt(clientGo.split("\\.")[1]);
    }

    public static KubeControllerManagerSettings defaults() {
        return Settings.defaults(KubeControllerManagerSettings.class);
    }
}
