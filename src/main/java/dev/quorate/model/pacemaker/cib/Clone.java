package dev.quorate.model.pacemaker.cib;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An anonymous clone: a resource that runs on several nodes at once.
 *
 * @param child a primitive or a group
 */
public record Clone(String id, SortedMap<String, String> meta, Resource child) implements Resource {

    /** More instances than any cluster has nodes. */
    public static final int MOST_INSTANCES = 1_000;

    public Clone {
        meta = Collections.unmodifiableSortedMap(new TreeMap<>(meta));
        if (child instanceof Clone) {
            throw new IllegalArgumentException("clone " + id + " holds a clone; a clone holds a primitive or a group");
        }
    }

    /** {@code clone-max}, or an instance for each node. */
    public int instances(int nodes) {
        String max = meta.getOrDefault("clone-max", "");
        return max.matches("[0-9]{1,6}") ? Math.min(MOST_INSTANCES, Integer.parseInt(max)) : Math.max(1, nodes);
    }

    public static Clone of(String id, Resource child) {
        return new Clone(id, new TreeMap<>(), child);
    }

    @Override
    public List<Primitive> primitives() {
        return child.primitives();
    }

    @Override
    public Clone withMeta(String name, String value) {
        TreeMap<String, String> changed = new TreeMap<>(meta);
        changed.put(name, value);
        return new Clone(id, changed, child);
    }
}
