package dev.quorate.model.corosync.totem;

import dev.quorate.model.corosync.totem.TotemMessage.Mcast;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Received messages by sequence number, with how often each missing one was missed (exec/totemsrp.c, struct sq). */
final class SortQueue {

    private final TreeMap<Integer, Mcast> items = new TreeMap<>();
    private final Map<Integer, Integer> misses = new TreeMap<>();

    @Nullable
    Mcast at(int seq) {
        return items.get(seq);
    }

    boolean has(int seq) {
        return items.containsKey(seq);
    }

    void add(Mcast mcast) {
        items.put(mcast.seq(), mcast);
        misses.remove(mcast.seq());
    }

    /** Count one more rotation without it, and say how many that makes. */
    int missed(int seq) {
        return misses.merge(seq, 1, Integer::sum);
    }

    void releaseUpTo(int seq) {
        items.headMap(seq, true).clear();
    }

    /** The highest number from {@code seq} down to 1 that is there, or 0. */
    int highestFrom(int seq) {
        Integer found = items.floorKey(seq);
        return found == null ? 0 : found;
    }

    void clear() {
        items.clear();
        misses.clear();
    }

    /** Take over what another queue holds. */
    void replaceBy(SortQueue other) {
        clear();
        items.putAll(other.items);
    }
}
