package dev.quorate.model.corosync.totem;

import dev.quorate.model.corosync.totem.TotemMessage.OrfToken;
import java.util.List;

/** The token while this node holds and changes it. */
final class TokenDraft {

    private final RingId ring;
    int seq;
    int tokenSeq;
    int aru;
    int aruNode;
    boolean retransFlag;
    int backlog;
    int fcc;
    List<Integer> rtr;

    TokenDraft(OrfToken token) {
        ring = token.ring();
        seq = token.seq();
        tokenSeq = token.tokenSeq();
        aru = token.aru();
        aruNode = token.aruNode();
        retransFlag = token.retransFlag();
        backlog = token.backlog();
        fcc = token.fcc();
        rtr = token.rtr();
    }

    OrfToken done() {
        return new OrfToken(ring, seq, tokenSeq, aru, aruNode, retransFlag, backlog, fcc, List.copyOf(rtr));
    }
}
