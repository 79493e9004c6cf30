package dev.quorate.model.etcd.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a node keeps and does only while it leads: replication, commit by counting, reads, its quorum's pulse. */
final class Leader {

    private final RaftNode node;
    private final int heartbeatTicks;
    private final Map<Long, Progress> followers = new TreeMap<>();
    private final ReadIndexQueue reads = new ReadIndexQueue();
    private final List<ReadIndexQueue.Read> postponedReads = new ArrayList<>();
    private int heartbeatElapsedTicks;
    private long transferee = RaftNode.NONE;
    private long pendingConfIndex;
    private long ownMatch;

    Leader(RaftNode node, int heartbeatTicks) {
        this.node = node;
        this.heartbeatTicks = heartbeatTicks;
        this.ownMatch = node.log().stable();
        // there may be a change of membership in the uncommitted tail: wait for all of it
        this.pendingConfIndex = node.log().lastIndex();
        for (Long id : others()) {
            followers.put(id, new Progress(0, node.log().lastIndex() + 1));
        }
    }

    private List<Long> others() {
        List<Long> others = new ArrayList<>(node.members().voters());
        others.addAll(node.members().learners());
        others.remove(node.id());
        return others;
    }

    /** A leader commits nothing of earlier terms by counting: hence the entry of its own (paper 5.4.2). */
    void begin() {
        append(Payload.NOTHING);
        replicateToAll();
    }

    int ticksUntilDue() {
        return Math.max(1, heartbeatTicks - heartbeatElapsedTicks);
    }

    void tick() {
        heartbeatElapsedTicks++;
        if (heartbeatElapsedTicks >= heartbeatTicks) {
            heartbeatElapsedTicks = 0;
            heartbeat(reads.lastContext());
        }
    }

    private void heartbeat(long context) {
        for (Map.Entry<Long, Progress> follower : followers.entrySet()) {
            // never commit what the follower may not have
            long commit = Math.min(follower.getValue().match(), node.log().committed());
            node.send(RaftMessage.heartbeat(node.id(), follower.getKey(), node.term(), commit, context));
            follower.getValue().sentCommit(commit);
        }
    }

    List<Long> silent() {
        List<Long> silent = new ArrayList<>();
        for (Long voter : node.members().voters()) {
            Progress progress = followers.get(voter);
            if (progress != null && !progress.recentActive()) {
                silent.add(voter);
            }
        }
        return silent;
    }

    long matchOf(long member) {
        Progress progress = followers.get(member);
        return progress == null ? 0 : progress.match();
    }

    /** Whether a majority was heard since the last check; starts the next. */
    boolean checkQuorum() {
        boolean active = node.members().quorum(v -> {
            Progress progress = followers.get(v);
            return v == node.id() || (progress != null && progress.recentActive());
        });
        followers.values().forEach(p -> p.recentActive(false));
        return active;
    }

    boolean propose(List<Payload> payloads) {
        if (transferee != RaftNode.NONE || !node.members().contains(node.id())) {
            return false;
        }
        for (Payload payload : payloads) {
            Payload accepted = payload;
            if (payload instanceof ConfChange) {
                if (pendingConfIndex > node.log().applied()) {
                    accepted = Payload.NOTHING; // one at a time
                } else {
                    pendingConfIndex = node.log().lastIndex() + 1;
                }
            }
            append(accepted);
        }
        replicateToAll();
        return true;
    }

    private void append(Payload payload) {
        node.log().append(new Entry(node.log().lastIndex() + 1, node.term(), payload));
    }

    /** The own entries are on the disk up to there. */
    void selfStable(long index) {
        if (index > ownMatch) {
            ownMatch = index;
            if (maybeCommit()) {
                replicateToAll();
            }
        }
    }

    private boolean maybeCommit() {
        long index = node.members().quorumIndex(id -> {
            Progress progress = followers.get(id);
            return id == node.id() ? ownMatch : progress == null ? 0 : progress.match();
        });
        if (index <= node.log().committed() || node.log().termAt(index) != node.term()) {
            return false;
        }
        node.log().commitTo(index);
        List<ReadIndexQueue.Read> waiting = List.copyOf(postponedReads);
        postponedReads.clear();
        waiting.forEach(r -> readIndex(r.from(), r.context()));
        return true;
    }

    private void replicateToAll() {
        followers.forEach((id, progress) -> replicate(id, progress, true));
    }

    /** Send what a follower lacks; an empty append carries the commit index, or probes. */
    private boolean replicate(long to, Progress progress, boolean evenIfEmpty) {
        if (progress.isPaused()) {
            return false;
        }
        RaftLog log = node.log();
        long before = progress.next() - 1;
        long beforeTerm = log.termAt(before);
        if (beforeTerm < 0) {
            return sendSnapshot(to, progress);
        }
        List<Entry> entries = progress.state() == Progress.State.REPLICATE && progress.isFull()
                ? List.of()
                : log.from(progress.next());
        if (entries.isEmpty() && !evenIfEmpty) {
            return false;
        }
        node.send(RaftMessage.append(node.id(), to, node.term(), before, beforeTerm, entries, log.committed()));
        progress.sentEntries(entries.size());
        progress.sentCommit(log.committed());
        return true;
    }

    private boolean sendSnapshot(long to, Progress progress) {
        if (!progress.recentActive()) {
            return false; // it would not arrive
        }
        RaftSnapshot snapshot = node.makeSnapshot();
        progress.becomeSnapshot(snapshot.index());
        node.send(RaftMessage.snapshot(node.id(), to, node.term(), snapshot));
        return true;
    }

    void step(RaftMessage m) {
        switch (m.type()) {
            case PROPOSE -> propose(m.entries().stream().map(Entry::payload).toList());
            case READ_INDEX -> readIndex(m.from(), m.context());
            case TRANSFER_LEADER -> transferTo(m.from());
            case APPEND_RESPONSE -> onAppendResponse(m, followers.get(m.from()));
            case HEARTBEAT_RESPONSE -> onHeartbeatResponse(m, followers.get(m.from()));
            default -> {
                // late votes
            }
        }
    }

    private void onAppendResponse(RaftMessage m, @Nullable Progress progress) {
        if (progress == null) {
            return;
        }
        progress.recentActive(true);
        if (m.reject()) {
            long hint = m.logTerm() > 0 ? node.log().conflictByTerm(m.rejectHint(), m.logTerm()) : m.rejectHint();
            if (progress.decreaseTo(m.index(), hint)) {
                if (progress.state() == Progress.State.REPLICATE) {
                    progress.becomeProbe();
                }
                replicate(m.from(), progress, true);
            }
            return;
        }
        boolean probeAnswered = progress.state() == Progress.State.PROBE && progress.match() == m.index();
        if (!progress.update(m.index()) && !probeAnswered) {
            return;
        }
        if (progress.state() == Progress.State.REPLICATE) {
            progress.freeInflight(m.index());
        } else if (progress.state() == Progress.State.PROBE
                || progress.match() + 1 >= node.log().firstIndex()) {
            progress.becomeReplicate();
        }
        if (maybeCommit()) {
            replicateToAll();
        } else if (progress.canBumpCommit(node.log().committed())) {
            replicate(m.from(), progress, true);
        }
        while (replicate(m.from(), progress, false)) {
            // bounded by the log's length and the inflight limit
        }
        if (m.from() == transferee && progress.match() == node.log().lastIndex()) {
            timeoutNow(m.from());
        }
    }

    private void onHeartbeatResponse(RaftMessage m, @Nullable Progress progress) {
        if (progress == null) {
            return;
        }
        progress.recentActive(true);
        progress.resume();
        if (progress.match() < node.log().lastIndex() || progress.state() == Progress.State.PROBE) {
            replicate(m.from(), progress, true);
        }
        if (m.context() != 0) {
            for (ReadIndexQueue.Read read : reads.acknowledged(m.from(), m.context(), node.members())) {
                answer(read.from(), read.context(), read.index());
            }
        }
    }

    /** A read is safe at the commit index once a majority confirms that this node leads still (thesis 6.4). */
    void readIndex(long from, long context) {
        RaftLog log = node.log();
        if (node.members().isSingleton()) {
            answer(from, context, log.committed());
        } else if (log.termAt(log.committed()) != node.term()) {
            postponedReads.add(new ReadIndexQueue.Read(from, context, 0));
        } else {
            reads.add(new ReadIndexQueue.Read(from, context, log.committed()), node.id());
            heartbeat(context);
        }
    }

    private void answer(long to, long context, long index) {
        if (to == node.id()) {
            node.answerRead(context, index);
        } else {
            node.send(
                    RaftMessage.read(RaftMessage.Type.READ_INDEX_RESPONSE, node.id(), to, node.term(), index, context));
        }
    }

    void unreachable(long peer) {
        Progress progress = followers.get(peer);
        if (progress != null && progress.state() == Progress.State.REPLICATE) {
            progress.becomeProbe(); // an append was probably lost
        }
    }

    void snapshotSent(long peer, boolean delivered) {
        Progress progress = followers.get(peer);
        if (progress != null && progress.state() == Progress.State.SNAPSHOT) {
            if (!delivered) {
                progress.failedSnapshot();
            }
            progress.becomeProbe();
            progress.pause();
        }
    }

    void transferTo(long to) {
        Progress progress = followers.get(to);
        if (progress == null || transferee == to || !node.members().isVoter(to)) {
            return;
        }
        node.restartElectionTimer();
        transferee = to;
        if (progress.match() == node.log().lastIndex()) {
            timeoutNow(to);
        } else {
            replicate(to, progress, true);
        }
    }

    private void timeoutNow(long to) {
        node.send(RaftMessage.plain(RaftMessage.Type.TIMEOUT_NOW, node.id(), to, node.term()));
    }

    void abortTransfer() {
        transferee = RaftNode.NONE;
    }

    void membersChanged() {
        List<Long> now = others();
        followers.keySet().removeIf(id -> !now.contains(id));
        for (Long id : now) {
            if (!followers.containsKey(id)) {
                Progress progress = new Progress(0, node.log().lastIndex());
                progress.recentActive(true); // as if just heard, or the next check of the quorum would count it dead
                followers.put(id, progress);
            }
        }
        if (!now.contains(transferee)) {
            abortTransfer();
        }
        if (maybeCommit()) {
            replicateToAll();
        } else {
            followers.forEach((id, progress) -> replicate(id, progress, false));
        }
    }
}
