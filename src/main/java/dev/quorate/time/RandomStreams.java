package dev.quorate.time;

import java.util.Map;
import java.util.TreeMap;

/**
 * The named random streams of one run: each name has a stream of its own, derived from (seed, name) alone.
 *
 * <p>One draw more in one place leaves every other place's draws alone, so designs can be compared under common random
 * numbers and fault plans can shrink. Names are paths: {@code network/<from>><to>/<protocol>}, {@code faults/<id>},
 * {@code etcd/k8s-master01}.
 */
public final class RandomStreams {

    private final long seed;
    private final Map<String, RandomStream> streams = new TreeMap<>();

    public RandomStreams(long seed) {
        this.seed = seed;
    }

    public long seed() {
        return seed;
    }

    /** The stream of that name; the same object at every call in one run. */
    public RandomStream stream(String name) {
        RandomStream known = streams.get(name);
        if (known == null) {
            known = new RandomStream(mix(seed, name));
            streams.put(name, known);
        }
        return known;
    }

    /** FNV-1a of the name, folded with the seed through SplitMix64's finalizer. */
    private static long mix(long seed, String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return finish(finish(seed + 0x9e3779b97f4a7c15L) ^ hash);
    }

    private static long finish(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
