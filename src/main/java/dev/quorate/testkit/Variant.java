package dev.quorate.testkit;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Settings that differ from the defaults, drawn by jqwik within what {@link Vary} says; shrinks towards the defaults.
 *
 * @param settings path to value, both as a scenario file spells them
 */
public record Variant(SortedMap<String, String> settings) {

    public static final Variant DEFAULTS = new Variant(new TreeMap<>());

    public Variant {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    @Override
    public String toString() {
        return settings.isEmpty() ? "settings at their defaults" : settings.toString();
    }
}
