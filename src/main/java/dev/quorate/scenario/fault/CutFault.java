package dev.quorate.scenario.fault;

import dev.quorate.scenario.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hosts that do not reach each other, some of them or one way. */
public sealed interface CutFault extends NetworkFault {

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
            implements CutFault {
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
            implements CutFault {
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
            implements CutFault {
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
    }

    /** Jepsen's majorities ring: each master sees a majority, no two the same one. */
    @FaultKind(
            keyword = "majority-ring",
            doc = "each master reaches only its neighbours in a ring, a majority each; needs 5 masters or more",
            example = "{ at = 20s, majority-ring = both, for = 1m }")
    record MajorityRing(
            @Parameter(main = true, doc = "cluster, service or both")
            Network network) implements CutFault {
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
            implements CutFault {
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
            implements CutFault {
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
            implements CutFault {
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
            implements CutFault {
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
    }
}
