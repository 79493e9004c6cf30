package dev.quorate.verdict;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets its oldest entry when it holds more than so many: checks must not grow with a run. */
final class RecentMap<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    private final int bound;

    RecentMap(int bound) {
        super(64);
        this.bound = bound;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > bound;
    }
}
