package dev.quorate.model.etcd.store;

import dev.quorate.model.etcd.Compare;
import dev.quorate.model.etcd.EtcdBackup;
import dev.quorate.model.etcd.EtcdError;
import dev.quorate.model.etcd.EtcdOp;
import dev.quorate.model.etcd.KeyEvent;
import dev.quorate.model.etcd.KeyRange;
import dev.quorate.model.etcd.KeyValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keys with all their revisions since the last compaction (etcd server/storage/mvcc).
 *
 * <p>Deterministic: the same requests in the same order give the same content and the same answers at every member.
 */
public final class Store {

    private final TreeMap<String, KeyHistory> keys = new TreeMap<>();
    private final TreeMap<Long, Lease> leases = new TreeMap<>();
    private final ArrayList<KeyEvent> history = new ArrayList<>();
    private List<KeyEvent> changes = new ArrayList<>();
    private long revision = 1;
    private long compactRevision;

    /** A new store, at revision 1. */
    public Store() {}

    /** The store that a snapshot holds. */
    public Store(StoreState state) {
        revision = state.revision();
        compactRevision = state.compactRevision();
        state.keys().forEach((key, versions) -> keys.put(key, new KeyHistory(versions)));
        history.addAll(state.history());
        state.leases().forEach((id, ttl) -> leases.put(id, new Lease(id, ttl)));
        attachAll();
    }

    /** What a restored backup holds: its keys and revision, no history. */
    public Store(EtcdBackup backup) {
        revision = backup.revision();
        compactRevision = backup.revision();
        backup.kvs().forEach(kv -> keys.put(kv.key(), new KeyHistory(List.of(kv))));
        backup.leases().forEach((id, ttl) -> leases.put(id, new Lease(id, ttl)));
        attachAll();
    }

    private void attachAll() {
        for (KeyHistory key : keys.values()) {
            key.latest().ifPresent(kv -> {
                Lease lease = leases.get(kv.lease());
                if (lease != null) {
                    lease.keys().add(kv.key());
                }
            });
        }
    }

    public long revision() {
        return revision;
    }

    public long compactRevision() {
        return compactRevision;
    }

    public List<Lease> leases() {
        return List.copyOf(leases.values());
    }

    public Optional<Lease> lease(long id) {
        return Optional.ofNullable(leases.get(id));
    }

    public List<String> keysOf(long lease) {
        Lease known = leases.get(lease);
        return known == null ? List.of() : List.copyOf(known.keys());
    }

    /** Everything, for a Raft snapshot. */
    public StoreState state() {
        TreeMap<String, List<KeyValue>> versions = new TreeMap<>();
        keys.forEach((key, known) -> versions.put(key, known.versions()));
        return new StoreState(
                revision, compactRevision, Collections.unmodifiableMap(versions), List.copyOf(history), ttls());
    }

    /** Every living key, as {@code etcdctl snapshot save} keeps it. */
    public EtcdBackup backup() {
        return new EtcdBackup(revision, select(KeyRange.from(""), revision), ttls());
    }

    private Map<Long, Long> ttls() {
        TreeMap<Long, Long> ttls = new TreeMap<>();
        leases.forEach((id, lease) -> ttls.put(id, lease.ttlSeconds()));
        return Collections.unmodifiableMap(ttls);
    }

    /** What the last request changed, in order; empties the list. */
    public List<KeyEvent> takeChanges() {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<KeyEvent> taken = changes;
        changes = new ArrayList<>();
        return taken;
    }

    /** Changes of a range from a revision on; empty when the revision was compacted away. */
    public Optional<List<KeyEvent>> changesFrom(KeyRange range, long startRevision) {
        if (startRevision < compactRevision) {
            return Optional.empty();
        }
        List<KeyEvent> found = new ArrayList<>();
        int i = history.size();
        while (i > 0 && history.get(i - 1).revision() >= startRevision) {
            i--;
        }
        for (KeyEvent event : history.subList(i, history.size())) {
            if (range.contains(event.kv().key())) {
                found.add(event);
            }
        }
        return Optional.of(found);
    }

    /** Read. */
    public EtcdOp.Result.Ranged range(EtcdOp.Range range) throws StoreException {
        long at = range.revision() <= 0 ? revision : range.revision();
        if (at > revision) {
            throw new StoreException(EtcdError.FUTURE_REVISION);
        }
        if (at < compactRevision) {
            throw new StoreException(EtcdError.COMPACTED);
        }
        List<KeyValue> all = select(range.range(), at);
        boolean cut = range.limit() > 0 && all.size() > range.limit();
        return new EtcdOp.Result.Ranged(cut ? List.copyOf(all.subList(0, range.limit())) : all, all.size());
    }

    private List<KeyValue> select(KeyRange range, long at) {
        if (range.isSingle()) {
            KeyHistory known = keys.get(range.key());
            return known == null ? List.of() : version(known, at).map(List::of).orElse(List.of());
        }
        List<KeyValue> found = new ArrayList<>();
        if (range.key().compareTo(range.end()) < 0) {
            NavigableMap<String, KeyHistory> part = keys.subMap(range.key(), true, range.end(), false);
            part.values().forEach(known -> version(known, at).ifPresent(found::add));
        }
        return Collections.unmodifiableList(found);
    }

    private Optional<KeyValue> version(KeyHistory known, long at) {
        return at >= revision ? known.latest() : known.at(at);
    }

    /** Write one key. */
    public EtcdOp.Result.Written put(EtcdOp.Put put) throws StoreException {
        checkLease(put);
        revision++;
        return write(put);
    }

    /** Delete a range; the revision stays when it held nothing. */
    public EtcdOp.Result.Deleted delete(EtcdOp.Delete delete) {
        List<KeyValue> there = select(delete.range(), revision);
        if (!there.isEmpty()) {
            revision++;
            there.forEach(this::remove);
        }
        return new EtcdOp.Result.Deleted(there);
    }

    /** What a transaction came to. */
    public record TxnResult(boolean succeeded, List<EtcdOp.Result> results) {}

    /** Compare, then do one of two lists at one revision. */
    public TxnResult txn(List<Compare> compares, List<EtcdOp> success, List<EtcdOp> failure) throws StoreException {
        boolean holds = compares.stream().allMatch(this::holds);
        List<EtcdOp> ops = holds ? success : failure;
        for (EtcdOp op : ops) {
            if (op instanceof EtcdOp.Put put) {
                checkLease(put);
            }
        }
        boolean raised = false;
        List<EtcdOp.Result> results = new ArrayList<>(ops.size());
        for (EtcdOp op : ops) {
            if (op instanceof EtcdOp.Range range) {
                results.add(range(range));
            } else if (op instanceof EtcdOp.Put put) {
                revision += raised ? 0 : 1;
                raised = true;
                results.add(write(put));
            } else if (op instanceof EtcdOp.Delete delete) {
                List<KeyValue> there = select(delete.range(), revision);
                if (!there.isEmpty()) {
                    revision += raised ? 0 : 1;
                    raised = true;
                    there.forEach(this::remove);
                }
                results.add(new EtcdOp.Result.Deleted(there));
            }
        }
        return new TxnResult(holds, Collections.unmodifiableList(results));
    }

    private boolean holds(Compare compare) {
        Optional<KeyValue> kv = Optional.ofNullable(keys.get(compare.key())).flatMap(KeyHistory::latest);
        if (compare.target() == Compare.Target.VALUE) {
            boolean equal = kv.isPresent() && kv.get().value().equals(compare.operand());
            return kv.isPresent() && equal == (compare.relation() == Compare.Relation.EQUAL);
        }
        long actual = kv.map(found -> number(found, compare.target())).orElse(0L);
        int order = Long.compare(actual, (Long) compare.operand());
        return switch (compare.relation()) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case GREATER -> order > 0;
            case LESS -> order < 0;
        };
    }

    private static long number(KeyValue kv, Compare.Target target) {
        return switch (target) {
            case CREATE_REVISION -> kv.createRevision();
            case MOD_REVISION -> kv.modRevision();
            case VERSION -> kv.version();
            case LEASE -> kv.lease();
            case VALUE -> throw new IllegalStateException("a value is no number");
        };
    }

    /** Forget history before a revision. */
    public void compact(long at) throws StoreException {
        if (at <= compactRevision) {
            throw new StoreException(EtcdError.COMPACTED);
        }
        if (at > revision) {
            throw new StoreException(EtcdError.FUTURE_REVISION);
        }
        compactRevision = at;
        keys.values().removeIf(known -> known.compact(at));
        int old = 0;
        while (old < history.size() && history.get(old).revision() < at) {
            old++;
        }
        history.subList(0, old).clear();
    }

    /** Grant a lease. */
    public void grant(long id, long ttlSeconds) throws StoreException {
        if (leases.containsKey(id)) {
            throw new StoreException(EtcdError.LEASE_EXISTS);
        }
        leases.put(id, new Lease(id, ttlSeconds));
    }

    /** End a lease and delete its keys. */
    public void revoke(long id) throws StoreException {
        Lease lease = leases.remove(id);
        if (lease == null) {
            throw new StoreException(EtcdError.LEASE_NOT_FOUND);
        }
        boolean raised = false;
        for (String key : List.copyOf(lease.keys())) {
            KeyHistory known = keys.get(key);
            Optional<KeyValue> kv = known == null ? Optional.empty() : known.latest();
            if (kv.isPresent()) {
                revision += raised ? 0 : 1;
                raised = true;
                remove(kv.get());
            }
        }
    }

    private void checkLease(EtcdOp.Put put) throws StoreException {
        if (put.lease() != 0 && !leases.containsKey(put.lease())) {
            throw new StoreException(EtcdError.LEASE_NOT_FOUND);
        }
    }

    private EtcdOp.Result.Written write(EtcdOp.Put put) {
        KeyHistory known = keys.computeIfAbsent(put.key(), k -> new KeyHistory());
        @Nullable KeyValue before = known.latest().orElse(null);
        KeyValue kv = new KeyValue(
                put.key(),
                put.value(),
                before == null ? revision : before.createRevision(),
                revision,
                before == null ? 1 : before.version() + 1,
                put.lease());
        detach(before);
        Lease lease = leases.get(put.lease());
        if (lease != null) {
            lease.keys().add(put.key());
        }
        known.add(kv);
        note(new KeyEvent(false, kv, Optional.ofNullable(before)));
        return new EtcdOp.Result.Written(Optional.ofNullable(before));
    }

    private void remove(KeyValue kv) {
        detach(kv);
        KeyValue tombstone = new KeyValue(kv.key(), "", 0, revision, 0, 0);
        KeyHistory known = keys.computeIfAbsent(kv.key(), k -> new KeyHistory());
        known.add(tombstone);
        note(new KeyEvent(true, tombstone, Optional.of(kv)));
    }

    private void detach(@Nullable KeyValue kv) {
        Lease lease = kv == null ? null : leases.get(kv.lease());
        if (kv != null && lease != null) {
            lease.keys().remove(kv.key());
        }
    }

    private void note(KeyEvent event) {
        history.add(event);
        changes.add(event);
    }
}
