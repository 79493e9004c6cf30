package dev.quorate.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The machines of a cluster and how they are connected.
 *
 * @param masters hosts of the control plane, in order
 * @param workers hosts with a kubelet only
 * @param etcdHosts external etcd; empty when etcd is stacked on the masters
 * @param clients hosts outside the cluster that use the API through the VIP
 * @param vips virtual addresses in front of the masters
 * @param fenceDevices power switches of the masters
 */
public record Topology(
        List<Node> masters,
        List<Node> workers,
        List<Node> etcdHosts,
        List<Node> clients,
        List<Vip> vips,
        List<FenceDevice> fenceDevices) {

    /** The network of Corosync and etcd's peers. */
    public static final String CLUSTER = "cluster";

    /** The network of the VIP, the apiservers and clients. */
    public static final String SERVICE = "service";

    /** So many workers have addresses between the masters' and the client's. */
    private static final int WORKERS_BESIDE_MASTERS = 39;

    /** Every network there is. */
    public static final List<String> NETWORKS = List.of(CLUSTER, SERVICE);

    public Topology {
        masters = List.copyOf(masters);
        workers = List.copyOf(workers);
        etcdHosts = List.copyOf(etcdHosts);
        clients = List.copyOf(clients);
        vips = List.copyOf(vips);
        fenceDevices = List.copyOf(fenceDevices);
        if (masters.isEmpty()) {
            throw new IllegalArgumentException("a cluster needs at least one master");
        }
        requireDistinct(masters, workers, etcdHosts, clients, vips, fenceDevices);
        for (FenceDevice device : fenceDevices) {
            if (masters.stream().noneMatch(m -> m.name().equals(device.node()))) {
                throw new IllegalArgumentException(
                        "fence device " + device.name() + " switches '" + device.node() + "', which is no master");
            }
        }
    }

    /** The how-to's cluster: three masters with a fence device each, five workers, one client, one VIP. */
    public static Topology threeMasters() {
        return of(3, 5);
    }

    /** A cluster of the how-to's shape: masters 192.168.15.201 and up, workers .211 and up, VIP .200. */
    public static Topology of(int masterCount, int workerCount) {
        List<Node> masters = new ArrayList<>();
        List<FenceDevice> devices = new ArrayList<>();
        for (int i = 1; i <= masterCount; i++) {
            String name = "k8s-master" + twoDigits(i);
            masters.add(Node.master(name, i, "10.0.0." + i, "192.168.15." + (200 + i)));
            devices.add(new FenceDevice("ipmi-" + name, name, CLUSTER, "10.0.0." + (100 + i), false));
        }
        List<Node> workers = new ArrayList<>();
        for (int i = 1; i <= workerCount; i++) {
            workers.add(Node.on("k8s-node" + twoDigits(i), SERVICE, workerAddress(i)));
        }
        return new Topology(
                masters,
                workers,
                List.of(),
                List.of(Node.on("client01", SERVICE, "192.168.15.250")),
                List.of(new Vip("vip", "192.168.15.200", SERVICE, 6443)),
                devices);
    }

    /** Behind the masters in the how-to's subnet, as far as it goes; then from 192.168.16.1 on. */
    private static String workerAddress(int worker) {
        if (worker <= WORKERS_BESIDE_MASTERS) {
            return "192.168.15." + (210 + worker);
        }
        int beyond = worker - WORKERS_BESIDE_MASTERS - 1;
        return "192.168." + (16 + beyond / 250) + "." + (1 + beyond % 250);
    }

    /** Masters, workers, external etcd hosts and clients, in that order; fence devices apart. */
    public List<Node> nodes() {
        List<Node> all = new ArrayList<>(masters);
        all.addAll(workers);
        all.addAll(etcdHosts);
        all.addAll(clients);
        return all;
    }

    /** Names of {@link #nodes()}. */
    public List<String> nodeNames() {
        return names(nodes());
    }

    public List<String> masterNames() {
        return names(masters);
    }

    public List<String> workerNames() {
        return names(workers);
    }

    /** The hosts that run etcd: the external ones, or the masters. */
    public List<Node> etcdNodes() {
        return etcdHosts.isEmpty() ? masters : etcdHosts;
    }

    public Optional<Node> node(String name) {
        return nodes().stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /** The power switch of a node, if it has one. */
    public Optional<FenceDevice> fenceDeviceOf(String node) {
        return fenceDevices.stream()
                .filter(device -> device.node().equals(node))
                .findFirst();
    }

    private static List<String> names(List<Node> nodes) {
        return nodes.stream().map(Node::name).toList();
    }

    private static String twoDigits(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    private static void requireDistinct(
            List<Node> masters,
            List<Node> workers,
            List<Node> etcdHosts,
            List<Node> clients,
            List<Vip> vips,
            List<FenceDevice> devices) {
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> addresses = new TreeSet<>();
        for (List<Node> group : List.of(masters, workers, etcdHosts, clients)) {
            for (Node node : group) {
                require(names.add(node.name()), "host name", node.name());
                node.addresses().values().forEach(a -> require(addresses.add(a), "address", a));
            }
        }
        for (FenceDevice device : devices) {
            require(names.add(device.name()), "host name", device.name());
            require(addresses.add(device.address()), "address", device.address());
        }
        for (Vip vip : vips) {
            require(addresses.add(vip.address()), "address", vip.address());
        }
    }

    private static void require(boolean fresh, String what, String value) {
        if (!fresh) {
            throw new IllegalArgumentException("the " + what + " " + value + " is given twice");
        }
    }
}
