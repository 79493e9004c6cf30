package dev.quorate.model.pacemaker.cib;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A configured cluster node.
 *
 * @param id the corosync node id, as text
 * @param attributes permanent node attributes: {@code standby}, {@code maintenance}, and any of the user's own
 */
public record Node(String id, String uname, SortedMap<String, String> attributes) {

    public Node {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    public static Node of(String id, String uname) {
        return new Node(id, uname, new TreeMap<>());
    }

    public boolean isStandby() {
        return Values.isTrue(attributes.get("standby"));
    }

    public boolean isInMaintenance() {
        return Values.isTrue(attributes.get("maintenance"));
    }

    /** This node with one attribute set. */
    public Node with(String name, String value) {
        TreeMap<String, String> changed = new TreeMap<>(attributes);
        changed.put(name, value);
        return new Node(id, uname, changed);
    }

    /** This node without one attribute. */
    public Node without(String name) {
        TreeMap<String, String> changed = new TreeMap<>(attributes);
        changed.remove(name);
        return new Node(id, uname, changed);
    }
}
