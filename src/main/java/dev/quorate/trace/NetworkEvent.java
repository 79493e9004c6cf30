package dev.quorate.trace;

import java.util.List;

/** Addresses, links and connections. */
public sealed interface NetworkEvent extends TraceEvent {

    /** The host's kernel now answers for a VIP. */
    record VipAcquired(String vip) implements NetworkEvent {
        @Override
        public String describe() {
            return "holds the VIP " + vip;
        }
    }

    /** The host's kernel no longer answers for a VIP. */
    record VipReleased(String vip, String reason) implements NetworkEvent {
        @Override
        public String describe() {
            return "no longer holds the VIP " + vip + " (" + reason + ")";
        }
    }

    /** Traffic from one host to others is dropped on a network. */
    record LinksCut(String network, List<String> links) implements NetworkEvent {
        @Override
        public String describe() {
            return links.size() + " links cut on the " + network + " network";
        }
    }

    /** Dropped traffic flows again. */
    record LinksHealed(String network, List<String> links) implements NetworkEvent {
        @Override
        public String describe() {
            return links.size() + " links healed on the " + network + " network";
        }
    }

    /** A neighbour's ARP cache now sends the VIP's traffic to another host. */
    record VipNeighbourChanged(String vip, String from, String to) implements NetworkEvent {
        @Override
        public String describe() {
            return "sends traffic for " + vip + " to " + to + (from.isEmpty() ? "" : " instead of " + from);
        }
    }
}
