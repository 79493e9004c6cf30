package dev.quorate.model.etcd.raft;

import java.util.ArrayList;
import java.util.List;

/** What a node of the bench has written, and starts from again. */
final class RaftDisk {

    private final List<Entry> entries = new ArrayList<>();
    private HardState hardState = HardState.INITIAL;
    private RaftSnapshot snapshot;

    RaftDisk(Members members) {
        snapshot = new RaftSnapshot(0, 0, members, "");
    }

    void save(Ready ready) {
        HardState state = ready.hardState();
        if (state != null) {
            hardState = state;
        }
        RaftSnapshot installed = ready.snapshot();
        if (installed != null) {
            entries.clear();
            snapshot = installed;
        }
        if (ready.truncatedFrom() > 0) {
            entries.removeIf(e -> e.index() >= ready.truncatedFrom());
        }
        entries.addAll(ready.entries());
    }

    /** As etcd finds it: nothing is applied past the snapshot. */
    RaftLog log() {
        return new RaftLog(snapshot.index(), snapshot.term(), entries, hardState.commit(), snapshot.index());
    }

    HardState hardState() {
        return hardState;
    }

    Members members() {
        return snapshot.members();
    }
}
