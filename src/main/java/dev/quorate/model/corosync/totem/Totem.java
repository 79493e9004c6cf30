package dev.quorate.model.corosync.totem;

import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Message;
import dev.quorate.model.Timer;
import dev.quorate.model.WriteBatch;
import dev.quorate.model.corosync.totem.TotemMessage.CommitToken;
import dev.quorate.model.corosync.totem.TotemMessage.JoinMessage;
import dev.quorate.model.corosync.totem.TotemMessage.Mcast;
import dev.quorate.model.corosync.totem.TotemMessage.MergeDetect;
import dev.quorate.model.corosync.totem.TotemMessage.OrfToken;
import dev.quorate.model.corosync.totem.TotemMessage.Ping;
import dev.quorate.model.corosync.totem.TotemMessage.Pong;
import dev.quorate.model.corosync.totem.TotemMessage.TokenHoldCancel;
import dev.quorate.trace.EventId;
import dev.quorate.trace.MembershipEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The Totem single ring protocol as Corosync runs it (exec/totemsrp.c v3.1.7; Amir et al., "The Totem single-ring
 * ordering and membership protocol", 1995).
 *
 * <p>OPERATIONAL: the token goes round, its holder sends; an idle ring's representative holds it. When the token stays
 * away, or a stranger is heard, GATHER: nodes tell each other whom they hear until all say the same; the silent are
 * given up after the consensus timeout. COMMIT: a commit token goes round the candidates twice. RECOVERY: messages of
 * the old ring are sent again on the new one. Then it is installed and told to the listener; never before.
 */
public final class Totem {

    private enum State {
        OPERATIONAL,
        GATHER,
        COMMIT,
        RECOVERY
    }

    private static final Timer TOKEN = Timer.of("token");
    private static final Timer RETRANSMIT = Timer.of("token-retransmit");
    private static final Timer HOLD = Timer.of("token-hold");
    private static final Timer MERGE = Timer.of("merge");
    private static final Timer JOIN = Timer.of("join");
    private static final Timer CONSENSUS = Timer.of("consensus");
    private static final Timer LOOPBACK = Timer.of("loopback");

    /** libqb waits for its timers in whole milliseconds (loop_poll_epoll.c), so that one comes half of one late. */
    private static final Duration TIMER_LAG = Duration.ofNanos(500_000);

    private static final Duration LOOPBACK_DELAY = Duration.ofNanos(50_000);
    private static final String RING_KEY = "ringid";

    private final TotemSettings settings;
    private final TotemTimeouts timeouts;
    private final int self;
    private final Map<Integer, RingNode> nodes = new TreeMap<>();
    private final Links links;
    private final TotemListener listener;
    private final Ordering ordering;
    private final Candidates candidates;
    private final ArrayDeque<TotemMessage> loopback = new ArrayDeque<>();

    private State state = State.OPERATIONAL;
    private RingId ring;
    private long highestRingSeq;
    private List<Integer> members = List.of();
    private List<Integer> newMembers = List.of();
    private Set<Integer> transitional = new TreeSet<>();
    private int next;
    private List<String> awaited = List.of();

    private boolean discardTokens = true;
    private boolean originatedToken;
    private int tokenSeq;
    private int lastSeq;
    private int seqUnchanged;
    private boolean held;
    private boolean merging;
    private @Nullable TotemMessage lastToken;
    private int aruCount;
    private boolean failedToReceive;

    private boolean received = true;
    private boolean setRetransFlag;
    private int retransFlagCount;
    private int rotations;
    private int installSeq;

    private final List<EventId> causes = new ArrayList<>();

    /** A ring protocol for one node of a nodelist. */
    public Totem(TotemSettings settings, int self, List<RingNode> nodelist, TotemListener listener) {
        this.settings = settings;
        this.timeouts = TotemTimeouts.of(settings, nodelist.size());
        this.self = self;
        nodelist.forEach(node -> nodes.put(node.nodeId(), node));
        this.links = new Links(settings, timeouts, self, nodelist);
        this.listener = listener;
        this.ordering = new Ordering(settings, self, links, listener);
        this.candidates = new Candidates(self);
        this.ring = new RingId(self, 0);
    }

    /** Begin alone: load the last ring's number, one more, and look for others (main_iface_change_fn). */
    public void start(Effects effects) {
        long seq =
                effects.read(RING_KEY).map(RingId.class::cast).map(RingId::seq).orElse(0L);
        ring = new RingId(self, seq + 1);
        highestRingSeq = ring.seq();
        links.start(effects);
        gather("start", effects);
    }

    /** Send to all members, in total order. */
    public void multicast(Message payload, Effects effects) {
        ordering.enqueue(payload);
        cancelHold(effects);
    }

    /** The services begin to synchronise on a new ring: only {@link #multicastOfSync} is sent until they have done. */
    public void syncBegins() {
        ordering.syncBegins();
    }

    /** Send a message of the synchronisation. */
    public void multicastOfSync(Message payload, Effects effects) {
        ordering.enqueueOfSync(payload);
        cancelHold(effects);
    }

    /** The services are of one mind on the new ring. */
    public void syncEnds(Effects effects) {
        ordering.syncEnds();
        cancelHold(effects);
    }

    /** Say good-bye (totemsrp_finalize, memb_leave_message_send). */
    public void leave(Effects effects) {
        links.multicast(candidates.leave(ring.seq()), effects);
        effects.record(new MembershipEvent.LeftRing());
    }

    @Override
    public String toString() {
        return state + " " + ring + " members " + members + " next " + next + " " + candidates;
    }

    /** The ring this node is on, or tries to form. */
    public RingId ring() {
        return ring;
    }

    /** Whether a ring is installed. */
    public boolean isOperational() {
        return state == State.OPERATIONAL;
    }

    /** The effective times. */
    public TotemTimeouts timeouts() {
        return timeouts;
    }

    /** Whether knet sends to that node. */
    public boolean isLinkUp(int node) {
        return links.isUp(node);
    }

    /** Handle a datagram. */
    public void onDatagram(Endpoint from, TotemMessage message, Effects effects) {
        if (message instanceof Ping ping) {
            links.onPing(ping, effects);
        } else if (message instanceof Pong pong) {
            links.onPong(pong, effects);
        } else if (links.accepts(from)) {
            onMessage(message, effects);
        }
    }

    private void onMessage(TotemMessage message, Effects effects) {
        if (message instanceof OrfToken token) {
            onToken(token, effects);
        } else if (message instanceof Mcast mcast) {
            onMcast(mcast, effects);
        } else if (message instanceof MergeDetect detect) {
            onMergeDetect(detect, effects);
        } else if (message instanceof JoinMessage join) {
            onJoin(join, effects);
        } else if (message instanceof CommitToken commit) {
            onCommitToken(commit, effects);
        } else if (message instanceof TokenHoldCancel cancel) {
            onHoldCancel(cancel, effects);
        }
    }

    /** Handle a timer of its own; false when it is somebody else's. */
    public boolean onTimer(Timer timer, Effects effects) {
        if (links.onTimer(timer, effects)) {
            return true;
        }
        switch (timer.name()) {
            case "token" -> onTokenTimeout(effects);
            case "token-retransmit" -> onRetransmitTimeout(effects);
            case "token-hold" -> {
                if (state == State.OPERATIONAL || state == State.RECOVERY) {
                    resendToken(effects);
                }
            }
            case "merge" -> onMergeTimeout(effects);
            case "join" -> {
                sendJoin(effects);
                effects.setTimer(JOIN, settings.join().plus(TIMER_LAG));
            }
            case "consensus" -> onConsensusTimeout(effects);
            case "loopback" -> {
                for (int i = loopback.size(); i > 0; i--) {
                    onMessage(loopback.remove(), effects);
                }
                if (!loopback.isEmpty()) {
                    effects.setTimer(LOOPBACK, LOOPBACK_DELAY);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    // OPERATIONAL and RECOVERY: the token

    private void onToken(OrfToken token, Effects effects) {
        boolean onRing = state == State.OPERATIONAL || state == State.RECOVERY;
        if (discardTokens || !onRing || !token.ring().equals(ring) || token.tokenSeq() <= tokenSeq) {
            return;
        }
        boolean representative = ring.rep() == self;
        if (token.seq() == lastSeq) {
            seqUnchanged++;
            if (representative && !merging) {
                merging = true;
                effects.setTimer(MERGE, settings.merge());
            }
        } else {
            seqUnchanged = 0;
            cancelMerge(effects);
            effects.cancelTimer(HOLD);
        }
        lastSeq = token.seq();
        held = representative
                ? seqUnchanged > settings.seqnoUnchangedConst()
                : seqUnchanged >= settings.seqnoUnchangedConst();
        boolean forward = !(representative && held);
        if (state == State.OPERATIONAL) {
            ordering.free(token.aru());
        }
        TokenDraft draft = new TokenDraft(token);
        int aruBefore = ordering.lastAru();
        ordering.work(draft, state == State.RECOVERY, ring, effects);
        aruCount = draft.aru == aruBefore && draft.aruNode != 0 ? aruCount + 1 : 0;
        if (aruCount > settings.failRecvConst() && draft.aruNode == self) {
            failedToReceive = true;
            candidates.fail(List.of(self));
            gather("failed to receive", effects);
            return;
        }
        tokenSeq = token.tokenSeq();
        draft.tokenSeq++;
        if (state == State.RECOVERY) {
            recover(draft, effects);
        }
        OrfToken done = draft.done();
        lastToken = done;
        if (forward) {
            unicast(done, effects);
        }
        if (state == State.OPERATIONAL) {
            ordering.deliver(effects);
        }
        resetTokenTimers(effects);
        if (representative && held) {
            effects.setTimer(HOLD, timeouts.hold());
        }
    }

    /** Count rotations without anything left to send again; after enough of them all know that all have all. */
    private void recover(TokenDraft token, Effects effects) {
        if (!ordering.hasNothingToRecover()) {
            if (!token.retransFlag) {
                token.retransFlag = true;
                setRetransFlag = true;
            }
        } else if (token.retransFlag && setRetransFlag) {
            token.retransFlag = false;
            setRetransFlag = false;
        }
        retransFlagCount = token.retransFlag ? 0 : retransFlagCount + 1;
        if (retransFlagCount == 2) {
            installSeq = token.seq;
        }
        if (retransFlagCount >= 2 && !received && installSeq <= ordering.aru()) {
            received = true;
            ordering.deliverFrom(transitional);
        }
        rotations = retransFlagCount >= 3 && installSeq <= token.aru ? rotations + 1 : 0;
        if (rotations == 2) {
            install(effects);
        }
    }

    private void onMcast(Mcast mcast, Effects effects) {
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

    private void onMergeDetect(MergeDetect detect, Effects effects) {
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

    private void onHoldCancel(TokenHoldCancel cancel, Effects effects) {
        if (cancel.ring().equals(ring)) {
            seqUnchanged = 0;
            if (ring.rep() == self) {
                onRetransmitTimeout(effects);
            }
        }
    }

    private void onRetransmitTimeout(Effects effects) {
        if (state != State.GATHER) {
            resendToken(effects);
            effects.setTimer(RETRANSMIT, timeouts.tokenRetransmit());
        }
    }

    private void onMergeTimeout(Effects effects) {
        merging = false;
        if (state == State.OPERATIONAL && ring.rep() == self) {
            links.multicast(new MergeDetect(ring, self), effects);
        }
    }

    private void onTokenTimeout(Effects effects) {
        switch (state) {
            case OPERATIONAL -> {
                causes.add(effects.recordBecause(
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
        discardTokens = true;
        originatedToken = false;
        candidates.add(self);
        sendJoin(effects);
        effects.setTimer(JOIN, settings.join().plus(TIMER_LAG));
        candidates.resetConsensus();
        List<String> silent = new ArrayList<>();
        for (int node : candidates.members()) {
            if (node != self) {
                silent.add(nameOf(node));
            }
        }
        effects.setTimer(CONSENSUS, timeouts.consensus(), silent);
        effects.cancelTimer(RETRANSMIT);
        effects.cancelTimer(TOKEN);
        cancelMerge(effects);
        if (state != State.GATHER) {
            causes.add(effects.record(new MembershipEvent.GatherEntered(reason), causes.toArray(EventId[]::new)));
            forgetOldCauses();
        }
        state = State.GATHER;
    }

    private void onConsensusTimeout(Effects effects) {
        if (candidates.isAgreed()) {
            candidates.resetConsensus();
            effects.setTimer(TOKEN, timeouts.token(), awaited);
            return;
        }
        List<Integer> silent = candidates.silent();
        List<String> news = new ArrayList<>();
        for (int node : silent) {
            if (!candidates.hasFailed(node)) {
                news.add(nameOf(node));
            }
        }
        candidates.fail(silent);
        if (!news.isEmpty()) {
            causes.add(effects.recordBecause(
                    new MembershipEvent.NodesGivenUp(news),
                    List.of("cluster.corosync.totem.consensus"),
                    causes.toArray(EventId[]::new)));
            forgetOldCauses();
        }
        gather("consensus timed out", effects);
    }

    private void onJoin(JoinMessage join, Effects effects) {
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

    /** memb_join_process: agree, ignore, or learn and tell. */
    private void process(JoinMessage join, Effects effects) {
        if (candidates.equalTo(join)) {
            if (!join.leave()) {
                candidates.agrees(join.from());
            }
            if (failedToReceive && candidates.isAgreed()) {
                failedToReceive = false;
                candidates.isolate();
                commitAsRepresentative(effects);
                return;
            }
            if (candidates.isAgreed() && candidates.selfIsLowest()) {
                commitAsRepresentative(effects);
                return;
            }
        } else if (!candidates.covers(join) && !candidates.hasFailed(join.from())) {
            candidates.addAll(join.proc());
            if (join.failed().contains(self)) {
                candidates.fail(List.of(join.from()));
            } else if (members.contains(join.from())) {
                candidates.fail(join.failed());
            }
            gather("join", effects);
            return;
        }
        if (state == State.OPERATIONAL) {
            gather("join", effects);
        }
    }

    private void sendJoin(Effects effects) {
        JoinMessage join = candidates.join(ring.seq());
        links.multicast(join, effects);
        loop(join, effects);
    }

    // COMMIT: all say the same

    private void commitAsRepresentative(Effects effects) {
        List<Integer> all = candidates.members();
        enterCommit(new CommitToken(new RingId(self, highestRingSeq + 4), all, List.of(), 0), effects);
    }

    private void onCommitToken(CommitToken commit, Effects effects) {
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
        next = newMembers.get((newMembers.indexOf(self) + 1) % newMembers.size());
        awaited = newMembers.stream()
                .filter(node -> node != self)
                .map(this::nameOf)
                .toList();
        CommitToken.Entry own = ordering.entry(ring);
        CommitToken filled = withOwnEntry(commit, own);
        received = filled.entries().get(filled.entries().size() - 1).received();
        effects.cancelTimer(JOIN);
        effects.cancelTimer(CONSENSUS);
        ring = commit.ring();
        highestRingSeq = Math.max(highestRingSeq, ring.seq());
        effects.persist(WriteBatch.of(RING_KEY, ring), 0);
        state = State.COMMIT;
        resetTokenTimers(effects);
        ordering.resetFlowControl();
        lastToken = filled;
        unicast(filled, effects);
    }

    /** Fill in what this node brings; who has less than the best of the same old ring has not received all. */
    private static CommitToken withOwnEntry(CommitToken commit, CommitToken.Entry own) {
        List<CommitToken.Entry> entries = new ArrayList<>(commit.entries());
        entries.add(own);
        int highAru = own.aru();
        for (CommitToken.Entry entry : entries) {
            if (entry.oldRing().equals(own.oldRing())) {
                highAru = Math.max(highAru, entry.aru());
            }
        }
        for (int i = 0; i < entries.size(); i++) {
            CommitToken.Entry entry = entries.get(i);
            if (entry.oldRing().equals(own.oldRing()) && entry.aru() < highAru) {
                entries.set(i, new CommitToken.Entry(entry.oldRing(), entry.aru(), entry.highDelivered(), false));
            }
        }
        return new CommitToken(commit.ring(), commit.members(), List.copyOf(entries), commit.index() + 1);
    }

    // RECOVERY: bring everybody to the same state

    private void enterRecovery(CommitToken commit, Effects effects) {
        discardTokens = false;
        lastToken = commit;
        unicast(commit, effects);
        tokenSeq = -1;
        TreeSet<Integer> together = new TreeSet<>();
        for (int i = 0; i < newMembers.size(); i++) {
            int node = newMembers.get(i);
            if (members.contains(node) && commit.entries().get(i).oldRing().equals(ordering.oldRing())) {
                together.add(node);
            }
        }
        transitional = together;
        ordering.beginRecovery(commit, together);
        aruCount = 0;
        seqUnchanged = 0;
        installSeq = 0;
        retransFlagCount = 0;
        rotations = 0;
        setRetransFlag = false;
        state = State.RECOVERY;
        resetTokenTimers(effects);
    }

    private void originateToken(Effects effects) {
        setRetransFlag = !ordering.hasNothingToRecover();
        OrfToken first = new OrfToken(ring, 0, 0, -1, self, setRetransFlag, 0, 0, List.of());
        lastToken = first;
        unicast(first, effects);
        resetTokenTimers(effects);
    }

    private void install(Effects effects) {
        originatedToken = false;
        candidates.resetConsensus();
        ordering.finishOldRing(effects);
        List<Integer> left = new ArrayList<>(members);
        left.removeAll(transitional);
        members = newMembers;
        ordering.becomeNewRing(ring, effects);
        candidates.become(members);
        setRetransFlag = false;
        rotations = 0;
        retransFlagCount = 0;
        received = true;
        state = State.OPERATIONAL;
        List<String> names = members.stream().map(this::nameOf).toList();
        EventId formed = effects.record(
                new MembershipEvent.MembershipFormed(ring.toString(), names), causes.toArray(EventId[]::new));
        causes.clear();
        causes.add(formed);
        listener.onMembership(ring, members, left, effects);
    }

    /** The event that says how the present ring came to be, for the services above to name as their cause. */
    public List<EventId> causes() {
        return List.copyOf(causes);
    }

    // sending

    private void resetTokenTimers(Effects effects) {
        effects.setTimer(TOKEN, timeouts.token(), awaited);
        effects.setTimer(RETRANSMIT, timeouts.tokenRetransmit());
    }

    private void resendToken(Effects effects) {
        if (lastToken != null) {
            unicast(lastToken, effects);
        }
    }

    private void cancelHold(Effects effects) {
        if (held && state == State.OPERATIONAL) {
            held = false;
            TokenHoldCancel cancel = new TokenHoldCancel(ring);
            links.multicast(cancel, effects);
            loop(cancel, effects);
        }
    }

    private void cancelMerge(Effects effects) {
        if (merging) {
            merging = false;
            effects.cancelTimer(MERGE);
        }
    }

    private void unicast(TotemMessage message, Effects effects) {
        if (next == self) {
            loop(message, effects);
        } else {
            links.send(next, message, effects);
        }
    }

    /** What a node sends to itself comes back through the event loop, not at once. */
    private void loop(TotemMessage message, Effects effects) {
        if (loopback.isEmpty()) {
            effects.setTimer(LOOPBACK, LOOPBACK_DELAY);
        }
        loopback.add(message);
    }

    /** Long gathering must not pile up causes: the latest few reach the rest. */
    private void forgetOldCauses() {
        while (causes.size() > 3) {
            causes.remove(0);
        }
    }

    private String nameOf(int node) {
        RingNode known = nodes.get(node);
        return known == null ? "node " + node : known.name();
    }
}
