package dev.quorate.scenario;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A machine of the cluster.
 *
 * @param name its host name
 * @param nodeId Corosync's nodeid; 0 where it has none
 * @param votes Corosync's quorum_votes
 * @param addresses its own address on each network it is on
 */
public record Node(String name, int nodeId, int votes, SortedMap<String, String> addresses) {

    public Node {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
            throw new IllegalArgumentException("'" + name + "' is no host name");
        }
        if (nodeId < 0) {
            throw new IllegalArgumentException("the node id of " + name + " must not be negative, was " + nodeId);
        }
        if (votes < 0) {
            throw new IllegalArgumentException("the votes of " + name + " must not be negative, were " + votes);
        }
        addresses.values().forEach(Addresses::require);
        addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
    }

    /** A master with an address on both networks. */
    public static Node master(String name, int nodeId, String cluster, String service) {
        return new Node(name, nodeId, 1, new TreeMap<>(Map.of(Topology.CLUSTER, cluster, Topology.SERVICE, service)));
    }

    /** A machine on one network. */
    public static Node on(String name, String network, String address) {
        return new Node(name, 0, 0, new TreeMap<>(Map.of(network, address)));
    }

    /** Its own address on a network, if it is on it. */
    public Optional<String> address(String network) {
        return Optional.ofNullable(addresses.get(network));
    }
}
