package dev.quorate.scenario.fault;

import dev.quorate.scenario.Topology;
import dev.quorate.time.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom a fault hits: a host's name, or words that are resolved when it is injected.
 *
 * <p>{@code any master}, {@code any worker}, {@code vip holder}, {@code dc}, {@code etcd leader}, {@code leader of
 * kube-scheduler}, {@code holder of kube-scheduler} (the Lease's), {@code target of <fault id>}; {@code not ...} is any
 * powered master that is none of these.
 */
public record Target(String words) {

    /** Any master that has power. */
    public static final Target ANY_MASTER = new Target("any master");

    public Target {
        words = words.trim().replaceAll("\\s+", " ");
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a target is a host's name or words such as 'vip holder'; was empty");
        }
    }

    public static Target host(String name) {
        return new Target(name);
    }

    /** Whether it is resolved only when the fault is injected. */
    public boolean isSymbolic() {
        return words.indexOf(' ') >= 0 || words.equals("dc");
    }

    /**
     * The host's name of a target that is resolved.
     *
     * @throws IllegalStateException when it is not
     */
    public String name() {
        if (isSymbolic()) {
            throw new IllegalStateException("'" + words + "' was not resolved");
        }
        return words;
    }

    /** What is wrong with a symbolic target's words, if anything. */
    public Optional<String> complaint() {
        if (!isSymbolic()) {
            return Optional.empty();
        }
        String positive = words.startsWith("not ") ? words.substring(4) : words;
        boolean known = List.of("any master", "any worker", "vip holder", "dc", "etcd leader")
                        .contains(positive)
                || positive.matches("(leader|holder|target) of \\S+")
                || positive.matches("vip holder \\S+");
        return known
                ? Optional.empty()
                : Optional.of("'" + words + "' is neither a host nor one of: any master, any worker, vip holder, dc,"
                        + " etcd leader, leader of LEASE, holder of LEASE, target of FAULT, or 'not' before one of"
                        + " these");
    }

    /** The host that is meant now; empty when there is none. */
    public Optional<Target> resolve(Whereabouts whereabouts, Topology topology, RandomStream random) {
        if (!isSymbolic()) {
            return Optional.of(this);
        }
        if (words.startsWith("not ")) {
            List<String> others = new ArrayList<>(whereabouts.powered(topology.masterNames()));
            others.removeAll(meant(words.substring(4), whereabouts, topology));
            return pick(others, random);
        }
        return pick(meant(words, whereabouts, topology), random);
    }

    private static Optional<Target> pick(List<String> hosts, RandomStream random) {
        return hosts.isEmpty() ? Optional.empty() : Optional.of(new Target(random.pick(hosts)));
    }

    private static List<String> meant(String words, Whereabouts whereabouts, Topology topology) {
        if (words.equals("any master")) {
            return whereabouts.powered(topology.masterNames());
        }
        if (words.equals("any worker")) {
            return whereabouts.powered(topology.workerNames());
        }
        if (words.equals("dc")) {
            return whereabouts.dcs();
        }
        if (words.equals("etcd leader")) {
            return whereabouts.etcdLeaders();
        }
        if (words.equals("vip holder")) {
            return topology.vips().isEmpty()
                    ? List.of()
                    : whereabouts.vipHolders(topology.vips().get(0).address());
        }
        String argument = words.substring(words.lastIndexOf(' ') + 1);
        if (words.startsWith("vip holder ")) {
            return topology.vips().stream()
                    .filter(vip -> vip.name().equals(argument) || vip.address().equals(argument))
                    .flatMap(vip -> whereabouts.vipHolders(vip.address()).stream())
                    .toList();
        }
        if (words.startsWith("leader of ")) {
            return whereabouts.actingLeaders(argument);
        }
        if (words.startsWith("holder of ")) {
            return whereabouts.leaseHolder(argument);
        }
        return words.startsWith("target of ") ? whereabouts.targetsOf(argument) : List.of();
    }

    @Override
    public String toString() {
        return words;
    }

    /** Add the targets that a parameter's value holds: one, a list of them, lists of lists. */
    static void collect(Object value, List<Target> into) {
        if (value instanceof Target target) {
            into.add(target);
        } else if (value instanceof Iterable<?> several) {
            several.forEach(each -> collect(each, into));
        }
    }
}
