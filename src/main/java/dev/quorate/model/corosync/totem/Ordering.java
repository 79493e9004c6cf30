package dev.quorate.model.corosync.totem;

import dev.quorate.model.Effects;
import dev.quorate.model.Message;
import dev.quorate.model.corosync.totem.TotemMessage.CommitToken;
import dev.quorate.model.corosync.totem.TotemMessage.Mcast;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Messages in total order: what waits to be sent, what was received, what was delivered, and what of the old ring is
 * recovered on the new one (exec/totemsrp.c, orf_token_mcast, orf_token_rtr, messages_deliver_to_app).
 *
 * <p>Numbers start anew at 1 with each ring, so they cannot overflow here.
 */
final class Ordering {

    /** QUEUE_RTR_ITEMS_SIZE_MAX: so many messages may be under way at once. */
    private static final int QUEUE_MAX = 16_384;
    /** RETRANSMIT_ENTRIES_MAX. */
    private static final int RTR_MAX = 30;

    private final TotemSettings settings;
    private final int self;
    private final Links links;
    private final TotemListener listener;

    private final SortQueue regular = new SortQueue();
    private final SortQueue recovery = new SortQueue();
    private final ArrayDeque<Message> waiting = new ArrayDeque<>();
    private final ArrayDeque<Message> waitingOfSync = new ArrayDeque<>();
    private final ArrayDeque<Mcast> toRecover = new ArrayDeque<>();

    private int aru;
    private int highSeqReceived;
    private int highDelivered;
    private int lastAru;
    private int lastReleased;

    private @Nullable RingId oldRing;
    private int oldAru;
    private int oldHighSeqReceived;
    private boolean oldSaved;
    private Set<Integer> deliverFrom = new TreeSet<>();

    private int sentLast;
    private int backlogLast;
    private int backlogNow;
    private boolean syncing;

    Ordering(TotemSettings settings, int self, Links links, TotemListener listener) {
        this.settings = settings;
        this.self = self;
        this.links = links;
        this.listener = listener;
    }

    // what the application asks

    void enqueue(Message payload) {
        waiting.add(payload);
    }

    /** Messages of the synchronisation go before those that wait since the old ring (waiting_trans_ack). */
    void enqueueOfSync(Message payload) {
        waitingOfSync.add(payload);
    }

    void syncBegins() {
        syncing = true;
        waitingOfSync.clear();
    }

    void syncEnds() {
        syncing = false;
        while (!waitingOfSync.isEmpty()) {
            waiting.addFirst(waitingOfSync.removeLast());
        }
    }

    private ArrayDeque<Message> queue() {
        return syncing ? waitingOfSync : waiting;
    }

    // the token is here

    int aru() {
        return aru;
    }

    int lastAru() {
        return lastAru;
    }

    boolean hasNothingToRecover() {
        return toRecover.isEmpty();
    }

    /** Forget messages that everybody has (messages_free). */
    void free(int tokenAru) {
        int upTo = Math.min(tokenAru, Math.min(lastAru, highDelivered));
        if (upTo > lastReleased) {
            regular.releaseUpTo(upTo);
            lastReleased = upTo;
        }
    }

    /** Answer requests, ask for what is missing, send what waits; the token is updated (fcc_*, orf_token_*). */
    void work(TokenDraft token, boolean recovering, RingId ring, Effects effects) {
        lastAru = token.aru;
        int allowed = allowed(token, recovering);
        int sentAgain = answerRequests(token, recovering, allowed, effects);
        requestMissing(token, recovering);
        allowed -= sentAgain;
        if (lastReleased + QUEUE_MAX - allowed - settings.windowSize() < token.seq) {
            allowed = 0;
        }
        int sent = sendWaiting(token, recovering, ring, allowed, effects);
        token.fcc += sentAgain + sent - sentLast;
        token.backlog += backlogNow - backlogLast;
        sentLast = sentAgain + sent;
        backlogLast = backlogNow;
        if (aru < token.aru || token.aruNode == self || token.aruNode == 0) {
            token.aru = aru;
            token.aruNode = token.aru == token.seq ? 0 : self;
        }
    }

    private int allowed(TokenDraft token, boolean recovering) {
        int allowed = Math.min(settings.maxMessages(), settings.windowSize() - token.fcc);
        backlogNow = recovering ? toRecover.size() : queue().size();
        int others = token.backlog + backlogNow - backlogLast;
        if (others != 0) {
            int share = settings.windowSize() * backlogLast / others;
            if (share > 0) {
                allowed = Math.min(allowed, share);
            }
        }
        return Math.max(allowed, 0);
    }

    private int answerRequests(TokenDraft token, boolean recovering, int allowed, Effects effects) {
        if (token.rtr.isEmpty()) {
            return 0;
        }
        SortQueue queue = recovering ? recovery : regular;
        List<Integer> left = new ArrayList<>();
        int sent = 0;
        for (int seq : token.rtr) {
            Mcast known = queue.at(seq);
            if (known != null && sent < allowed) {
                links.multicast(known, effects);
                sent++;
            } else {
                left.add(seq);
            }
        }
        token.rtr = left;
        return sent;
    }

    private void requestMissing(TokenDraft token, boolean recovering) {
        if (token.seq == aru) {
            return;
        }
        SortQueue queue = recovering ? recovery : regular;
        List<Integer> rtr = new ArrayList<>(token.rtr);
        for (int seq = aru + 1; seq <= token.seq && rtr.size() < RTR_MAX; seq++) {
            if (!queue.has(seq) && queue.missed(seq) >= settings.missCountConst() && !rtr.contains(seq)) {
                rtr.add(seq);
            }
        }
        token.rtr = rtr;
    }

    private int sendWaiting(TokenDraft token, boolean recovering, RingId ring, int allowed, Effects effects) {
        SortQueue sorted = recovering ? recovery : regular;
        int sent = 0;
        while (sent < allowed) {
            Message payload = recovering ? toRecover.poll() : queue().poll();
            if (payload == null) {
                break;
            }
            Mcast mcast = new Mcast(ring, ++token.seq, self, payload);
            sorted.add(mcast);
            links.multicast(mcast, effects);
            highSeqReceived = token.seq;
            sent++;
        }
        advance(recovering);
        return sent;
    }

    // a message is here

    /** Keep a message of this ring. */
    void receive(Mcast mcast, boolean recovering) {
        SortQueue queue = mcast.payload() instanceof Mcast ? recovery : regular;
        boolean released = queue == regular && mcast.seq() <= lastReleased;
        if (!released && !queue.has(mcast.seq())) {
            queue.add(mcast);
            highSeqReceived = Math.max(highSeqReceived, mcast.seq());
        }
        advance(recovering);
    }

    private void advance(boolean recovering) {
        SortQueue queue = recovering ? recovery : regular;
        while (aru < highSeqReceived && queue.has(aru + 1)) {
            aru++;
        }
    }

    /** Deliver what is received without a gap. */
    void deliver(Effects effects) {
        if (highDelivered < highSeqReceived) {
            deliverUpTo(highSeqReceived, false, effects);
        }
    }

    private void deliverUpTo(int end, boolean overGaps, Effects effects) {
        for (int seq = highDelivered + 1; seq <= end; seq++) {
            Mcast mcast = regular.at(seq);
            if (mcast == null && !overGaps) {
                return;
            }
            highDelivered = seq;
            // beyond a gap only those whose earlier messages are surely known
            if (mcast != null && (!overGaps || deliverFrom.contains(mcast.from()))) {
                listener.onDelivered(mcast.from(), mcast.payload(), effects);
            }
        }
    }

    // from ring to ring

    /** Before the first attempt to leave a ring: keep what it had (old_ring_state_save). */
    void saveOld(RingId ring) {
        if (!oldSaved) {
            oldSaved = true;
            oldRing = ring;
            oldAru = aru;
            oldHighSeqReceived = highSeqReceived;
        }
    }

    /** An attempt failed in recovery: as if it had not been (old_ring_state_restore). */
    void restoreOld() {
        aru = oldAru;
        highSeqReceived = oldHighSeqReceived;
    }

    void resetFlowControl() {
        sentLast = 0;
        backlogLast = 0;
        backlogNow = 0;
    }

    /** What this node brings to the new ring (memb_state_commit_token_update). */
    CommitToken.Entry entry(RingId unknown) {
        return new CommitToken.Entry(
                oldRing == null ? unknown : oldRing, oldAru, highDelivered, aru == highSeqReceived);
    }

    @Nullable
    RingId oldRing() {
        return oldRing;
    }

    /**
     * Begin recovery: queue what members of the old ring may miss (memb_state_recovery_enter).
     *
     * @param transitional members that come from this node's old ring
     */
    void beginRecovery(CommitToken commit, Set<Integer> transitional) {
        recovery.clear();
        toRecover.clear();
        deliverFrom = new TreeSet<>();
        boolean allReceived = true;
        int low = oldHighSeqReceived;
        for (int i = 0; i < commit.members().size(); i++) {
            CommitToken.Entry entry = commit.entries().get(i);
            if (transitional.contains(commit.members().get(i))) {
                allReceived &= entry.received();
                low = Math.min(low, entry.aru());
            }
        }
        if (!allReceived) {
            deliverFrom = new TreeSet<>(transitional);
            for (int seq = low + 1; seq <= oldHighSeqReceived; seq++) {
                Mcast known = regular.at(seq);
                if (known != null) {
                    toRecover.add(known);
                }
            }
        }
        aru = 0;
        highSeqReceived = 0;
        lastReleased = 0;
    }

    void deliverFrom(Set<Integer> nodes) {
        deliverFrom = new TreeSet<>(nodes);
    }

    /** Deliver what of the old ring is without a gap; then the members that left may be announced. */
    void finishOldRing(Effects effects) {
        oldSaved = false;
        for (int seq = 1; seq <= aru; seq++) {
            Mcast carrier = recovery.at(seq);
            if (carrier != null
                    && carrier.payload() instanceof Mcast old
                    && old.ring().equals(oldRing)) {
                if (!regular.has(old.seq()) && old.seq() > highDelivered) {
                    regular.add(old);
                    oldHighSeqReceived = Math.max(oldHighSeqReceived, old.seq());
                }
            }
        }
        deliverUpTo(oldHighSeqReceived, false, effects);
    }

    /** Deliver the rest of the old ring over the gaps, then count in the new ring's numbers. */
    void becomeNewRing(RingId ring, Effects effects) {
        deliverUpTo(oldHighSeqReceived, true, effects);
        regular.replaceBy(recovery);
        lastAru = 0;
        highDelivered = regular.highestFrom(highSeqReceived);
        regular.releaseUpTo(highDelivered);
        lastReleased = highDelivered;
        oldRing = ring;
    }
}
