package dev.quorate.model.corosync.totem;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names of the nodes of a nodelist, for people who read the trace. */
final class NodeNames {

    private final Map<Integer, String> names = new TreeMap<>();

    NodeNames(Collection<RingNode> nodelist) {
        nodelist.forEach(node -> names.put(node.nodeId(), node.name()));
    }

    String of(int node) {
        return names.getOrDefault(node, "node " + node);
    }

    List<String> of(Collection<Integer> nodes) {
        return nodes.stream().map(this::of).toList();
    }
}
