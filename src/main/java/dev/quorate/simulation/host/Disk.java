package dev.quorate.simulation.host;

import dev.quorate.model.WriteBatch;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A host's disk: what processes wrote stands in the page cache at once and on the platter when synced.
 *
 * <p>A crash of a process loses nothing; a power loss loses what was not synced. Syncs queue behind each other. A disk
 * with a lying cache acknowledges a sync and loses it all the same at a power loss.
 */
final class Disk {

    private final Map<String, TreeMap<String, Object>> cache = new TreeMap<>();
    private final Map<String, TreeMap<String, Object>> platter = new TreeMap<>();
    private final RandomStream random;
    private final Duration syncMedian;
    private final double syncShape;
    private long freeAtMicros = Long.MIN_VALUE;
    private long extraMicros;
    private boolean full;
    private boolean lying;

    Disk(RandomStream random, Duration syncMedian, double syncShape) {
        this.random = random;
        this.syncMedian = syncMedian;
        this.syncShape = syncShape;
    }

    void write(String process, WriteBatch batch) {
        apply(cache, process, batch);
    }

    /** When a sync asked for now will be done. */
    long syncDone(long nowMicros) {
        long took = SimTime.micros(random.logNormal(syncMedian, syncShape)) + extraMicros;
        freeAtMicros = Math.max(freeAtMicros, nowMicros) + took;
        return freeAtMicros;
    }

    /** The batch is synced. */
    void sync(String process, WriteBatch batch) {
        if (!lying) {
            apply(platter, process, batch);
        }
    }

    void losePower() {
        cache.clear();
        platter.forEach((process, keys) -> cache.put(process, new TreeMap<>(keys)));
        freeAtMicros = Long.MIN_VALUE;
    }

    Optional<Object> read(String process, String key) {
        TreeMap<String, Object> keys = cache.get(process);
        return keys == null ? Optional.empty() : Optional.ofNullable(keys.get(key));
    }

    SortedMap<String, Object> readAll(String process, String prefix) {
        TreeMap<String, Object> keys = cache.get(process);
        return keys == null ? new TreeMap<>() : new TreeMap<>(keys.subMap(prefix, prefix + Character.MAX_VALUE));
    }

    /** Replace everything a process has on its disk, as an operator who restores a backup does. */
    void replace(String process, Map<String, Object> keys) {
        cache.put(process, new TreeMap<>(keys));
        platter.put(process, new TreeMap<>(keys));
    }

    /** What a process has on its disk, as a backup would take it. */
    SortedMap<String, Object> contents(String process) {
        return readAll(process, "");
    }

    void slowBy(long micros) {
        extraMicros = Math.max(0, extraMicros + micros);
    }

    void fill(boolean isFull) {
        full = isFull;
    }

    boolean isFull() {
        return full;
    }

    void lie(boolean lies) {
        if (lies && !lying) {
            platter.clear();
            cache.forEach((process, keys) -> platter.put(process, new TreeMap<>(keys)));
        }
        lying = lies;
    }

    private static void apply(Map<String, TreeMap<String, Object>> disk, String process, WriteBatch batch) {
        TreeMap<String, Object> keys = disk.computeIfAbsent(process, p -> new TreeMap<>());
        for (WriteBatch.Write write : batch.writes()) {
            if (write.value().isPresent()) {
                keys.put(write.key(), write.value().get());
            } else {
                keys.remove(write.key());
            }
        }
    }
}
