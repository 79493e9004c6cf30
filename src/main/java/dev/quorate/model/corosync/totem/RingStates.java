package dev.quorate.model.corosync.totem;

import dev.quorate.model.Effects;
import dev.quorate.model.WriteBatch;
import dev.quorate.model.corosync.totem.TotemMessage.CommitToken;
import dev.quorate.model.corosync.totem.TotemMessage.JoinMessage;
import dev.quorate.model.corosync.totem.TotemMessage.Mcast;
import dev.quorate.model.corosync.totem.TotemMessage.MergeDetect;
import dev.quorate.model.corosync.totem.TotemMessage.OrfToken;
import dev.quorate.model.corosync.totem.TotemMessage.TokenHoldCancel;
import dev.quorate.trace.EventId;
import dev.quorate.trace.MembershipEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * The four states in which a node is, and what makes it go from one to another (exec/totemsrp.c, memb_state_*_enter and
 * the handlers of messages).
 *
 * <p>OPERATIONAL: the token goes round, its holder sends; an idle ring's representative holds it. When the token stays
 * away, or a stranger is heard, GATHER: nodes tell each other whom they hear until all say the same; the silent are
 * given up after the consensus timeout. COMMIT: a commit token goes round the candidates twice. RECOVERY: messages of
 * the old ring are sent again on the new one. Then it is installed and told to the listener; never before.
 */
final class RingStates {

    private enum State {
        OPERATIONAL,
        GATHER,
        COMMIT,
        RECOVERY
    }

    private static final String RING_KEY = "ringid";

    private final int self;
    private final NodeNames names;
    private final Wire wire;
    private final TotemListener listener;
    private final Ordering ordering;
    private final Candidates candidates;
    private final Gathering gathering;
    private final RingToken token;
    private final Recovery recovery;

    private State state = State.OPERATIONAL;
    private RingId ring;
    private long highestRingSeq;
    private List<Integer> members = List.of();
    private List<Integer> newMembers = List.of();
    private boolean originatedToken;
    private final List<EventId> causes = new ArrayList<>();

    RingStates(
            TotemSettings settings,
            TotemTimeouts timeouts,
            int self,
            NodeNames names,
            Wire wire,
            Ordering ordering,
            TotemListener listener) {
        this.self = self;
        this.names = names;
        this.wire = wire;
        this.listener = listener;
        this.ordering = ordering;
        this.candidates = new Candidates(self);
        this.gathering = new Gathering(settings, timeouts, self, candidates, names, wire);
        this.token = new RingToken(settings, timeouts, wire);
        this.recovery = new Recovery(ordering);
        this.ring = new RingId(self, 0);
    }

    /** Take one number more than the last ring had (main_iface_change_fn). */
    void load(Effects effects) {
        long seq =
                effects.read(RING_KEY).map(RingId.class::cast).map(RingId::seq).orElse(0L);
        ring = new RingId(self, seq + 1);
        highestRingSeq = ring.seq();
    }

    /** Look for others. */
    void start(Effects effects) {
        gather("start", effects);
    }

    JoinMessage farewell() {
        return candidates.leave(ring.seq());
    }

    RingId ring() {
        return ring;
    }

    List<EventId> causes() {
        return List.copyOf(causes);
    }

    @Override
    public String toString() {
        return state + " " + ring + " members " + members + " " + wire + " " + candidates;
    }

    // OPERATIONAL and RECOVERY: the token

    void onToken(OrfToken orf, Effects effects) {
        boolean onRing = state == State.OPERATIONAL || state == State.RECOVERY;
        if (!onRing || !orf.ring().equals(ring) || !token.isNews(orf)) {
            return;
        }
        boolean representative = ring.rep() == self;
        token.arrived(orf, representative, effects);
        boolean resting = representative && token.rests();
        if (state == State.OPERATIONAL) {
            ordering.free(orf.aru());
        }
        TokenDraft draft = new TokenDraft(orf);
        int aruBefore = ordering.lastAru();
        ordering.work(draft, state == State.RECOVERY, ring, effects);
        if (token.showsDeafness(draft, aruBefore, self)) {
            candidates.failToReceive();
            gather("failed to receive", effects);
            return;
        }
        token.taken(orf);
        draft.tokenSeq++;
        if (state == State.RECOVERY && recovery.isOver(draft)) {
            install(effects);
        }
        token.keep(draft.done());
        if (!resting) {
            token.sendAgain(effects);
        }
        if (state == State.OPERATIONAL) {
            ordering.deliver(effects);
        }
        token.waitAnew(effects);
        if (resting) {
            token.rest(effects);
        }
    }

    void onMcast(Mcast mcast, Effects effects) {
        if (!mcast.ring().equals(ring)) {
            onForeign(mcast.from(), "foreign message", effects);
            return;
        }
        if (state == State.GATHER || state == State.COMMIT) {
            // the ring's number is taken in COMMIT already, its queues only in RECOVERY
            if (mcast.payload() instanceof Mcast || state == State.COMMIT) {
                return;
            }
        }
        ordering.receive(mcast, state == State.RECOVERY);
        if (state == State.OPERATIONAL) {
            ordering.deliver(effects);
        }
    }

    void onMergeDetect(MergeDetect detect, Effects effects) {
        if (!detect.ring().equals(ring)) {
            onForeign(detect.from(), "merge", effects);
        }
    }

    /** Somebody of another ring is heard (message_handler_mcast, message_handler_memb_merge_detect). */
    private void onForeign(int from, String reason, Effects effects) {
        if (state == State.OPERATIONAL || (state == State.GATHER && !candidates.knows(from))) {
            candidates.add(from);
            gather(reason, effects);
        }
    }

    void onHoldCancel(TokenHoldCancel cancel, Effects effects) {
        if (cancel.ring().equals(ring)) {
            token.wanted();
            if (ring.rep() == self) {
                onRetransmitTimeout(effects);
            }
        }
    }

    void onHoldTimeout(Effects effects) {
        if (state == State.OPERATIONAL || state == State.RECOVERY) {
            token.sendAgain(effects);
        }
    }

    void onRetransmitTimeout(Effects effects) {
        if (state != State.GATHER) {
            token.sendAgain(effects);
            token.waitToSendAgain(effects);
        }
    }

    void onMergeTimeout(Effects effects) {
        token.mergeWasDue();
        if (state == State.OPERATIONAL && ring.rep() == self) {
            wire.toOthers(new MergeDetect(ring, self), effects);
        }
    }

    void onTokenTimeout(Effects effects) {
        switch (state) {
            case OPERATIONAL -> {
                because(effects.recordBecause(
                        new MembershipEvent.TokenLost(), List.of("cluster.corosync.totem.token")));
                gather("token lost", effects);
            }
            case GATHER -> {
                onConsensusTimeout(effects);
                gather("consensus timed out", effects);
            }
            case COMMIT -> gather("token lost in commit", effects);
            case RECOVERY -> {
                ordering.restoreOld();
                gather("token lost in recovery", effects);
            }
        }
    }

    // GATHER: who is there?

    private void gather(String reason, Effects effects) {
        token.discard();
        originatedToken = false;
        gathering.ask(ring.seq(), effects);
        token.stopWaiting(effects);
        if (state != State.GATHER) {
            because(effects.record(new MembershipEvent.GatherEntered(reason), causes.toArray(EventId[]::new)));
        }
        state = State.GATHER;
    }

    void onJoinTimeout(Effects effects) {
        gathering.tell(ring.seq(), effects);
    }

    void onConsensusTimeout(Effects effects) {
        if (candidates.isAgreed()) {
            candidates.resetConsensus();
            token.waitForLoss(effects);
            return;
        }
        List<String> news = gathering.giveUp();
        if (!news.isEmpty()) {
            because(effects.recordBecause(
                    new MembershipEvent.NodesGivenUp(news),
                    List.of("cluster.corosync.totem.consensus"),
                    causes.toArray(EventId[]::new)));
        }
        gather("consensus timed out", effects);
    }

    void onJoin(JoinMessage join, Effects effects) {
        highestRingSeq = Math.max(highestRingSeq, join.ringSeq());
        switch (state) {
            case OPERATIONAL -> {
                // a member that is still on its way to this very ring, or that counts us out, is no news
                boolean late = members.contains(join.from()) && join.ringSeq() < ring.seq();
                if (!join.failed().contains(self) && !late) {
                    process(join, effects);
                }
            }
            case GATHER -> process(join, effects);
            case COMMIT -> {
                if (newMembers.contains(join.from()) && join.ringSeq() >= ring.seq()) {
                    process(join, effects);
                    gather("join during commit", effects);
                }
            }
            case RECOVERY -> {
                if (newMembers.contains(join.from()) && join.ringSeq() >= ring.seq()) {
                    process(join, effects);
                    ordering.restoreOld();
                    gather("join during recovery", effects);
                }
            }
        }
    }

    private void process(JoinMessage join, Effects effects) {
        switch (candidates.hear(join, members)) {
            case AGREED -> commitAsRepresentative(effects);
            case LEARNT -> gather("join", effects);
            case NOTHING_NEW -> {
                if (state == State.OPERATIONAL) {
                    gather("join", effects);
                }
            }
        }
    }

    // COMMIT: all say the same

    private void commitAsRepresentative(Effects effects) {
        List<Integer> all = candidates.members();
        enterCommit(new CommitToken(new RingId(self, highestRingSeq + 4), all, List.of(), 0), effects);
    }

    void onCommitToken(CommitToken commit, Effects effects) {
        switch (state) {
            case OPERATIONAL -> {}
            case GATHER -> {
                if (commit.members().equals(candidates.members())
                        && commit.ring().seq() > ring.seq()
                        && commit.index() < commit.members().size()
                        && commit.members().get(commit.index()) == self) {
                    enterCommit(commit, effects);
                }
            }
            case COMMIT -> {
                if (commit.ring().equals(ring)
                        && commit.index() == commit.members().size()) {
                    enterRecovery(commit, effects);
                }
            }
            case RECOVERY -> {
                if (ring.rep() == self && !originatedToken && commit.ring().equals(ring)) {
                    originatedToken = true;
                    originateToken(effects);
                }
            }
        }
    }

    private void enterCommit(CommitToken commit, Effects effects) {
        ordering.saveOld(ring);
        newMembers = commit.members();
        wire.leadTo(newMembers.get((newMembers.indexOf(self) + 1) % newMembers.size()));
        token.await(names.of(newMembers.stream().filter(node -> node != self).toList()));
        CommitToken filled = commit.withNext(ordering.entry(ring));
        recovery.brings(filled.entries().get(filled.entries().size() - 1).received());
        gathering.end(effects);
        ring = commit.ring();
        highestRingSeq = Math.max(highestRingSeq, ring.seq());
        effects.persist(WriteBatch.of(RING_KEY, ring), 0);
        state = State.COMMIT;
        token.waitAnew(effects);
        ordering.resetFlowControl();
        token.send(filled, effects);
    }

    // RECOVERY: bring everybody to the same state

    private void enterRecovery(CommitToken commit, Effects effects) {
        token.begin();
        token.send(commit, effects);
        recovery.begin(commit, members);
        token.countAnew();
        state = State.RECOVERY;
        token.waitAnew(effects);
    }

    private void originateToken(Effects effects) {
        token.send(recovery.firstToken(ring, self), effects);
        token.waitAnew(effects);
    }

    private void install(Effects effects) {
        originatedToken = false;
        candidates.resetConsensus();
        ordering.finishOldRing(effects);
        List<Integer> left = recovery.end(members);
        members = newMembers;
        ordering.becomeNewRing(ring, effects);
        candidates.become(members);
        state = State.OPERATIONAL;
        EventId formed = effects.record(
                new MembershipEvent.MembershipFormed(ring.toString(), names.of(members)),
                causes.toArray(EventId[]::new));
        causes.clear();
        causes.add(formed);
        listener.onMembership(ring, members, left, effects);
    }

    /** Long gathering must not pile up causes: the latest few reach the rest. */
    private void because(EventId event) {
        causes.add(event);
        while (causes.size() > 3) {
            causes.remove(0);
        }
    }

    /** This node has something to send: have the token go round again. */
    void cancelHold(Effects effects) {
        if (state == State.OPERATIONAL && token.endsRest()) {
            wire.toAll(new TokenHoldCancel(ring), effects);
        }
    }
}
