package dev.quorate.scenario.fault;

import dev.quorate.model.Settings;
import dev.quorate.model.kubernetes.KubeApiserverSettings;
import dev.quorate.model.kubernetes.KubeControllerManagerSettings;
import dev.quorate.model.kubernetes.KubeSchedulerSettings;
import dev.quorate.model.kubernetes.KubeletSettings;
import dev.quorate.model.kubernetes.pki.Certificate;
import dev.quorate.model.kubernetes.pki.Kubeconfig;
import dev.quorate.scenario.Node;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.Vip;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Mistakes with kubeconfigs, certificates and keys: the how-to's own steps, left out or done wrong.
 *
 * <p>Programs read these files when they start, so each act restarts the unit in question.
 */
public sealed interface CredentialFault extends Fault {

    /** A client of the API that has a kubeconfig. */
    enum Component {
        KUBE_SCHEDULER,
        KUBE_CONTROLLER_MANAGER,
        KUBELET;

        String unit() {
            return Settings.kebab(name());
        }

        String kubeconfig(FaultTarget world, String host) {
            return switch (this) {
                case KUBE_SCHEDULER ->
                    world.settings().of(KubeSchedulerSettings.class, host).kubeconfig();
                case KUBE_CONTROLLER_MANAGER ->
                    world.settings()
                            .of(KubeControllerManagerSettings.class, host)
                            .kubeconfig();
                case KUBELET -> world.settings().of(KubeletSettings.class, host).kubeconfig();
            };
        }
    }

    @Override
    default boolean isOperator() {
        return true;
    }

    /** The host whose files are wrong. */
    Target node();

    private static String apiserverCertificate(FaultTarget world, String host) {
        return world.settings().of(KubeApiserverSettings.class, host).tlsCertFile();
    }

    private static List<String> vips(Topology topology) {
        return topology.vips().stream().map(Vip::address).toList();
    }

    /** A kubeconfig names one master instead of the VIP. */
    @FaultKind(
            keyword = "kubeconfig-to-master",
            doc = "let a component's kubeconfig name one master instead of the VIP, and restart it",
            example =
                    "{ at = 0s, operator = kubeconfig-to-master, component = kube-scheduler, node = k8s-master02, master = k8s-master01 }")
    record KubeconfigToMaster(
            @Parameter(doc = "kube-scheduler, kube-controller-manager or kubelet")
            Component component,

            @Parameter(doc = "the host with the kubeconfig") Target node,
            @Parameter(doc = "the master that it names") Target master)
            implements CredentialFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.topology()
                    .node(master.name())
                    .flatMap(host -> host.address(Topology.SERVICE))
                    .ifPresent(address -> point(world, address));
        }

        @Override
        public void undo(FaultTarget world, String id) {
            vips(world.topology()).stream().findFirst().ifPresent(address -> point(world, address));
        }

        private void point(FaultTarget world, String address) {
            String path = component.kubeconfig(world, node.name());
            if (world.file(node.name(), path).orElse("") instanceof Kubeconfig kubeconfig) {
                int port = world.topology().vips().stream()
                        .findFirst()
                        .map(Vip::port)
                        .orElse(6443);
                world.writeFile(node.name(), path, kubeconfig.withServer("https://" + address + ":" + port));
                world.systemctl(node.name(), "restart", component.unit());
            }
        }

        @Override
        public String describe() {
            return "operator lets the kubeconfig of " + component.unit() + " on " + node + " name " + master
                    + " instead of the VIP";
        }
    }

    /** A kubeconfig that was not distributed. */
    @FaultKind(
            keyword = "remove-kubeconfig",
            doc = "take a component's kubeconfig away, as if it had not been copied to that host, and restart it",
            example =
                    "{ at = 0s, operator = remove-kubeconfig, component = kube-controller-manager, node = k8s-master03 }")
    record RemoveKubeconfig(
            @Parameter(doc = "kube-scheduler, kube-controller-manager or kubelet")
            Component component,

            @Parameter(doc = "the host") Target node)
            implements CredentialFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.deleteFile(node.name(), component.kubeconfig(world, node.name()));
            world.systemctl(node.name(), "restart", component.unit());
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator forgets the kubeconfig of " + component.unit() + " on " + node;
        }
    }

    /** Certificates for the apiserver without the VIP. */
    @FaultKind(
            keyword = "vip-not-in-sans",
            doc = "serve a certificate that does not name the VIP, and restart the apiserver",
            example = "{ at = 0s, operator = vip-not-in-sans, node = k8s-master02, mistake = true }")
    record VipNotInSans(
            @Parameter(doc = "the host of the apiserver") Target node) implements CredentialFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            rewrite(world, false);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            rewrite(world, true);
        }

        private void rewrite(FaultTarget world, boolean withVip) {
            String path = apiserverCertificate(world, node.name());
            if (world.file(node.name(), path).orElse("") instanceof Certificate old) {
                List<String> names = new ArrayList<>(old.names());
                names.removeAll(vips(world.topology()));
                if (withVip) {
                    names.addAll(vips(world.topology()));
                }
                world.writeFile(
                        node.name(),
                        path,
                        new Certificate(
                                old.commonName(),
                                old.organizations(),
                                names,
                                old.notBefore(),
                                old.notAfter(),
                                old.key(),
                                old.issuerKey()));
                world.systemctl(node.name(), "restart", "kube-apiserver");
            }
        }

        @Override
        public String describe() {
            return "operator leaves the VIP out of the apiserver's certificate on " + node;
        }

        @Override
        public String describeEnd() {
            return "certificate with the VIP distributed to " + node;
        }
    }

    /** A certificate that ran out. */
    @FaultKind(
            keyword = "expire-certificate",
            doc = "let the apiserver's certificate on a host be past its end, and restart the apiserver",
            example = "{ at = 60s, operator = expire-certificate, node = vip holder, for = 2m }")
    record ExpireCertificate(
            @Parameter(doc = "the host of the apiserver") Target node) implements CredentialFault {

        private static final SimTime LONG_AGO = SimTime.ofSeconds(-3_600);
        private static final SimTime LONG_AFTER = SimTime.ofSeconds(365L * 86_400);

        @Override
        public void applyTo(FaultTarget world, String id) {
            rewrite(world, LONG_AGO);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            rewrite(world, LONG_AFTER);
        }

        private void rewrite(FaultTarget world, SimTime notAfter) {
            String path = apiserverCertificate(world, node.name());
            if (world.file(node.name(), path).orElse("") instanceof Certificate old) {
                world.writeFile(
                        node.name(),
                        path,
                        new Certificate(
                                old.commonName(),
                                old.organizations(),
                                old.names(),
                                old.notBefore(),
                                notAfter,
                                old.key(),
                                old.issuerKey()));
                world.systemctl(node.name(), "restart", "kube-apiserver");
            }
        }

        @Override
        public String describe() {
            return "certificate of the apiserver on " + node + " expired";
        }

        @Override
        public String describeEnd() {
            return "certificate of the apiserver on " + node + " renewed";
        }
    }

    /** A client certificate without its key. */
    @FaultKind(
            keyword = "remove-key-pair",
            doc = "make a component's kubeconfig without client certificate and key, and restart it",
            example =
                    "{ at = 0s, operator = remove-key-pair, component = kube-controller-manager, node = k8s-master01 }")
    record RemoveKeyPair(
            @Parameter(doc = "kube-scheduler, kube-controller-manager or kubelet")
            Component component,

            @Parameter(doc = "the host") Target node)
            implements CredentialFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            String path = component.kubeconfig(world, node.name());
            if (world.file(node.name(), path).orElse("") instanceof Kubeconfig old) {
                Map<String, Kubeconfig.User> users = new TreeMap<>();
                old.users().keySet().forEach(user -> users.put(user, new Kubeconfig.User(null, null)));
                world.writeFile(
                        node.name(), path, new Kubeconfig(old.clusters(), users, old.contexts(), old.currentContext()));
                world.systemctl(node.name(), "restart", component.unit());
            }
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator leaves the key pair out of the kubeconfig of " + component.unit() + " on " + node;
        }
    }

    /** The context's name is wrong, as in the how-to. */
    @FaultKind(
            keyword = "wrong-context",
            doc = "let a component's kubeconfig name a context that it does not have, and restart it",
            example =
                    "{ at = 0s, operator = wrong-context, component = kube-scheduler, node = k8s-master01, for = 1m }")
    record WrongContext(
            @Parameter(doc = "kube-scheduler, kube-controller-manager or kubelet")
            Component component,

            @Parameter(doc = "the host") Target node)
            implements CredentialFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            rewrite(world, Optional.of("default"));
        }

        @Override
        public void undo(FaultTarget world, String id) {
            rewrite(world, Optional.empty());
        }

        private void rewrite(FaultTarget world, Optional<String> context) {
            String path = component.kubeconfig(world, node.name());
            if (world.file(node.name(), path).orElse("") instanceof Kubeconfig old) {
                String right = old.contexts().keySet().stream().findFirst().orElse("");
                world.writeFile(node.name(), path, old.withCurrentContext(context.orElse(right)));
                world.systemctl(node.name(), "restart", component.unit());
            }
        }

        @Override
        public String describe() {
            return "operator names a wrong context in the kubeconfig of " + component.unit() + " on " + node;
        }
    }

    @Override
    default List<String> complaints(Topology topology) {
        boolean client = !node().isSymbolic()
                && topology.clients().stream().map(Node::name).anyMatch(node().words()::equals);
        return client ? List.of("'" + node() + "' is a client; it runs no component of the cluster") : List.of();
    }
}
