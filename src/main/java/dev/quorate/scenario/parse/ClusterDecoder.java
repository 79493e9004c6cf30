package dev.quorate.scenario.parse;

import dev.quorate.model.corosync.CorosyncSettings;
import dev.quorate.model.corosync.votequorum.DeviceSettings;
import dev.quorate.model.pacemaker.PacemakerSettings;
import dev.quorate.scenario.ClusterSettings;
import dev.quorate.scenario.FenceDevice;
import dev.quorate.scenario.Node;
import dev.quorate.scenario.SettingsSection;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.Vip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Decodes {@code cluster}: the machines, every component's settings, and what differs on single hosts. */
final class ClusterDecoder {

    private final Problems problems;
    private final SettingsDecoder settingsDecoder;

    ClusterDecoder(Problems problems, SortedMap<String, String> origins) {
        this.problems = problems;
        this.settingsDecoder = new SettingsDecoder(origins);
    }

    /** The machines; the how-to's when they cannot be made out, so that later checks have something to go by. */
    Topology topology(ObjectReader cluster) {
        List<Node> masters = nodes(cluster, "masters", true);
        List<Node> workers = nodes(cluster, "workers", false);
        List<Node> etcdHosts = nodes(cluster, "etcd-hosts", false);
        List<Node> clients = nodes(cluster, "clients", false);
        List<Vip> vips = vips(cluster);
        List<FenceDevice> devices = fenceDevices(cluster);
        if (!cluster.has("masters")) {
            problems.add(
                    cluster.origin(),
                    "cluster",
                    "cluster.masters is missing; include required(\"clusters/three-masters.conf\") gives the how-to's");
            return Topology.threeMasters();
        }
        return make(cluster, () -> new Topology(masters, workers, etcdHosts, clients, vips, devices))
                .orElseGet(Topology::threeMasters);
    }

    ClusterSettings settings(ObjectReader cluster, Topology topology) {
        ClusterSettings settings = ClusterSettings.defaults();
        for (SettingsSection section : SettingsSection.ALL) {
            Optional<ObjectReader> reader = cluster.object(section.path());
            if (reader.isPresent()) {
                settings = settings.with(decode(section.type(), settings, reader.get()));
            }
        }
        PacemakerLines lines = new PacemakerLines(problems, topology);
        PacemakerSettings pacemaker = settings.of(PacemakerSettings.class);
        cluster.object("pacemaker").ifPresent(reader -> lines.check(pacemaker, reader));
        checkQuorumDevice(settings, topology, cluster);
        Optional<ObjectReader> hosts = cluster.object("hosts");
        if (hosts.isPresent()) {
            for (String host : hosts.get().keys()) {
                if (topology.node(host).isEmpty()) {
                    hosts.get()
                            .complain(
                                    host,
                                    "cluster.hosts: node '" + host + "' is not in the cluster",
                                    Suggestion.of(host, topology.nodeNames()));
                }
                Optional<ObjectReader> own = hosts.get().object(host);
                if (own.isPresent()) {
                    settings = hostSettings(host, own.get(), settings, topology);
                }
            }
        }
        return settings;
    }

    /** Somebody must answer at the quorum device's address, or its vote never comes. */
    private void checkQuorumDevice(ClusterSettings settings, Topology topology, ObjectReader cluster) {
        DeviceSettings device = settings.of(CorosyncSettings.class).quorum().device();
        boolean answered =
                topology.nodes().stream().anyMatch(node -> node.addresses().containsValue(device.host()));
        if (device.model() == DeviceSettings.Model.NET && !answered) {
            problems.add(
                    cluster.originOf("corosync"),
                    device.host(),
                    "cluster.corosync.quorum.device.host: no host has the address '" + device.host()
                            + "'; give one of cluster.clients an address cluster = " + device.host());
        }
    }

    private ClusterSettings hostSettings(String host, ObjectReader own, ClusterSettings settings, Topology topology) {
        ClusterSettings changed = settings;
        for (SettingsSection section : SettingsSection.ALL) {
            Optional<ObjectReader> reader = own.object(section.path());
            if (reader.isPresent()) {
                changed = changed.with(host, decode(section.type(), settings, reader.get()));
                if (section.type() == PacemakerSettings.class) {
                    new PacemakerLines(problems, topology)
                            .check(changed.of(PacemakerSettings.class, host), reader.get());
                }
            }
        }
        own.rejectUnknown("section of settings");
        return changed;
    }

    private <R extends Record> R decode(Class<R> type, ClusterSettings base, ObjectReader reader) {
        return settingsDecoder.decode(type, base.of(type), reader);
    }

    private List<Node> nodes(ObjectReader cluster, String key, boolean masters) {
        List<Node> nodes = new ArrayList<>();
        if (!cluster.has(key)) {
            cluster.expectKnown(List.of(key));
            return nodes;
        }
        for (ObjectReader item : cluster.objects(key)) {
            Optional<String> name = required(item, "name");
            TreeMap<String, String> addresses = new TreeMap<>();
            for (String network : Topology.NETWORKS) {
                item.text(network).ifPresent(address -> addresses.put(network, address));
            }
            int id = item.parsed("id", int.class).map(Integer.class::cast).orElse(masters ? nodes.size() + 1 : 0);
            int votes = item.parsed("votes", int.class).map(Integer.class::cast).orElse(masters ? 1 : 0);
            if (addresses.isEmpty()) {
                problems.add(
                        item.origin(), "name", item.path() + " needs an address: cluster = 10.0.0.1 or service = ...");
            }
            item.rejectUnknown("key");
            name.flatMap(n -> make(item, () -> new Node(n, id, votes, addresses)))
                    .ifPresent(nodes::add);
        }
        return nodes;
    }

    private List<Vip> vips(ObjectReader cluster) {
        List<Vip> vips = new ArrayList<>();
        if (!cluster.has("vips")) {
            cluster.expectKnown(List.of("vips"));
            return vips;
        }
        for (ObjectReader item : cluster.objects("vips")) {
            String name = item.text("name").orElse("vip");
            Optional<String> address = required(item, "address");
            String network = network(item, Topology.SERVICE);
            int port = item.parsed("port", int.class).map(Integer.class::cast).orElse(6443);
            item.rejectUnknown("key");
            address.flatMap(a -> make(item, () -> new Vip(name, a, network, port)))
                    .ifPresent(vips::add);
        }
        return vips;
    }

    private List<FenceDevice> fenceDevices(ObjectReader cluster) {
        List<FenceDevice> devices = new ArrayList<>();
        if (!cluster.has("fence-devices")) {
            cluster.expectKnown(List.of("fence-devices"));
            return devices;
        }
        for (ObjectReader item : cluster.objects("fence-devices")) {
            Optional<String> name = required(item, "name");
            Optional<String> node = required(item, "node");
            Optional<String> address = required(item, "address");
            String network = network(item, Topology.CLUSTER);
            boolean sharesPower = item.parsed("shares-power", boolean.class)
                    .map(Boolean.class::cast)
                    .orElse(false);
            item.rejectUnknown("key");
            if (name.isPresent() && node.isPresent() && address.isPresent()) {
                make(item, () -> new FenceDevice(name.get(), node.get(), network, address.get(), sharesPower))
                        .ifPresent(devices::add);
            }
        }
        return devices;
    }

    private static String network(ObjectReader item, String otherwise) {
        String network = item.text("network").orElse(otherwise);
        if (!Topology.NETWORKS.contains(network)) {
            item.complainOfValue(
                    "network",
                    "unknown network '" + network + "'; networks are " + String.join(", ", Topology.NETWORKS));
            return otherwise;
        }
        return network;
    }

    private Optional<String> required(ObjectReader item, String key) {
        Optional<String> text = item.text(key);
        if (text.isEmpty() && !item.has(key)) {
            problems.add(item.origin(), "", item.path() + ": '" + key + "' is missing");
        }
        return text;
    }

    private <T> Optional<T> make(ObjectReader at, Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (IllegalArgumentException e) {
            problems.add(at.origin(), "", at.path() + ": " + e.getMessage());
            return Optional.empty();
        }
    }
}
