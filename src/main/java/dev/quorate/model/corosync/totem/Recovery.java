package dev.quorate.model.corosync.totem;

import dev.quorate.model.corosync.totem.TotemMessage.CommitToken;
import dev.quorate.model.corosync.totem.TotemMessage.OrfToken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * RECOVERY: members that come from one ring send each other on the new one what some of them miss of the old
 * (exec/totemsrp.c, memb_state_recovery_enter, the second half of message_handler_orf_token).
 *
 * <p>It is over when the token came round often enough without anything left to send again: then all know that all have
 * all.
 */
final class Recovery {

    private final Ordering ordering;
    private Set<Integer> transitional = new TreeSet<>();
    private boolean received = true;
    private boolean flagSet;
    private int unflagged;
    private int rotations;
    private int installSeq;

    Recovery(Ordering ordering) {
        this.ordering = ordering;
    }

    /** Whether this node has all of the old ring that any of its members has. */
    void brings(boolean everything) {
        received = everything;
    }

    /** Begin: queue what those may miss who come from the same ring as this node. */
    void begin(CommitToken commit, Collection<Integer> oldMembers) {
        TreeSet<Integer> together = new TreeSet<>();
        for (int i = 0; i < commit.members().size(); i++) {
            int node = commit.members().get(i);
            if (oldMembers.contains(node) && commit.entries().get(i).oldRing().equals(ordering.oldRing())) {
                together.add(node);
            }
        }
        transitional = together;
        ordering.beginRecovery(commit, together);
        installSeq = 0;
        unflagged = 0;
        rotations = 0;
        flagSet = false;
    }

    /** The first token of the new ring. */
    OrfToken firstToken(RingId ring, int self) {
        flagSet = !ordering.hasNothingToRecover();
        return new OrfToken(ring, 0, 0, -1, self, flagSet, 0, 0, List.of());
    }

    /** The token came round; answers whether the new ring is to be installed. */
    boolean isOver(TokenDraft token) {
        if (!ordering.hasNothingToRecover()) {
            if (!token.retransFlag) {
                token.retransFlag = true;
                flagSet = true;
            }
        } else if (token.retransFlag && flagSet) {
            token.retransFlag = false;
            flagSet = false;
        }
        unflagged = token.retransFlag ? 0 : unflagged + 1;
        if (unflagged == 2) {
            installSeq = token.seq;
        }
        if (unflagged >= 2 && !received && installSeq <= ordering.aru()) {
            received = true;
            ordering.deliverFrom(transitional);
        }
        rotations = unflagged >= 3 && installSeq <= token.aru ? rotations + 1 : 0;
        return rotations == 2;
    }

    /** The ring is installed; answers which of the old members did not come along. */
    List<Integer> end(Collection<Integer> oldMembers) {
        List<Integer> left = new ArrayList<>(oldMembers);
        left.removeAll(transitional);
        flagSet = false;
        rotations = 0;
        unflagged = 0;
        received = true;
        return left;
    }
}
