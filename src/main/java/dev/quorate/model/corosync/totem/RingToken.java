package dev.quorate.model.corosync.totem;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.corosync.totem.TotemMessage.OrfToken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The token as one node of the ring sees it: which it takes, what it sends on and again, and whether it rests
 * (exec/totemsrp.c, message_handler_orf_token, token_send, token_hold_cancel_send).
 *
 * <p>When the token came round a few times and nobody had anything to send, the representative keeps it and lets it go
 * once in a while; the others wait no shorter for that.
 */
final class RingToken {

    private static final Timer TOKEN = Timer.of("token");
    private static final Timer RETRANSMIT = Timer.of("token-retransmit");
    private static final Timer HOLD = Timer.of("token-hold");
    private static final Timer MERGE = Timer.of("merge");

    private final TotemSettings settings;
    private final TotemTimeouts timeouts;
    private final Wire wire;

    private boolean discarding = true;
    private int tokenSeq;
    private int lastSeq;
    private int unchanged;
    private int aruCount;
    private boolean held;
    private boolean merging;
    private @Nullable TotemMessage lastSent;
    private List<String> awaited = List.of();

    RingToken(TotemSettings settings, TotemTimeouts timeouts, Wire wire) {
        this.settings = settings;
        this.timeouts = timeouts;
        this.wire = wire;
    }

    // taking it

    /** Neither one that was seen already nor one of a ring that is no more. */
    boolean isNews(OrfToken token) {
        return !discarding && token.tokenSeq() > tokenSeq;
    }

    /** It is here: did anybody send since it was here last? */
    void arrived(OrfToken token, boolean representative, Effects effects) {
        if (token.seq() == lastSeq) {
            unchanged++;
            if (representative && !merging) {
                merging = true;
                effects.setTimer(MERGE, settings.merge());
            }
        } else {
            unchanged = 0;
            cancelMerge(effects);
            effects.cancelTimer(HOLD);
        }
        lastSeq = token.seq();
        held = representative
                ? unchanged > settings.seqnoUnchangedConst()
                : unchanged >= settings.seqnoUnchangedConst();
    }

    /** Whether the ring was idle for long enough that its representative keeps the token. */
    boolean rests() {
        return held;
    }

    /** Whether this node has lowered the same mark so often that it must be unable to receive. */
    boolean showsDeafness(TokenDraft worked, int aruBefore, int self) {
        aruCount = worked.aru == aruBefore && worked.aruNode != 0 ? aruCount + 1 : 0;
        return aruCount > settings.failRecvConst() && worked.aruNode == self;
    }

    void taken(OrfToken token) {
        tokenSeq = token.tokenSeq();
    }

    // sending it

    /** Keep what is to be sent, for now. */
    void keep(TotemMessage token) {
        lastSent = token;
    }

    void send(TotemMessage token, Effects effects) {
        lastSent = token;
        wire.toNext(token, effects);
    }

    void sendAgain(Effects effects) {
        if (lastSent != null) {
            wire.toNext(lastSent, effects);
        }
    }

    void rest(Effects effects) {
        effects.setTimer(HOLD, timeouts.hold());
    }

    /** Somebody has something to send: the ring counts as busy. */
    void wanted() {
        unchanged = 0;
    }

    /** Whether the others must be told that this node has something to send; once for each rest. */
    boolean endsRest() {
        boolean was = held;
        held = false;
        return was;
    }

    // waiting for it

    /** From now on it comes from these. */
    void await(List<String> hosts) {
        awaited = hosts;
    }

    /** A new ring's first token is the next that counts. */
    void begin() {
        discarding = false;
        tokenSeq = -1;
    }

    void countAnew() {
        aruCount = 0;
        unchanged = 0;
    }

    /** The ring is broken: none of its tokens counts any more. */
    void discard() {
        discarding = true;
    }

    void stopWaiting(Effects effects) {
        effects.cancelTimer(RETRANSMIT);
        effects.cancelTimer(TOKEN);
        cancelMerge(effects);
    }

    void waitAnew(Effects effects) {
        waitForLoss(effects);
        waitToSendAgain(effects);
    }

    void waitForLoss(Effects effects) {
        effects.setTimer(TOKEN, timeouts.token(), awaited);
    }

    void waitToSendAgain(Effects effects) {
        effects.setTimer(RETRANSMIT, timeouts.tokenRetransmit());
    }

    void mergeWasDue() {
        merging = false;
    }

    private void cancelMerge(Effects effects) {
        if (merging) {
            merging = false;
            effects.cancelTimer(MERGE);
        }
    }
}
