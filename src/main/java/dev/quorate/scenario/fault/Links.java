package dev.quorate.scenario.fault;

import dev.quorate.scenario.FenceDevice;
import dev.quorate.scenario.Node;
import dev.quorate.scenario.Topology;
import java.util.ArrayList;
import java.util.List;

/** Links between hosts as rules of the network. */
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

    static List<NetworkRule> cuts(NetworkFault.Network network, List<String> from, List<String> to) {
        return rules(network, from, to, NetworkRule::cut);
    }

    /** A rule each way between the hosts, or everybody, and everybody else. */
    static List<NetworkRule> around(Topology topology, List<Target> hosts, NetworkFault.Network network, Rule rule) {
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

    static String where(List<Target> hosts, NetworkFault.Network network) {
        return (hosts.isEmpty() ? "" : " at " + Checks.list(hosts)) + " on " + network.words();
    }

    private static List<NetworkRule> rules(
            NetworkFault.Network network, List<String> from, List<String> to, Rule rule) {
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
