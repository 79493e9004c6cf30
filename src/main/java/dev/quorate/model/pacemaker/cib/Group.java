package dev.quorate.model.pacemaker.cib;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Primitives that run together, started in order and stopped in reverse. */
public record Group(String id, SortedMap<String, String> meta, List<Primitive> members) implements Resource {

    public Group {
        meta = Collections.unmodifiableSortedMap(new TreeMap<>(meta));
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("group " + id + " has no member");
        }
    }

    public static Group of(String id, List<Primitive> members) {
        return new Group(id, new TreeMap<>(), members);
    }

    @Override
    public List<Primitive> primitives() {
        return members;
    }

    @Override
    public Group withMeta(String name, String value) {
        TreeMap<String, String> changed = new TreeMap<>(meta);
        changed.put(name, value);
        return new Group(id, changed, members);
    }
}
