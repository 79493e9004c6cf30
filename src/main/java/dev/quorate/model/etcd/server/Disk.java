package dev.quorate.model.etcd.server;

import dev.quorate.model.Effects;
import dev.quorate.model.WriteBatch;
import dev.quorate.model.etcd.raft.Entry;
import dev.quorate.model.etcd.raft.HardState;
import dev.quorate.model.etcd.raft.RaftSnapshot;
import dev.quorate.model.etcd.raft.Ready;
import dev.quorate.model.etcd.store.StoreState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The member's data directory: keys and values as {@code WriteBatch} has them. */
final class Disk {

    /** Who this member is. */
    record Meta(long member, long cluster, String name) {}

    /** What a Raft snapshot's state is here. */
    record SnapshotState(StoreState store, Membership.State membership) {}

    private static final String META = "meta";
    private static final String HARD_STATE = "hardstate";
    private static final String SNAPSHOT = "snapshot";
    private static final String RESTORED = "restored";
    private static final String LOG = "log/";

    private long lastWritten;
    private long firstWritten = 1;

    static Optional<Meta> meta(Effects effects) {
        return effects.read(META).map(Meta.class::cast);
    }

    static Optional<RaftSnapshot> snapshot(Effects effects) {
        return effects.read(SNAPSHOT).map(RaftSnapshot.class::cast);
    }

    static HardState hardState(Effects effects) {
        return effects.read(HARD_STATE).map(HardState.class::cast).orElse(HardState.INITIAL);
    }

    static Optional<Object> restored(Effects effects) {
        return effects.read(RESTORED);
    }

    /** The log after an index; a gap, where a write did not reach the disk, ends it. */
    List<Entry> log(long after, Effects effects) {
        List<Entry> entries = new ArrayList<>();
        long next = after + 1;
        for (Object value : effects.readAll(LOG).values()) {
            Entry entry = (Entry) value;
            if (entry.index() == next) {
                entries.add(entry);
                next++;
            }
        }
        firstWritten = after + 1;
        lastWritten = next - 1;
        return entries;
    }

    /** A new data directory. */
    WriteBatch create(Meta meta, HardState hardState, List<Entry> entries) {
        WriteBatch batch = WriteBatch.of(META, meta).put(HARD_STATE, hardState);
        entries.forEach(e -> put(batch, e));
        return batch;
    }

    /** A data directory made from a backup; nothing of an older one is left. */
    WriteBatch restore(Meta meta, HardState hardState, RaftSnapshot snapshot, Object marker, Effects effects) {
        WriteBatch batch = new WriteBatch();
        effects.readAll("").keySet().forEach(batch::remove);
        batch.put(META, meta).put(HARD_STATE, hardState).put(SNAPSHOT, snapshot).put(RESTORED, marker);
        lastWritten = snapshot.index();
        firstWritten = snapshot.index() + 1;
        return batch;
    }

    /** The log's tail replaced, by force. */
    WriteBatch force(HardState hardState, long from, List<Entry> entries) {
        WriteBatch batch = WriteBatch.of(HARD_STATE, hardState);
        truncate(batch, from);
        entries.forEach(e -> put(batch, e));
        return batch;
    }

    WriteBatch save(Ready ready) {
        WriteBatch batch = new WriteBatch();
        RaftSnapshot snapshot = ready.snapshot();
        if (snapshot != null) {
            truncate(batch, firstWritten);
            batch.put(SNAPSHOT, snapshot);
            lastWritten = snapshot.index();
            firstWritten = snapshot.index() + 1;
        } else if (ready.truncatedFrom() > 0) {
            truncate(batch, ready.truncatedFrom());
        }
        ready.entries().forEach(e -> put(batch, e));
        HardState hardState = ready.hardState();
        if (hardState != null) {
            batch.put(HARD_STATE, hardState);
        }
        return batch;
    }

    /** The commit index went on; neither term nor vote changed. */
    WriteBatch commit(HardState hardState) {
        return WriteBatch.of(HARD_STATE, hardState);
    }

    /** A snapshot of its own, and the log before {@code first} forgotten. */
    WriteBatch compact(RaftSnapshot snapshot, long first) {
        WriteBatch batch = WriteBatch.of(SNAPSHOT, snapshot);
        for (long index = firstWritten; index < first; index++) {
            batch.remove(key(index));
        }
        firstWritten = Math.max(firstWritten, first);
        return batch;
    }

    private void put(WriteBatch batch, Entry entry) {
        batch.put(key(entry.index()), entry);
        lastWritten = Math.max(lastWritten, entry.index());
    }

    private void truncate(WriteBatch batch, long from) {
        for (long index = from; index <= lastWritten; index++) {
            batch.remove(key(index));
        }
        lastWritten = Math.min(lastWritten, from - 1);
    }

    private static String key(long index) {
        String digits = Long.toString(index);
        return LOG + "000000000000".substring(digits.length()) + digits;
    }
}
