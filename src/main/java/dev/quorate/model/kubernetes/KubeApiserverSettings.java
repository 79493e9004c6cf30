package dev.quorate.model.kubernetes;

import dev.quorate.model.Setting;
import dev.quorate.model.Settings;
import java.time.Duration;
import java.util.List;

/** Settings of kube-apiserver ({@code cluster.kube-apiserver}), under its flags' names. */
public record KubeApiserverSettings(
        @Setting(
                value = "http://127.0.0.1:2379",
                meaning = "etcd's client endpoints, tried in order; 127.0.0.1 is the member on the same host",
                source = "kube-apiserver --etcd-servers; local member as in a stacked control plane (kubeadm)")
        List<String> etcdServers,

        @Setting(value = "6443", meaning = "port it serves HTTPS on", source = "kube-apiserver --secure-port")
        int securePort,

        @Setting(
                value = "1m",
                meaning = "how long a request may take before 504",
                source = "apiserver pkg/server/config.go RequestTimeout")
        Duration requestTimeout,

        @Setting(
                value = "30m",
                meaning = "shortest life of a watch; it ends between this and twice this",
                source = "apiserver pkg/server/config.go MinRequestTimeout = 1800")
        Duration minRequestTimeout,

        @Setting(
                value = "2s",
                meaning = "etcd's time to answer a check of /healthz and /livez",
                source = "kube-apiserver --etcd-healthcheck-timeout, storagebackend DefaultHealthcheckTimeout")
        Duration etcdHealthcheckTimeout,

        @Setting(
                value = "2s",
                meaning = "etcd's time to answer a check of /readyz",
                source = "kube-apiserver --etcd-readycheck-timeout, storagebackend DefaultReadinessTimeout")
        Duration etcdReadycheckTimeout,

        @Setting(
                value = "lease",
                meaning = "how apiservers agree on the kubernetes Endpoints: lease or none",
                source = "kube-apiserver --endpoint-reconciler-type")
        String endpointReconcilerType,

        @Setting(
                value = "300",
                meaning = "seconds that admission lets a pod tolerate not-ready:NoExecute; 0 adds no toleration",
                source = "kube-apiserver --default-not-ready-toleration-seconds")
        int defaultNotReadyTolerationSeconds,

        @Setting(
                value = "300",
                meaning = "seconds that admission lets a pod tolerate unreachable:NoExecute; 0 adds no toleration",
                source = "kube-apiserver --default-unreachable-toleration-seconds")
        int defaultUnreachableTolerationSeconds,

        @Setting(
                value = "0s",
                meaning = "how long it goes on serving after SIGTERM while /readyz fails",
                source = "kube-apiserver --shutdown-delay-duration")
        Duration shutdownDelayDuration,

        @Setting(
                value = "/etc/kubernetes/ssl/apiserver.pem",
                meaning = "serving certificate",
                source = "kube-apiserver --tls-cert-file; path of the how-to")
        String tlsCertFile,

        @Setting(
                value = "/etc/kubernetes/ssl/apiserver-key.pem",
                meaning = "key of the serving certificate",
                source = "kube-apiserver --tls-private-key-file; path of the how-to")
        String tlsPrivateKeyFile,

        @Setting(
                value = "/etc/kubernetes/ssl/ca.pem",
                meaning = "CA that client certificates must be signed by",
                source = "kube-apiserver --client-ca-file; path of the how-to")
        String clientCaFile,

        @Setting(
                value = "2s",
                meaning = "from the process's start until it serves: reading, hooks, first caches",
                source = "kube-apiserver v1.20.2 measured until /readyz answers 200: some seconds; not a flag")
        Duration startTime) {

    public KubeApiserverSettings {
        etcdServers = List.copyOf(etcdServers);
        if (etcdServers.isEmpty()) {
            throw new IllegalArgumentException("etcd-servers must name an endpoint, as http://127.0.0.1:2379");
        }
        if (securePort < 1 || securePort > 65_535) {
            throw new IllegalArgumentException("secure-port must be 1..65535, was " + securePort);
        }
        if (!endpointReconcilerType.equals("lease") && !endpointReconcilerType.equals("none")) {
            throw new IllegalArgumentException(
                    "endpoint-reconciler-type must be lease or none, was '" + endpointReconcilerType + "'");
        }
    }

    public static KubeApiserverSettings defaults() {
        return Settings.defaults(KubeApiserverSettings.class);
    }
}
