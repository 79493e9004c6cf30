package dev.quorate.model.kubernetes.pki;

import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that a cluster's administrator makes before anything starts: one CA, certificates, kubeconfigs.
 *
 * @param server what the kubeconfigs name: {@code https://192.168.15.200:6443}
 * @param serverNames names and addresses that every apiserver's certificate carries: the VIP, and what else clients use
 * @param validity from time zero on; all begin a day earlier
 */
public record ClusterPki(String server, List<String> serverNames, Duration validity) {

    public static final String SSL = "/etc/kubernetes/ssl/";
    public static final String CONTROLLER_MANAGER = "/etc/kubernetes/controller-manager.conf";
    public static final String SCHEDULER = "/etc/kubernetes/scheduler.conf";
    public static final String KUBELET = "/etc/kubernetes/kubelet.conf";
    public static final String ADMIN = "/etc/kubernetes/admin.conf";

    private static final SimTime NOT_BEFORE = SimTime.ofSeconds(-86_400);

    public ClusterPki {
        serverNames = List.copyOf(serverNames);
    }

    /** One year, the VIP and the names that every such certificate has. */
    public static ClusterPki of(String vip) {
        return new ClusterPki("https://" + vip + ":6443", List.of(vip), Duration.ofDays(365));
    }

    public Certificate certificateAuthority() {
        return new Certificate(
                "kubernetes", List.of(), List.of(), NOT_BEFORE, SimTime.of(Duration.ofDays(3_650)), "ca", "ca");
    }

    /** A client certificate of this CA. */
    public Certificate client(String commonName, String... organizations) {
        return new Certificate(
                commonName, List.of(organizations), List.of(), NOT_BEFORE, SimTime.of(validity), commonName, "ca");
    }

    /** An apiserver's certificate for a host: the usual names, the host's own addresses, then {@code serverNames}. */
    public Certificate apiserver(String host, List<String> addresses) {
        List<String> names = new ArrayList<>(
                List.of("kubernetes", "kubernetes.default", "kubernetes.default.svc", "127.0.0.1", "10.96.0.1", host));
        names.addAll(addresses);
        for (String name : serverNames) {
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return new Certificate(
                "kube-apiserver", List.of(), names, NOT_BEFORE, SimTime.of(validity), "apiserver/" + host, "ca");
    }

    public Kubeconfig kubeconfig(String user, String... organizations) {
        return Kubeconfig.of(user, server, certificateAuthority(), client(user, organizations), new PrivateKey(user));
    }

    /** What lies on a host: path to content. Components share it; a worker or client simply has no use for some. */
    public Map<String, Object> files(String host, List<String> addresses) {
        Map<String, Object> files = new LinkedHashMap<>();
        files.put(SSL + "ca.pem", certificateAuthority());
        files.put(SSL + "ca-key.pem", new PrivateKey("ca"));
        files.put(SSL + "apiserver.pem", apiserver(host, addresses));
        files.put(SSL + "apiserver-key.pem", new PrivateKey("apiserver/" + host));
        files.put(SSL + "sa.key", new PrivateKey("sa"));
        files.put(SSL + "controller-manager.pem", client("system:kube-controller-manager"));
        files.put(SSL + "controller-manager-key.pem", new PrivateKey("system:kube-controller-manager"));
        files.put(CONTROLLER_MANAGER, kubeconfig("system:kube-controller-manager"));
        files.put(SCHEDULER, kubeconfig("system:kube-scheduler"));
        files.put(KUBELET, kubeconfig("system:node:" + host, "system:nodes"));
        files.put(ADMIN, kubeconfig("kubernetes-admin", "system:masters"));
        return files;
    }
}
