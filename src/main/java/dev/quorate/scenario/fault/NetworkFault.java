package dev.quorate.scenario.fault;

import dev.quorate.model.Settings;
import dev.quorate.scenario.FenceDevice;
import dev.quorate.scenario.Node;
import dev.quorate.scenario.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Faults of the networks. Their rules bear the fault's id, so that overlapping ones end apart. */
public sealed interface NetworkFault extends Fault {

    /** Which network. */
    enum Network {
        CLUSTER,
        SERVICE,
        BOTH;

        List<String> names() {
            return this == BOTH ? Topology.NETWORKS : List.of(Settings.kebab(name()));
        }

        String words() {
            return this == BOTH ? "both networks" : "the " + Settings.kebab(name()) + " network";
        }
    }

    /** The rules it puts in force. */
    List<NetworkRule> rules(Topology topology);

    @Override
    default void applyTo(FaultTarget world, String id) {
        world.addRules(id, rules(world.topology()));
    }

    @Override
    default void undo(FaultTarget world, String id) {
        world.removeRules(id);
    }

    /** Groups of hosts that do not reach each other; a host in no group reaches all. */
    @FaultKind(
            keyword = "partition",
            doc = "cut every link between groups of hosts; hosts in no group still reach all",
            example = "{ at = 20s, partition = [[k8s-master01], [k8s-master02, k8s-master03]], for = 1m }")
    record Partition(
            @Parameter(main = true, doc = "the groups, two or more")
            List<List<Target>> groups,

            @Parameter(value = "both", doc = "cluster, service or both")
            Network network)
            implements NetworkFault {
        public Partition {
            Checks.require(groups.size() >= 2, "a partition needs two groups or more");
            groups = groups.stream().map(List::copyOf).toList();
            Checks.require(groups.stream().noneMatch(List::isEmpty), "a group of a partition must not be empty");
            List<Target> all = targetsOf(groups);
            Checks.require(all.stream().distinct().count() == all.size(), "a host stands in two groups");
        }

        @Override
        public List<NetworkRule> rules(Topology topology) {
            List<NetworkRule> rules = new ArrayList<>();
            for (List<Target> from : groups) {
                for (List<Target> to : groups) {
                    if (from != to) {
                        rules.addAll(Links.cuts(network, Links.names(from), Links.names(to)));
                    }
                }
            }
            return rules;
        }

        @Override
        public String describe() {
            return "partition of " + network.words() + ": "
                    + groups.stream()
                            .map(Checks::list)
                            .reduce((a, b) -> a + " | " + b)
                            .orElse("");
        }

        @Override
        public String describeEnd() {
            return "partition healed";
        }

        @Override
        public List<Target> targets() {
            return targetsOf(groups);
        }

        private static List<Target> targetsOf(List<List<Target>> groups) {
            return groups.stream().flatMap(List::stream).toList();
        }
    }

    /** A host that nobody reaches, as when its cable is pulled. */
    @FaultKind(
            keyword = "isolate",
            doc = "cut a host off from every other, both ways",
            example = "{ at = 20s, isolate = vip holder, network = cluster, for = 1m }")
    record Isolate(
            @Parameter(main = true, doc = "the host") Target host,

            @Parameter(value = "both", doc = "cluster, service or both")
            Network network)
            implements NetworkFault {
        @Override
        public List<NetworkRule> rules(Topology topology) {
            List<String> one = List.of(host.name());
            List<NetworkRule> rules = new ArrayList<>(Links.cuts(network, one, Links.others(topology, one)));
            rules.addAll(Links.cuts(network, Links.others(topology, one), one));
            return rules;
        }

        @Override
        public String describe() {
            return "isolation of " + host + " from " + network.words();
        }

        @Override
        public List<Target> targets() {
            return List.of(host);
        }
    }

    /** Jepsen's bridge: two halves that do not see each other, and one master that sees both. */
    @FaultKind(
            keyword = "bridge",
            doc = "split the other masters in two halves; this one still reaches both",
            example = "{ at = 20s, bridge = k8s-master02, for = 1m }")
    record Bridge(
            @Parameter(main = true, doc = "the master that reaches both halves")
            Target host,

            @Parameter(value = "both", doc = "cluster, service or both")
            Network network)
            implements NetworkFault {
        @Override
        public List<NetworkRule> rules(Topology topology) {
            List<String> others = new ArrayList<>(topology.masterNames());
            others.remove(host.name());
            List<String> left = others.subList(0, (others.size() + 1) / 2);
            List<String> right = others.subList((others.size() + 1) / 2, others.size());
            List<NetworkRule> rules = new ArrayList<>(Links.cuts(network, left, right));
            rules.addAll(Links.cuts(network, right, left));
            return rules;
        }

        @Override
        public String describe() {
            return "bridge: only " + host + " reaches all masters on " + network.words();
        }

        @Override
        public List<Target> targets() {
            return List.of(host);
        }
    }

    /** Jepsen's majorities ring: each master sees a majority, no two the same one. */
    @FaultKind(
            keyword = "majority-ring",
            doc = "each master reaches only its neighbours in a ring, a majority each; needs 5 masters or more",
            example = "{ at = 20s, majority-ring = both, for = 1m }")
    record MajorityRing(
            @Parameter(main = true, doc = "cluster, service or both")
            Network network) implements NetworkFault {
        @Override
        public List<NetworkRule> rules(Topology topology) {
            List<String> ring = topology.masterNames();
            int reach = ring.size() / 2;
            List<NetworkRule> rules = new ArrayList<>();
            for (int i = 0; i < ring.size(); i++) {
                for (int j = 0; j < ring.size(); j++) {
                    int apart = Math.min(Math.floorMod(i - j, ring.size()), Math.floorMod(j - i, ring.size()));
                    // a majority of n is n / 2 others on a ring: half of them on either side
                    if (apart > (reach + 1) / 2) {
                        rules.addAll(Links.cuts(network, List.of(ring.get(i)), List.of(ring.get(j))));
                    }
                }
            }
            return rules;
        }

        @Override
        public List<String> complaints(Topology topology) {
            return topology.masters().size() >= 5
                    ? List.of()
                    : List.of("a majority ring needs 5 masters or more; there are "
                            + topology.masters().size());
        }

        @Override
        public String describe() {
            return "majority ring on " + network.words();
        }

        @Override
        public List<Target> targets() {
            return List.of();
        }
    }

    /** Packets from a host are lost, those to it arrive; or the other way round. */
    @FaultKind(
            keyword = "one-way-cut",
            doc = "drop what a host sends to others; they still reach it",
            example = "{ at = 20s, one-way-cut = k8s-master01, to = [k8s-master02], network = cluster, for = 20s }")
    record OneWayCut(
            @Parameter(main = true, doc = "the host whose packets are lost")
            Target host,

            @Parameter(value = "", doc = "who no longer hears it; everybody when left out")
            List<Target> to,

            @Parameter(value = "both", doc = "cluster, service or both")
            Network network)
            implements NetworkFault {
        public OneWayCut {
            to = List.copyOf(to);
        }

        @Override
        public List<NetworkRule> rules(Topology topology) {
            List<String> from = List.of(host.name());
            return Links.cuts(network, from, to.isEmpty() ? Links.others(topology, from) : Links.names(to));
        }

        @Override
        public String describe() {
            return (to.isEmpty() ? "nobody" : Checks.list(to) + " no longer") + " hears " + host + " on "
                    + network.words();
        }

        @Override
        public List<Target> targets() {
            return Links.with(host, to);
        }
    }

    /** A host that hears nobody. */
    @FaultKind(
            keyword = "deaf",
            doc = "drop what others send to a host; they still hear it",
            example = "{ at = 20s, deaf = k8s-master01, from = [k8s-master02, k8s-master03], for = 20s }")
    record Deaf(
            @Parameter(main = true, doc = "the host that hears no longer")
            Target host,

            @Parameter(value = "", doc = "whom it no longer hears; everybody when left out")
            List<Target> from,

            @Parameter(value = "both", doc = "cluster, service or both")
            Network network)
            implements NetworkFault {
        public Deaf {
            from = List.copyOf(from);
        }

        @Override
        public List<NetworkRule> rules(Topology topology) {
            List<String> to = List.of(host.name());
            return Links.cuts(network, from.isEmpty() ? Links.others(topology, to) : Links.names(from), to);
        }

        @Override
        public String describe() {
            return host + " hears " + (from.isEmpty() ? "nobody" : "no longer " + Checks.list(from)) + " on "
                    + network.words();
        }

        @Override
        public List<Target> targets() {
            return Links.with(host, from);
        }
    }

    /** One link of a mesh, both ways. */
    @FaultKind(
            keyword = "cut-link",
            doc = "cut the links among these hosts only, both ways: a partial, non-transitive cut",
            example = "{ at = 20s, cut-link = [k8s-master01, k8s-master03], network = cluster, for = 20s }")
    record CutLink(
            @Parameter(main = true, doc = "the hosts, two or more")
            List<Target> hosts,

            @Parameter(value = "both", doc = "cluster, service or both")
            Network network)
            implements NetworkFault {
        public CutLink {
            hosts = List.copyOf(hosts);
            Checks.require(hosts.size() >= 2, "a link has two ends");
        }

        @Override
        public List<NetworkRule> rules(Topology topology) {
            return Links.cuts(network, Links.names(hosts), Links.names(hosts));
        }

        @Override
        public String describe() {
            return "links between " + Checks.list(hosts) + " cut on " + network.words();
        }

        @Override
        public List<Target> targets() {
            return hosts;
        }
    }

    /** A link that goes down and up again and again. */
    @FaultKind(
            keyword = "link-flap",
            doc = "isolate a host for a while, again and again, until it is undone",
            example = "{ at = 20s, link-flap = k8s-master01, down = 1s, up = 4s, for = 30s }")
    record LinkFlap(
            @Parameter(main = true, doc = "the host") Target host,

            @Parameter(value = "1s", doc = "how long the link is down each time")
            Duration down,

            @Parameter(value = "4s", doc = "how long it is up in between")
            Duration up,

            @Parameter(value = "both", doc = "cluster, service or both")
            Network network)
            implements NetworkFault {
        public LinkFlap {
            Checks.require(
                    down.compareTo(Duration.ofMillis(10)) >= 0 && up.compareTo(Duration.ofMillis(10)) >= 0,
                    "down and up must be 10ms or more");
        }

        @Override
        public List<NetworkRule> rules(Topology topology) {
            return new Isolate(host, network).rules(topology);
        }

        @Override
        public Optional<Duration> delayToStep(int step, FaultTarget world) {
            return Optional.of(step % 2 == 1 ? down : up);
        }

        @Override
        public void step(int step, FaultTarget world, String id) {
            if (step % 2 == 1) {
                world.removeRules(id);
            } else {
                world.addRules(id, rules(world.topology()));
            }
        }

        @Override
        public String describe() {
            return "link of " + host + " flaps on " + network.words();
        }

        @Override
        public List<Target> targets() {
            return List.of(host);
        }
    }

    /** Packets take longer. */
    @FaultKind(
            keyword = "latency",
            doc = "packets take longer, to and from a host or on a whole network",
            example = "{ at = 20s, latency = 200ms, jitter = 50ms, host = k8s-master01, for = 1m }")
    record Latency(
            @Parameter(main = true, doc = "what is added each way")
            Duration latency,

            @Parameter(value = "0s", doc = "a uniform draw up to this is added as well")
            Duration jitter,

            @Parameter(value = "", doc = "the host; the whole network when left out")
            List<Target> host,

            @Parameter(value = "both", doc = "cluster, service or both")
            Network network)
            implements NetworkFault {
        public Latency {
            host = List.copyOf(host);
            Checks.require(!latency.isNegative() && !jitter.isNegative(), "latency and jitter must not be negative");
        }

        @Override
        public List<NetworkRule> rules(Topology topology) {
            return Links.around(
                    topology, host, network, (net, from, to) -> NetworkRule.delay(net, from, to, latency, jitter));
        }

        @Override
        public String describe() {
            return "latency of " + Spread.words(latency) + " more"
                    + (jitter.isZero() ? "" : " and jitter of " + Spread.words(jitter)) + Links.where(host, network);
        }

        @Override
        public List<Target> targets() {
            return host;
        }
    }

    /** Packets are lost at random. */
    @FaultKind(
            keyword = "packet-loss",
            doc = "a share of packets is lost, to and from a host or on a whole network",
            example = "{ at = 20s, packet-loss = 10%, network = cluster, for = 1m }")
    record PacketLoss(
            @Parameter(main = true, doc = "the share, 0% to 100%")
            Share share,

            @Parameter(value = "", doc = "the host; the whole network when left out")
            List<Target> host,

            @Parameter(value = "both", doc = "cluster, service or both")
            Network network)
            implements NetworkFault {
        public PacketLoss {
            host = List.copyOf(host);
        }

        @Override
        public List<NetworkRule> rules(Topology topology) {
            return Links.around(
                    topology, host, network, (net, from, to) -> NetworkRule.loss(net, from, to, share.ratio()));
        }

        @Override
        public String describe() {
            return "loss of " + share.words() + " of packets" + Links.where(host, network);
        }

        @Override
        public List<Target> targets() {
            return host;
        }
    }

    /** Datagrams come twice or out of order. */
    @FaultKind(
            keyword = "packet-disorder",
            doc = "a share of datagrams overtake each other or come twice",
            example = "{ at = 20s, packet-disorder = 10%, duplicated = 5%, network = cluster, for = 1m }")
    record PacketDisorder(
            @Parameter(main = true, doc = "the share that is overtaken, 0% to 100%")
            Share reordered,

            @Parameter(value = "0%", doc = "the share that comes twice, 0% to 100%")
            Share duplicated,

            @Parameter(value = "", doc = "the host; the whole network when left out")
            List<Target> host,

            @Parameter(value = "both", doc = "cluster, service or both")
            Network network)
            implements NetworkFault {
        public PacketDisorder {
            host = List.copyOf(host);
        }

        @Override
        public List<NetworkRule> rules(Topology topology) {
            return Links.around(
                    topology,
                    host,
                    network,
                    (net, from, to) -> NetworkRule.disorder(net, from, to, duplicated.ratio(), reordered.ratio()));
        }

        @Override
        public String describe() {
            return "disorder of " + reordered.words() + " of datagrams" + Links.where(host, network);
        }

        @Override
        public List<Target> targets() {
            return host;
        }
    }

    /** A switch or a firewall drops gratuitous ARP. */
    @FaultKind(
            keyword = "arp-lost",
            doc = "gratuitous ARP that a host sends is lost: neighbours keep the old holder of a VIP",
            example = "{ at = 0s, arp-lost = k8s-master02, for = 3m }")
    record ArpLost(@Parameter(main = true, doc = "the host") Target host) implements NetworkFault {
        @Override
        public List<NetworkRule> rules(Topology topology) {
            return List.of();
        }

        @Override
        public void applyTo(FaultTarget world, String id) {
            world.announcementsHeard(host.name(), false);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.announcementsHeard(host.name(), true);
        }

        @Override
        public String describe() {
            return "gratuitous ARP of " + host + " lost";
        }

        @Override
        public List<Target> targets() {
            return List.of(host);
        }
    }

    /** The end of faults before their time. */
    @FaultKind(
            keyword = "heal",
            doc = "end a fault by its id, every fault of the networks, or everything that stands",
            example = "{ at = 90s, heal = network }")
    record Heal(
            @Parameter(main = true, doc = "network, everything, or a fault's id")
            String what) implements NetworkFault {
        @Override
        public List<NetworkRule> rules(Topology topology) {
            return List.of();
        }

        /** Nothing: what is ended is undone fault by fault, by the {@link TimelinePlayer}. */
        @Override
        public void applyTo(FaultTarget world, String id) {}

        @Override
        public boolean canBeUndone() {
            return false;
        }

        /** Whether that fault ends with it. */
        public boolean ends(String id, Fault fault) {
            return what.equals("everything") || what.equals(id) || (what.equals("network") && isOfNetwork(fault));
        }

        private static boolean isOfNetwork(Fault fault) {
            return fault instanceof NetworkFault || fault instanceof OperatorFault.FirewallRule;
        }

        @Override
        public String describe() {
            return "heal " + what;
        }

        @Override
        public List<Target> targets() {
            return List.of();
        }
    }

    /** Links as rules. */
    final class Links {

        private Links() {}

        interface Rule {
            NetworkRule of(String network, String from, String to);
        }

        static List<String> names(List<Target> targets) {
            return targets.stream().map(Target::name).toList();
        }

        static List<Target> with(Target first, List<Target> rest) {
            List<Target> all = new ArrayList<>(List.of(first));
            all.addAll(rest);
            return all;
        }

        static List<NetworkRule> cuts(Network network, List<String> from, List<String> to) {
            return rules(network, from, to, NetworkRule::cut);
        }

        /** A rule each way between the hosts, or everybody, and everybody else. */
        static List<NetworkRule> around(Topology topology, List<Target> hosts, Network network, Rule rule) {
            if (hosts.isEmpty()) {
                List<String> all = others(topology, List.of());
                return rules(network, all, all, rule);
            }
            List<String> these = names(hosts);
            List<NetworkRule> rules = new ArrayList<>(rules(network, these, others(topology, these), rule));
            rules.addAll(rules(network, others(topology, these), these, rule));
            return rules;
        }

        static List<String> others(Topology topology, List<String> these) {
            List<String> others = new ArrayList<>();
            for (Node node : topology.nodes()) {
                others.add(node.name());
            }
            for (FenceDevice device : topology.fenceDevices()) {
                others.add(device.name());
            }
            others.removeAll(these);
            return others;
        }

        static String where(List<Target> hosts, Network network) {
            return (hosts.isEmpty() ? "" : " at " + Checks.list(hosts)) + " on " + network.words();
        }

        private static List<NetworkRule> rules(Network network, List<String> from, List<String> to, Rule rule) {
            List<NetworkRule> rules = new ArrayList<>();
            for (String net : network.names()) {
                for (String a : from) {
                    for (String b : to) {
                        if (!a.equals(b)) {
                            rules.add(rule.of(net, a, b));
                        }
                    }
                }
            }
            return rules;
        }
    }
}
