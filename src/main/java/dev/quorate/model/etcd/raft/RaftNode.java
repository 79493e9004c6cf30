package dev.quorate.model.etcd.raft;

import dev.quorate.time.RandomStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One member of a Raft group as a state machine: stepped with messages and ticks, asked what is {@link #ready}.
 *
 * <p>Follows etcd-io/raft (raft.go) where it goes beyond the paper: pre-vote, check-quorum with the leader's lease on
 * votes, ReadIndex, leadership transfer, hints in rejections. Nothing it says goes out before what it promises is on
 * the disk: see {@link Ready}.
 */
public final class RaftNode {

    /** Nobody. */
    public static final long NONE = 0;

    private final RaftConfig config;
    private final RaftLog log;
    private final RandomStream random;
    private final Supplier<RaftSnapshot> snapshots;
    private final Outbox outbox;
    private final Election election;
    private final Follower follower;
    private Members members;
    private long term;
    private long vote;
    private long lead;
    private Role role = Role.FOLLOWER;
    private @Nullable Leader leader;
    private int electionElapsedTicks;
    private int electionDue;

    /**
     * A node that starts as a follower.
     *
     * @param hardState as the disk has it
     * @param members as of the log's applied index
     * @param snapshots makes a snapshot as of the applied index, for followers too far behind for the log
     */
    public RaftNode(
            RaftConfig config,
            RaftLog log,
            HardState hardState,
            Members members,
            RandomStream random,
            Supplier<RaftSnapshot> snapshots) {
        this.config = config;
        this.log = log;
        this.members = members;
        this.random = random;
        this.snapshots = snapshots;
        this.term = hardState.term();
        this.vote = hardState.vote();
        this.outbox = new Outbox(new HardState(term, vote, log.committed()));
        this.election = new Election(this, outbox, config.preVote());
        this.follower = new Follower(this, outbox);
        drawElectionTimeout();
    }

    public long id() {
        return config.id();
    }

    public long term() {
        return term;
    }

    /** Whom it gave its vote in this term, or {@link #NONE}. */
    long vote() {
        return vote;
    }

    public Role role() {
        return role;
    }

    public boolean isLeader() {
        return role == Role.LEADER;
    }

    /** The leader of this term as far as it knows, or {@link #NONE}. */
    public long lead() {
        return lead;
    }

    public Members members() {
        return members;
    }

    public RaftLog log() {
        return log;
    }

    /** Ticks until a tick does something: a heartbeat is due, or an election. */
    public int ticksUntilDue() {
        Leader leading = leader;
        return leading != null ? leading.ticksUntilDue() : Math.max(1, electionDue - electionElapsedTicks);
    }

    /** Ticks since the leader was heard, or since the last check of the quorum when it leads. */
    public int electionElapsedTicks() {
        return electionElapsedTicks;
    }

    public int electionDue() {
        return electionDue;
    }

    /** Members that did not answer the leader since it last checked; empty for others. */
    public List<Long> silentMembers() {
        Leader leading = leader;
        return leading == null ? List.of() : leading.silent();
    }

    /** How far a leader knows a member's log to match, 0 when it does not lead. */
    public long matchOf(long member) {
        Leader leading = leader;
        return leading == null ? 0 : leading.matchOf(member);
    }

    /** Time passes. */
    public void tick() {
        electionElapsedTicks++;
        Leader leading = leader;
        if (leading == null) {
            if (isPromotable() && electionElapsedTicks >= electionDue) {
                electionElapsedTicks = 0;
                campaign();
            }
            return;
        }
        if (electionElapsedTicks >= config.electionTicks()) {
            electionElapsedTicks = 0;
            leading.abortTransfer();
            if (config.checkQuorum() && !leading.checkQuorum()) {
                becomeFollower(term, NONE, Ready.Reason.QUORUM_INACTIVE);
                return;
            }
        }
        leading.tick();
    }

    /** Campaign at once, whatever the timer says: the only member of a group does so at its start. */
    public void campaign() {
        election.campaign(Ready.Reason.ELECTION_TIMEOUT);
    }

    /**
     * Propose payloads; a follower passes them on to its leader.
     *
     * @return false when they were dropped: no leader is known, or it is handing over
     */
    public boolean propose(List<Payload> payloads) {
        Leader leading = leader;
        if (leading != null) {
            return leading.propose(payloads);
        }
        return follower.propose(payloads);
    }

    /** Ask for an index that is safe to read at; {@link Ready#reads} answers, if the leader is found and confirmed. */
    public void readIndex(long context) {
        Leader leading = leader;
        if (leading != null) {
            leading.readIndex(id(), context);
        } else {
            follower.readIndex(id(), context);
        }
    }

    /** Hand leadership to a voter; a follower passes the wish on to its leader. */
    public void transferLeader(long to) {
        Leader leading = leader;
        if (leading != null) {
            leading.transferTo(to);
        } else {
            follower.transferLeader(to);
        }
    }

    /** The transport could not deliver to a member. */
    public void unreachable(long peer) {
        Leader leading = leader;
        if (leading != null) {
            leading.unreachable(peer);
        }
    }

    /** The transport delivered a snapshot to a member, or could not. */
    public void snapshotSent(long peer, boolean delivered) {
        Leader leading = leader;
        if (leading != null) {
            leading.snapshotSent(peer, delivered);
        }
    }

    /** A change of membership was applied. */
    public void apply(ConfChange change) {
        members = members.with(change);
        Leader leading = leader;
        if (leading != null) {
            leading.membersChanged();
        }
    }

    /** A message of another member. */
    public void step(RaftMessage m) {
        if (m.term() > term) {
            boolean inLease = config.checkQuorum() && lead != NONE && electionElapsedTicks < config.electionTicks();
            if (m.type().isVoteRequest() && !m.transfer() && inLease) {
                return; // "lease is not expired"
            }
            boolean ofPreVote = m.type() == RaftMessage.Type.PRE_VOTE
                    || (m.type() == RaftMessage.Type.PRE_VOTE_RESPONSE && !m.reject());
            if (!ofPreVote) {
                becomeFollower(m.term(), m.type().isFromLeader() ? m.from() : NONE, Ready.Reason.HIGHER_TERM);
            }
        } else if (m.term() != 0 && m.term() < term) {
            answerOutdated(m);
            return;
        }
        switch (m.type()) {
            case VOTE, PRE_VOTE -> election.onVoteRequest(m);
            case VOTE_RESPONSE, PRE_VOTE_RESPONSE -> election.onVoteResponse(m);
            case APPEND, HEARTBEAT, SNAPSHOT -> onLeaderMessage(m);
            case TIMEOUT_NOW -> onTimeoutNow();
            default -> onMessageToLeader(m);
        }
    }

    /** A leader of an earlier term must hear of this one, or a member that missed it could never come back. */
    private void answerOutdated(RaftMessage m) {
        if (m.type() == RaftMessage.Type.HEARTBEAT || m.type() == RaftMessage.Type.APPEND) {
            if (config.checkQuorum() || config.preVote()) {
                outbox.sendAfterPersist(RaftMessage.plain(RaftMessage.Type.APPEND_RESPONSE, id(), m.from(), term));
            }
        } else if (m.type() == RaftMessage.Type.PRE_VOTE) {
            outbox.sendAfterPersist(RaftMessage.answer(RaftMessage.Type.PRE_VOTE_RESPONSE, id(), m.from(), term, true));
        }
    }

    private void onLeaderMessage(RaftMessage m) {
        if (role == Role.LEADER) {
            return; // two leaders of one term, where a member lost its vote; stepLeader knows no such message
        }
        if (role != Role.FOLLOWER || lead != m.from()) {
            if (role == Role.FOLLOWER) {
                lead = m.from();
                changed(Ready.Reason.HEARD_LEADER);
            } else {
                becomeFollower(m.term(), m.from(), Ready.Reason.HEARD_LEADER);
            }
        }
        electionElapsedTicks = 0;
        follower.step(m);
    }

    /** The log starts anew from a snapshot. */
    void restored(RaftSnapshot snapshot) {
        members = snapshot.members();
        outbox.install(snapshot);
    }

    private void onTimeoutNow() {
        if (role == Role.FOLLOWER && isPromotable()) {
            election.campaign(Ready.Reason.TRANSFERRED);
        }
    }

    private void onMessageToLeader(RaftMessage m) {
        Leader leading = leader;
        if (leading != null) {
            leading.step(m);
        } else {
            follower.passOn(m);
        }
    }

    boolean isPromotable() {
        return members.isVoter(id()) && !outbox.holdsSnapshot();
    }

    /** Give a candidate the vote of this term. */
    void voteFor(long candidate) {
        electionElapsedTicks = 0;
        vote = candidate;
    }

    /** Neither term nor vote change, so a member that was cut off does no harm. */
    void becomePreCandidate(Ready.Reason reason) {
        role = Role.PRE_CANDIDATE;
        lead = NONE;
        changed(reason);
    }

    void becomeCandidate(Ready.Reason reason) {
        reset(term + 1);
        role = Role.CANDIDATE;
        vote = id();
        changed(reason);
    }

    void becomeLeader() {
        reset(term);
        role = Role.LEADER;
        lead = id();
        Leader leading = new Leader(this, config.heartbeatTicks());
        leader = leading;
        changed(Ready.Reason.VOTES_WON);
        leading.begin();
    }

    void becomeFollower(long newTerm, long newLead, Ready.Reason reason) {
        boolean news = role != Role.FOLLOWER || newTerm != term || newLead != lead;
        reset(newTerm);
        role = Role.FOLLOWER;
        lead = newLead;
        if (news) {
            changed(reason);
        }
    }

    private void reset(long newTerm) {
        if (newTerm != term) {
            term = newTerm;
            vote = NONE;
        }
        lead = NONE;
        leader = null;
        electionElapsedTicks = 0;
        election.reset();
        drawElectionTimeout();
    }

    private void drawElectionTimeout() {
        electionDue = config.electionTicks() + random.nextInt(config.electionTicks());
    }

    private void changed(Ready.Reason reason) {
        outbox.changed(new Ready.RoleChange(term, role, lead, reason));
    }

    /** A transfer resets the check of the quorum: it has one election timeout. */
    void restartElectionTimer() {
        electionElapsedTicks = 0;
    }

    void send(RaftMessage message) {
        outbox.send(message);
    }

    void answerRead(long context, long index) {
        outbox.mayRead(context, index);
    }

    RaftSnapshot makeSnapshot() {
        return snapshots.get();
    }

    /** Whether {@link #ready} has anything; nothing is ready while the last one is being written. */
    public boolean hasReady() {
        return outbox.hasReady(term, vote, log);
    }

    /** What is to be done now; {@link #persisted} must follow, at once when nothing must be synced. */
    public Ready ready() {
        return outbox.take(new HardState(term, vote, log.committed()), log);
    }

    /** All of that is on the disk. */
    public void persisted(Ready ready) {
        outbox.persisted();
        List<Entry> entries = ready.entries();
        HardState state = ready.hardState();
        if (!entries.isEmpty()) {
            Entry last = entries.get(entries.size() - 1);
            log.stableTo(last.index(), last.term());
        }
        if (role == Role.CANDIDATE && state != null && state.term() == term && state.vote() == id()) {
            election.ownVoteIsWritten();
        }
        Leader leading = leader;
        if (leading != null) {
            leading.selfStable(log.stable());
        }
    }
}
