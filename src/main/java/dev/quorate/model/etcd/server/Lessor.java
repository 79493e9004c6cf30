package dev.quorate.model.etcd.server;

import dev.quorate.model.etcd.store.Lease;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When leases end: by the clock of the leader, who alone looks (etcd server/lease/lessor.go).
 *
 * <p>A new leader knows no ends: it gives every lease its full TTL again, and an election timeout more.
 */
final class Lessor {

    /** How often the lessor looks for leases that ended (runLoop). */
    private static final long LOOK_MICROS = 500_000;

    /** A revocation that did not come through is tried again after this (expiredLeaseRetryInterval). */
    private static final long RETRY_MICROS = 3_000_000;

    private final long base;
    private final Map<Long, Long> ends = new TreeMap<>();
    private boolean primary;

    Lessor(SimTime start) {
        base = start.micros();
    }

    boolean isPrimary() {
        return primary;
    }

    /** This member leads: every lease anew. */
    void promote(List<Lease> leases, long extendMicros, SimTime now) {
        primary = true;
        ends.clear();
        for (Lease lease : leases) {
            ends.put(lease.id(), now.micros() + lease.ttlSeconds() * 1_000_000 + extendMicros);
        }
    }

    void demote() {
        primary = false;
        ends.clear();
    }

    void granted(Lease lease, SimTime now) {
        if (primary) {
            ends.put(lease.id(), now.micros() + lease.ttlSeconds() * 1_000_000);
        }
    }

    void revoked(long lease) {
        ends.remove(lease);
    }

    /** Whether it could be renewed: it is there and has not ended. */
    boolean renew(Lease lease, SimTime now) {
        Long end = ends.get(lease.id());
        if (end == null || end <= now.micros()) {
            return false;
        }
        granted(lease, now);
        return true;
    }

    long remainingSeconds(long lease, SimTime now) {
        Long end = ends.get(lease);
        return end == null ? 0 : Math.max(0, (end - now.micros()) / 1_000_000);
    }

    /** Leases that ended; each is named again only after a while. */
    List<Long> expired(SimTime now) {
        List<Long> expired = new ArrayList<>();
        for (Map.Entry<Long, Long> end : ends.entrySet()) {
            if (end.getValue() <= now.micros()) {
                expired.add(end.getKey());
                end.setValue(now.micros() + RETRY_MICROS);
            }
        }
        return expired;
    }

    /** When to look next, or {@link Long#MAX_VALUE}: the first look at or after the first end. */
    long nextLookMicros() {
        long first = Long.MAX_VALUE;
        for (long end : ends.values()) {
            first = Math.min(first, end);
        }
        if (first == Long.MAX_VALUE) {
            return first;
        }
        long looks = Math.floorDiv(first - base + LOOK_MICROS - 1, LOOK_MICROS);
        return base + looks * LOOK_MICROS;
    }
}
