package dev.quorate.scenario.fault;

import dev.quorate.model.Settings;
import dev.quorate.scenario.Topology;
import java.util.List;

/** Faults of the networks. Their rules bear the fault's id, so that overlapping ones end apart. */
public sealed interface NetworkFault extends Fault
        permits CutFault, LineFault, NetworkFault.ArpLost, NetworkFault.Heal {

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
            return fault instanceof NetworkFault || fault instanceof HandsOnFault.FirewallRule;
        }

        @Override
        public String describe() {
            return "heal " + what;
        }
    }
}
