package dev.quorate.model.pacemaker.cib;

import java.util.List;
import java.util.SortedMap;

/** A configured resource: a {@link Primitive}, a {@link Group} or a {@link Clone}. */
public sealed interface Resource permits Primitive, Group, Clone {

    String id();

    /** Meta attributes as configured on this resource itself: {@code is-managed}, {@code migration-threshold}, ... */
    SortedMap<String, String> meta();

    /** The primitives in it, in order; itself for a primitive. */
    List<Primitive> primitives();

    /** This resource with one meta attribute set. */
    Resource withMeta(String name, String value);
}
