package dev.quorate.model.etcd.raft;

import java.util.Map;
import java.util.TreeMap;

/** A node's part in elections: the vote that it gives, and those that it asks for and counts. */
final class Election {

    private final RaftNode node;
    private final RaftLog log;
    private final Outbox outbox;
    private final boolean preVote;
    private final Map<Long, Boolean> votes = new TreeMap<>();

    Election(RaftNode node, Outbox outbox, boolean preVote) {
        this.node = node;
        this.log = node.log();
        this.outbox = outbox;
        this.preVote = preVote;
    }

    /** Votes of another term count no more. */
    void reset() {
        votes.clear();
    }

    /** Campaign, if that makes sense; a transfer never uses pre-vote, for nobody has lost contact. */
    void campaign(Ready.Reason reason) {
        if (node.isLeader() || !node.isPromotable() || hasUnappliedConfChange()) {
            return;
        }
        boolean transfer = reason == Ready.Reason.TRANSFERRED;
        if (preVote && !transfer) {
            votes.clear();
            node.becomePreCandidate(reason);
            askForVotes(RaftMessage.Type.PRE_VOTE, node.term() + 1, false);
            count(node.id(), true);
        } else {
            campaignForReal(reason, transfer);
        }
    }

    private void campaignForReal(Ready.Reason reason, boolean transfer) {
        node.becomeCandidate(reason);
        askForVotes(RaftMessage.Type.VOTE, node.term(), transfer);
        // its own vote counts when it is on the disk: see ownVoteIsWritten()
    }

    private boolean hasUnappliedConfChange() {
        for (long i = log.applied() + 1; i <= log.committed(); i++) {
            if (log.at(i).payload() instanceof ConfChange) {
                return true;
            }
        }
        return false;
    }

    private void askForVotes(RaftMessage.Type type, long atTerm, boolean transfer) {
        for (Long voter : node.members().voters()) {
            if (voter != node.id()) {
                outbox.send(RaftMessage.vote(type, node.id(), voter, atTerm, log, transfer));
            }
        }
    }

    /** Somebody asks for this node's vote. */
    void onVoteRequest(RaftMessage m) {
        boolean isPre = m.type() == RaftMessage.Type.PRE_VOTE;
        long vote = node.vote();
        boolean free = vote == m.from()
                || (vote == RaftNode.NONE && node.lead() == RaftNode.NONE)
                || (isPre && m.term() > node.term());
        RaftMessage.Type answer = isPre ? RaftMessage.Type.PRE_VOTE_RESPONSE : RaftMessage.Type.VOTE_RESPONSE;
        if (free && log.isUpToDate(m.index(), m.logTerm())) {
            // the term of the request: a pre-vote's is the next one
            outbox.sendAfterPersist(RaftMessage.answer(answer, node.id(), m.from(), m.term(), false));
            if (!isPre) {
                node.voteFor(m.from());
            }
        } else {
            outbox.sendAfterPersist(RaftMessage.answer(answer, node.id(), m.from(), node.term(), true));
        }
    }

    /** Somebody answers. */
    void onVoteResponse(RaftMessage m) {
        Role role = node.role();
        RaftMessage.Type awaited =
                role == Role.PRE_CANDIDATE ? RaftMessage.Type.PRE_VOTE_RESPONSE : RaftMessage.Type.VOTE_RESPONSE;
        if (m.type() == awaited && (role == Role.CANDIDATE || role == Role.PRE_CANDIDATE)) {
            count(m.from(), !m.reject());
        }
    }

    /** The candidate's vote for itself is on the disk. */
    void ownVoteIsWritten() {
        count(node.id(), true);
    }

    private void count(long from, boolean granted) {
        votes.putIfAbsent(from, granted);
        if (node.members().quorum(v -> Boolean.TRUE.equals(votes.get(v)))) {
            if (node.role() == Role.PRE_CANDIDATE) {
                campaignForReal(Ready.Reason.VOTES_WON, false);
            } else {
                node.becomeLeader();
            }
        } else if (!node.members().quorum(v -> !Boolean.FALSE.equals(votes.get(v)))) {
            node.becomeFollower(node.term(), RaftNode.NONE, Ready.Reason.VOTES_LOST);
        }
    }
}
