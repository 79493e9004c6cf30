package dev.quorate.model.etcd.raft;

import dev.quorate.time.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** What a member is in its term. */
    public enum Role {
        FOLLOWER("follower"),
        PRE_CANDIDATE("pre-candidate"),
        CANDIDATE("candidate"),
        LEADER("leader");

        private final String text;

        Role(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Why a role changed. */
    public enum Reason {
        ELECTION_TIMEOUT,
        TRANSFERRED,
        VOTES_WON,
        VOTES_LOST,
        HIGHER_TERM,
        HEARD_LEADER,
        QUORUM_INACTIVE,
        REMOVED
    }

    private final RaftConfig config;
    private final RaftLog log;
    private final RandomStream random;
    private final Supplier<RaftSnapshot> snapshots;
    private final Map<Long, Boolean> votes = new TreeMap<>();
    private Members members;
    private long term;
    private long vote;
    private long lead;
    private Role role = Role.FOLLOWER;
    private @Nullable Leader leader;
    private int electionElapsedTicks;
    private int electionDue;
    private boolean transferring;
    private @Nullable RaftSnapshot pendingSnapshot;
    private HardState written;
    private boolean saving;
    private List<RaftMessage> messages = new ArrayList<>();
    private List<RaftMessage> afterPersist = new ArrayList<>();
    private List<Ready.ReadState> reads = new ArrayList<>();
    private List<Ready.RoleChange> roleChanges = new ArrayList<>();

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
        this.written = new HardState(term, vote, log.committed());
        drawElectionTimeout();
    }

    public long id() {
        return config.id();
    }

    public long term() {
        return term;
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
                campaign(Reason.ELECTION_TIMEOUT);
            }
            return;
        }
        if (electionElapsedTicks >= config.electionTicks()) {
            electionElapsedTicks = 0;
            leading.abortTransfer();
            if (config.checkQuorum() && !leading.checkQuorum()) {
                becomeFollower(term, NONE, Reason.QUORUM_INACTIVE);
                return;
            }
        }
        leading.tick();
    }

    /** Campaign at once, whatever the timer says: the only member of a group does so at its start. */
    public void campaign() {
        campaign(Reason.ELECTION_TIMEOUT);
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
        if (role != Role.FOLLOWER || lead == NONE) {
            return false;
        }
        List<Entry> entries = payloads.stream().map(p -> new Entry(0, 0, p)).toList();
        messages.add(RaftMessage.propose(id(), lead, entries));
        return true;
    }

    /** Ask for an index that is safe to read at; {@link Ready#reads} answers, if the leader is found and confirmed. */
    public void readIndex(long context) {
        Leader leading = leader;
        if (leading != null) {
            leading.readIndex(id(), context);
        } else if (role == Role.FOLLOWER && lead != NONE) {
            messages.add(RaftMessage.read(RaftMessage.Type.READ_INDEX, id(), lead, 0, 0, context));
        }
    }

    /** Hand leadership to a voter; a follower passes the wish on to its leader. */
    public void transferLeader(long to) {
        Leader leading = leader;
        if (leading != null) {
            leading.transferTo(to);
        } else if (lead != NONE) {
            messages.add(RaftMessage.plain(RaftMessage.Type.TRANSFER_LEADER, to, lead, 0));
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
                becomeFollower(m.term(), m.type().isFromLeader() ? m.from() : NONE, Reason.HIGHER_TERM);
            }
        } else if (m.term() != 0 && m.term() < term) {
            answerOutdated(m);
            return;
        }
        switch (m.type()) {
            case VOTE, PRE_VOTE -> onVoteRequest(m);
            case VOTE_RESPONSE, PRE_VOTE_RESPONSE -> onVoteResponse(m);
            case APPEND, HEARTBEAT, SNAPSHOT -> onLeaderMessage(m);
            case TIMEOUT_NOW -> onTimeoutNow();
            default -> onMessageToLeader(m);
        }
    }

    /** A leader of an earlier term must hear of this one, or a member that missed it could never come back. */
    private void answerOutdated(RaftMessage m) {
        if (m.type() == RaftMessage.Type.HEARTBEAT || m.type() == RaftMessage.Type.APPEND) {
            if (config.checkQuorum() || config.preVote()) {
                afterPersist.add(RaftMessage.plain(RaftMessage.Type.APPEND_RESPONSE, id(), m.from(), term));
            }
        } else if (m.type() == RaftMessage.Type.PRE_VOTE) {
            afterPersist.add(RaftMessage.answer(RaftMessage.Type.PRE_VOTE_RESPONSE, id(), m.from(), term, true));
        }
    }

    private void onVoteRequest(RaftMessage m) {
        boolean isPre = m.type() == RaftMessage.Type.PRE_VOTE;
        boolean free = vote == m.from() || (vote == NONE && lead == NONE) || (isPre && m.term() > term);
        RaftMessage.Type answer = isPre ? RaftMessage.Type.PRE_VOTE_RESPONSE : RaftMessage.Type.VOTE_RESPONSE;
        if (free && log.isUpToDate(m.index(), m.logTerm())) {
            // the term of the request: a pre-vote's is the next one
            afterPersist.add(RaftMessage.answer(answer, id(), m.from(), m.term(), false));
            if (!isPre) {
                electionElapsedTicks = 0;
                vote = m.from();
            }
        } else {
            afterPersist.add(RaftMessage.answer(answer, id(), m.from(), term, true));
        }
    }

    private void onVoteResponse(RaftMessage m) {
        RaftMessage.Type awaited =
                role == Role.PRE_CANDIDATE ? RaftMessage.Type.PRE_VOTE_RESPONSE : RaftMessage.Type.VOTE_RESPONSE;
        if (m.type() == awaited && (role == Role.CANDIDATE || role == Role.PRE_CANDIDATE)) {
            countVote(m.from(), !m.reject());
        }
    }

    private void countVote(long from, boolean granted) {
        votes.putIfAbsent(from, granted);
        if (members.quorum(v -> Boolean.TRUE.equals(votes.get(v)))) {
            if (role == Role.PRE_CANDIDATE) {
                becomeCandidate(Reason.VOTES_WON);
            } else {
                becomeLeader();
            }
        } else if (!members.quorum(v -> !Boolean.FALSE.equals(votes.get(v)))) {
            becomeFollower(term, NONE, Reason.VOTES_LOST);
        }
    }

    private void onLeaderMessage(RaftMessage m) {
        if (role == Role.LEADER) {
            return; // two leaders of one term, where a member lost its vote; stepLeader knows no such message
        }
        if (role != Role.FOLLOWER || lead != m.from()) {
            if (role == Role.FOLLOWER) {
                lead = m.from();
                changed(Reason.HEARD_LEADER);
            } else {
                becomeFollower(m.term(), m.from(), Reason.HEARD_LEADER);
            }
        }
        electionElapsedTicks = 0;
        switch (m.type()) {
            case APPEND -> onAppend(m);
            case HEARTBEAT -> {
                log.commitTo(m.commit());
                messages.add(
                        RaftMessage.read(RaftMessage.Type.HEARTBEAT_RESPONSE, id(), m.from(), term, 0, m.context()));
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
        afterPersist.add(
                RaftMessage.appendRejected(id(), m.from(), term, m.index(), hint, Math.max(0, log.termAt(hint))));
    }

    private void onSnapshot(RaftMessage m) {
        RaftSnapshot snapshot = m.snapshot();
        if (snapshot == null
                || snapshot.index() <= log.committed()
                || !snapshot.members().contains(id())) {
            acknowledge(m.from(), log.committed());
        } else if (log.matches(snapshot.index(), snapshot.term())) {
            log.commitTo(snapshot.index()); // no need to throw the log away
            acknowledge(m.from(), log.committed());
        } else {
            log.restore(snapshot);
            members = snapshot.members();
            pendingSnapshot = snapshot;
            acknowledge(m.from(), log.lastIndex());
        }
    }

    private void acknowledge(long to, long index) {
        afterPersist.add(RaftMessage.at(RaftMessage.Type.APPEND_RESPONSE, id(), to, term, index));
    }

    /** A transfer never uses pre-vote: nobody has lost contact. */
    private void onTimeoutNow() {
        if (role == Role.FOLLOWER && isPromotable()) {
            transferring = true;
            campaign(Reason.TRANSFERRED);
            transferring = false;
        }
    }

    private void onMessageToLeader(RaftMessage m) {
        Leader leading = leader;
        if (leading != null) {
            leading.step(m);
            return;
        }
        switch (m.type()) {
            case PROPOSE -> {
                if (role == Role.FOLLOWER && lead != NONE) {
                    messages.add(RaftMessage.propose(m.from(), lead, m.entries()));
                }
            }
            case READ_INDEX -> {
                if (role == Role.FOLLOWER && lead != NONE) {
                    messages.add(RaftMessage.read(m.type(), m.from(), lead, 0, 0, m.context()));
                }
            }
            case READ_INDEX_RESPONSE -> reads.add(new Ready.ReadState(m.context(), m.index()));
            default -> {
                // an answer to a leader that this node no longer is
            }
        }
    }

    private boolean isPromotable() {
        return members.isVoter(id()) && pendingSnapshot == null;
    }

    private void campaign(Reason reason) {
        if (role == Role.LEADER || !isPromotable() || hasUnappliedConfChange()) {
            return;
        }
        if (config.preVote() && reason != Reason.TRANSFERRED) {
            becomePreCandidate(reason);
        } else {
            becomeCandidate(reason);
        }
    }

    private boolean hasUnappliedConfChange() {
        for (long i = log.applied() + 1; i <= log.committed(); i++) {
            if (log.at(i).payload() instanceof ConfChange) {
                return true;
            }
        }
        return false;
    }

    /** Neither term nor vote change, so a member that was cut off does no harm. */
    private void becomePreCandidate(Reason reason) {
        role = Role.PRE_CANDIDATE;
        lead = NONE;
        votes.clear();
        changed(reason);
        askForVotes(RaftMessage.Type.PRE_VOTE, term + 1);
        countVote(id(), true);
    }

    private void becomeCandidate(Reason reason) {
        reset(term + 1);
        role = Role.CANDIDATE;
        vote = id();
        changed(reason);
        askForVotes(RaftMessage.Type.VOTE, term);
        // its own vote counts when it is on the disk: see persisted()
    }

    private void askForVotes(RaftMessage.Type type, long atTerm) {
        for (Long voter : members.voters()) {
            if (voter != id()) {
                messages.add(RaftMessage.vote(type, id(), voter, atTerm, log, transferring));
            }
        }
    }

    private void becomeLeader() {
        reset(term);
        role = Role.LEADER;
        lead = id();
        Leader leading = new Leader(this, config.heartbeatTicks());
        leader = leading;
        changed(Reason.VOTES_WON);
        leading.begin();
    }

    private void becomeFollower(long newTerm, long newLead, Reason reason) {
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
        votes.clear();
        drawElectionTimeout();
    }

    private void drawElectionTimeout() {
        electionDue = config.electionTicks() + random.nextInt(config.electionTicks());
    }

    private void changed(Reason reason) {
        roleChanges.add(new Ready.RoleChange(term, role, lead, reason));
    }

    /** A transfer resets the check of the quorum: it has one election timeout. */
    void restartElectionTimer() {
        electionElapsedTicks = 0;
    }

    void send(RaftMessage message) {
        messages.add(message);
    }

    void answerRead(long context, long index) {
        reads.add(new Ready.ReadState(context, index));
    }

    RaftSnapshot makeSnapshot() {
        return snapshots.get();
    }

    /** Whether {@link #ready} has anything; nothing is ready while the last one is being written. */
    public boolean hasReady() {
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

    /** What is to be done now; {@link #persisted} must follow, at once when nothing must be synced. */
    public Ready ready() {
        if (saving) {
            throw new IllegalStateException("the last ready is still being written");
        }
        HardState now = new HardState(term, vote, log.committed());
        boolean mustSync =
                term != written.term() || vote != written.vote() || log.hasUnstable() || pendingSnapshot != null;
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

    /** All of that is on the disk. */
    public void persisted(Ready ready) {
        saving = false;
        List<Entry> entries = ready.entries();
        HardState state = ready.hardState();
        if (!entries.isEmpty()) {
            Entry last = entries.get(entries.size() - 1);
            log.stableTo(last.index(), last.term());
        }
        if (role == Role.CANDIDATE && state != null && state.term() == term && state.vote() == id()) {
            countVote(id(), true);
        }
        Leader leading = leader;
        if (leading != null) {
            leading.selfStable(log.stable());
        }
    }
}
