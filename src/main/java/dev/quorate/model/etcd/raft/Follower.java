package dev.quorate.model.etcd.raft;

import java.util.List;

/** What a node does with its leader's appends, heartbeats and snapshots, and what it passes on to it. */
final class Follower {

    private final RaftNode node;
    private final RaftLog log;
    private final Outbox outbox;

    Follower(RaftNode node, Outbox outbox) {
        this.node = node;
        this.log = node.log();
        this.outbox = outbox;
    }

    /** A message of this term's leader. */
    void step(RaftMessage m) {
        switch (m.type()) {
            case APPEND -> onAppend(m);
            case HEARTBEAT -> {
                log.commitTo(m.commit());
                outbox.send(RaftMessage.read(
                        RaftMessage.Type.HEARTBEAT_RESPONSE, node.id(), m.from(), node.term(), 0, m.context()));
            }
            default -> onSnapshot(m);
        }
    }

    private void onAppend(RaftMessage m) {
        if (m.index() < log.committed()) {
            acknowledge(m.from(), log.committed());
            return;
        }
        long last = log.take(m.index(), m.logTerm(), m.entries(), m.commit());
        if (last >= 0) {
            acknowledge(m.from(), last);
            return;
        }
        long hint = log.conflictByTerm(Math.min(m.index(), log.lastIndex()), m.logTerm());
        outbox.sendAfterPersist(RaftMessage.appendRejected(
                node.id(), m.from(), node.term(), m.index(), hint, Math.max(0, log.termAt(hint))));
    }

    private void onSnapshot(RaftMessage m) {
        RaftSnapshot snapshot = m.snapshot();
        if (snapshot == null
                || snapshot.index() <= log.committed()
                || !snapshot.members().contains(node.id())) {
            acknowledge(m.from(), log.committed());
        } else if (log.matches(snapshot.index(), snapshot.term())) {
            log.commitTo(snapshot.index()); // no need to throw the log away
            acknowledge(m.from(), log.committed());
        } else {
            log.restore(snapshot);
            node.restored(snapshot);
            acknowledge(m.from(), log.lastIndex());
        }
    }

    /** Pass payloads on to the leader; false when none is known. */
    boolean propose(List<Payload> payloads) {
        if (!knowsLeader()) {
            return false;
        }
        List<Entry> entries = payloads.stream().map(p -> new Entry(0, 0, p)).toList();
        outbox.send(RaftMessage.propose(node.id(), node.lead(), entries));
        return true;
    }

    void readIndex(long from, long context) {
        if (knowsLeader()) {
            outbox.send(RaftMessage.read(RaftMessage.Type.READ_INDEX, from, node.lead(), 0, 0, context));
        }
    }

    void transferLeader(long to) {
        if (node.lead() != RaftNode.NONE) {
            outbox.send(RaftMessage.plain(RaftMessage.Type.TRANSFER_LEADER, to, node.lead(), 0));
        }
    }

    /** A message that is meant for a leader, which this node is not, or no longer. */
    void passOn(RaftMessage m) {
        switch (m.type()) {
            case PROPOSE -> {
                if (knowsLeader()) {
                    outbox.send(RaftMessage.propose(m.from(), node.lead(), m.entries()));
                }
            }
            case READ_INDEX -> readIndex(m.from(), m.context());
            case READ_INDEX_RESPONSE -> outbox.mayRead(m.context(), m.index());
            default -> {
                // an answer to a leader that this node no longer is
            }
        }
    }

    private boolean knowsLeader() {
        return node.role() == Role.FOLLOWER && node.lead() != RaftNode.NONE;
    }

    private void acknowledge(long to, long index) {
        RaftMessage acknowledgement =
                RaftMessage.at(RaftMessage.Type.APPEND_RESPONSE, node.id(), to, node.term(), index);
        outbox.sendAfterPersist(acknowledgement);
    }
}
