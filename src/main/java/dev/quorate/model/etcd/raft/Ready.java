package dev.quorate.model.etcd.raft;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node wants done, in this order: write and sync, send what may go only then, apply, and say {@code persisted}.
 *
 * @param messages may be sent before the disk is synced if the node leads (thesis 10.2.1)
 * @param afterPersist may be sent only when {@code hardState} and {@code entries} are on the disk
 * @param hardState to be written; null when it did not change
 * @param truncatedFrom entries on the disk from here on are void; 0 for none
 * @param snapshot to be installed in place of everything; null for none
 * @param committed to be applied
 * @param mustSync whether the disk must be synced before the rest; a commit index alone may be lost
 */
public record Ready(
        List<RaftMessage> messages,
        List<RaftMessage> afterPersist,
        @Nullable HardState hardState,
        long truncatedFrom,
        List<Entry> entries,
        @Nullable RaftSnapshot snapshot,
        List<Entry> committed,
        List<ReadState> reads,
        List<RoleChange> roleChanges,
        boolean mustSync) {

    /** A read of this node that may be answered once the index is applied. */
    public record ReadState(long context, long index) {}

    /** Why a role changed. */
    public enum Reason {
        ELECTION_TIMEOUT,
        TRANSFERRED,
        VOTES_WON,
        VOTES_LOST,
        HIGHER_TERM,
        HEARD_LEADER,
        QUORUM_INACTIVE
    }

    /**
     * A change of role, term or known leader.
     *
     * @param leader 0 when unknown
     */
    public record RoleChange(long term, Role role, long leader, Reason reason) {}
}
