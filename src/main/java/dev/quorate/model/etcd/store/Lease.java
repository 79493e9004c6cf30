package dev.quorate.model.etcd.store;

import java.util.Set;
import java.util.TreeSet;

/** A lease as every member knows it: its TTL and its keys, not when it ends. */
public final class Lease {

    private final long id;
    private final long ttlSeconds;
    private final Set<String> keys = new TreeSet<>();

    Lease(long id, long ttlSeconds) {
        this.id = id;
        this.ttlSeconds = ttlSeconds;
    }

    public long id() {
        return id;
    }

    public long ttlSeconds() {
        return ttlSeconds;
    }

    Set<String> keys() {
        return keys;
    }
}
