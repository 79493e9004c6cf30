package dev.quorate.model.etcd.raft;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node has to say, and what of it the disk lacks, until it is asked what is {@link Ready}. */
final class Outbox {

    private HardState written;
    private boolean saving;
    private @Nullable RaftSnapshot pendingSnapshot;
    private List<RaftMessage> messages = new ArrayList<>();
    private List<RaftMessage> afterPersist = new ArrayList<>();
    private List<Ready.ReadState> reads = new ArrayList<>();
    private List<Ready.RoleChange> roleChanges = new ArrayList<>();

    /**
     * An empty one.
     *
     * @param written as the disk has it
     */
    Outbox(HardState written) {
        this.written = written;
    }

    /** This may go out before the disk is synced, if the node leads. */
    void send(RaftMessage message) {
        messages.add(message);
    }

    /** This promises something: it goes out when that is on the disk. */
    void sendAfterPersist(RaftMessage message) {
        afterPersist.add(message);
    }

    void mayRead(long context, long index) {
        reads.add(new Ready.ReadState(context, index));
    }

    void changed(Ready.RoleChange change) {
        roleChanges.add(change);
    }

    void install(RaftSnapshot snapshot) {
        pendingSnapshot = snapshot;
    }

    /** Whether a snapshot came that nobody was told of. */
    boolean holdsSnapshot() {
        return pendingSnapshot != null;
    }

    /** Whether {@link #take} has anything; nothing is ready while the last one is being written. */
    boolean hasReady(long term, long vote, RaftLog log) {
        return !saving
                && (!messages.isEmpty()
                        || !afterPersist.isEmpty()
                        || !roleChanges.isEmpty()
                        || !reads.isEmpty()
                        || pendingSnapshot != null
                        || log.hasUnstable()
                        || log.hasCommitted()
                        || term != written.term()
                        || vote != written.vote());
    }

    /** All that is to be done now; {@link #persisted} must follow. */
    Ready take(HardState now, RaftLog log) {
        if (saving) {
            throw new IllegalStateException("the last ready is still being written");
        }
        boolean mustSync = now.term() != written.term()
                || now.vote() != written.vote()
                || log.hasUnstable()
                || pendingSnapshot != null;
        // A list that stays in use here must not be the ready's: what is added while it is being written
        // would go out with it, a vote before it is on the disk.
        Ready ready = new Ready(
                messages,
                afterPersist.isEmpty() ? List.of() : afterPersist,
                mustSync || !now.equals(written) ? now : null,
                log.takeTruncatedFrom(),
                log.unstable(),
                pendingSnapshot,
                log.takeCommitted(),
                reads.isEmpty() ? List.of() : reads,
                roleChanges.isEmpty() ? List.of() : roleChanges,
                mustSync);
        written = now;
        saving = true;
        messages = new ArrayList<>(2);
        afterPersist = afterPersist.isEmpty() ? afterPersist : new ArrayList<>(2);
        reads = reads.isEmpty() ? reads : new ArrayList<>(2);
        roleChanges = roleChanges.isEmpty() ? roleChanges : new ArrayList<>(2);
        pendingSnapshot = null;
        return ready;
    }

    void persisted() {
        saving = false;
    }
}
