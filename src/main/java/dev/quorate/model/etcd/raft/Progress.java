package dev.quorate.model.etcd.raft;

import java.util.ArrayDeque;

/**
 * How far a leader believes a follower is (etcd-io/raft tracker/progress.go).
 *
 * <p>It probes (one append a heartbeat) until a match is found, then replicates (appends ahead of the answers), or
 * waits for a snapshot to arrive.
 */
final class Progress {

    enum State {
        PROBE,
        REPLICATE,
        SNAPSHOT
    }

    /** Appends that may be on their way at once; etcd's MaxInflightMsgs. */
    private static final int MAX_INFLIGHT = 512;

    private final ArrayDeque<Long> inflight = new ArrayDeque<>();
    private State state = State.PROBE;
    private long match;
    private long next;
    private long pendingSnapshot;
    private long sentCommit;
    private boolean flowPaused;
    private boolean recentActive;

    Progress(long match, long next) {
        this.match = match;
        this.next = next;
    }

    State state() {
        return state;
    }

    long match() {
        return match;
    }

    long next() {
        return next;
    }

    boolean recentActive() {
        return recentActive;
    }

    void recentActive(boolean active) {
        recentActive = active;
    }

    boolean isPaused() {
        return state == State.SNAPSHOT || flowPaused;
    }

    void pause() {
        flowPaused = true;
    }

    void resume() {
        flowPaused = false;
    }

    boolean isFull() {
        return inflight.size() >= MAX_INFLIGHT;
    }

    void sentCommit(long commit) {
        sentCommit = commit;
    }

    /** Whether the follower could use a higher commit index than it was sent. */
    boolean canBumpCommit(long committed) {
        return committed > sentCommit && sentCommit < next - 1;
    }

    void becomeProbe() {
        long from = state == State.SNAPSHOT ? Math.max(match, pendingSnapshot) : match;
        reset(State.PROBE);
        next = from + 1;
        sentCommit = Math.min(sentCommit, next - 1);
    }

    void becomeReplicate() {
        reset(State.REPLICATE);
        next = match + 1;
    }

    void becomeSnapshot(long index) {
        reset(State.SNAPSHOT);
        pendingSnapshot = index;
        next = index + 1;
        sentCommit = index;
    }

    private void reset(State to) {
        state = to;
        flowPaused = false;
        pendingSnapshot = 0;
        inflight.clear();
    }

    /** Note an append of so many entries. */
    void sentEntries(int count) {
        if (state == State.REPLICATE) {
            if (count > 0) {
                next += count;
                inflight.add(next - 1);
            }
            flowPaused = isFull();
        } else if (count > 0) {
            flowPaused = true;
        }
    }

    void freeInflight(long upTo) {
        while (!inflight.isEmpty() && inflight.peekFirst() <= upTo) {
            inflight.removeFirst();
        }
    }

    void failedSnapshot() {
        pendingSnapshot = 0;
    }

    /** The follower answered that it holds everything up to there; false when that is no news. */
    boolean update(long index) {
        if (index <= match) {
            return false;
        }
        match = index;
        next = Math.max(next, index + 1);
        flowPaused = false;
        return true;
    }

    /** The follower rejected an append after {@code rejected}; false when that answer is stale. */
    boolean decreaseTo(long rejected, long hint) {
        if (state == State.REPLICATE) {
            if (rejected <= match) {
                return false;
            }
            next = match + 1;
            sentCommit = Math.min(sentCommit, next - 1);
            return true;
        }
        if (next - 1 != rejected) {
            return false;
        }
        next = Math.max(Math.min(rejected, hint + 1), match + 1);
        sentCommit = Math.min(sentCommit, next - 1);
        flowPaused = false;
        return true;
    }
}
