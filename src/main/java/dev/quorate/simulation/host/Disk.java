package dev.quorate.simulation.host;

import dev.quorate.model.WriteBatch;
import dev.quorate.model.host.HostSettings;
import dev.quorate.scenario.fault.DiskCondition;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import java.util.LinkedHashMap;
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

    // what a process wrote stands unsorted: it is written all the time and listed once a start
    private final Map<String, Map<String, Object>> cache = new TreeMap<>();
    private final Map<String, Map<String, Object>> platter = new TreeMap<>();
    private final RandomStream random;
    private final HostSettings.Disk settings;
    private long freeAtMicros = Long.MIN_VALUE;
    private DiskCondition condition = DiskCondition.NORMAL;

    Disk(RandomStream random, HostSettings.Disk settings) {
        this.random = random;
        this.settings = settings;
    }

    void write(String process, WriteBatch batch) {
        apply(cache, process, batch);
    }

    /** When a sync asked for now will be done. */
    long syncDone(long nowMicros) {
        long usual = SimTime.micros(settings.draw(random));
        long took = (long) (usual * condition.factor()) + SimTime.micros(condition.extra());
        freeAtMicros = Math.max(freeAtMicros, nowMicros) + took;
        return freeAtMicros;
    }

    /** The batch is synced. */
    void sync(String process, WriteBatch batch) {
        if (!condition.lies()) {
            apply(platter, process, batch);
        }
    }

    void losePower() {
        cache.clear();
        platter.forEach((process, keys) -> cache.put(process, new LinkedHashMap<>(keys)));
        freeAtMicros = Long.MIN_VALUE;
    }

    Optional<Object> read(String process, String key) {
        Map<String, Object> keys = cache.get(process);
        return keys == null ? Optional.empty() : Optional.ofNullable(keys.get(key));
    }

    SortedMap<String, Object> readAll(String process, String prefix) {
        Map<String, Object> keys = cache.get(process);
        return keys == null ? new TreeMap<>() : startingWith(prefix, keys);
    }

    private static SortedMap<String, Object> startingWith(String prefix, Map<String, Object> keys) {
        TreeMap<String, Object> found = new TreeMap<>();
        keys.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key, value);
            }
        });
        return found;
    }

    /** Replace everything a process has on its disk, as an operator who restores a backup does. */
    void replace(String process, Map<String, Object> keys) {
        cache.put(process, new LinkedHashMap<>(keys));
        platter.put(process, new LinkedHashMap<>(keys));
    }

    /** What a process has on its disk, as a backup would take it. */
    SortedMap<String, Object> contents(String process) {
        return readAll(process, "");
    }

    /** How the disk does from now on; one that begins to lie has synced all there was. */
    void condition(DiskCondition now) {
        if (now.lies() && !condition.lies()) {
            platter.clear();
            cache.forEach((process, keys) -> platter.put(process, new LinkedHashMap<>(keys)));
        }
        condition = now;
    }

    boolean isFull() {
        return condition.full();
    }

    private static void apply(Map<String, Map<String, Object>> disk, String process, WriteBatch batch) {
        Map<String, Object> keys = disk.computeIfAbsent(process, p -> new LinkedHashMap<>());
        for (WriteBatch.Write write : batch.writes()) {
            if (write.value().isPresent()) {
                keys.put(write.key(), write.value().get());
            } else {
                keys.remove(write.key());
            }
        }
    }
}
