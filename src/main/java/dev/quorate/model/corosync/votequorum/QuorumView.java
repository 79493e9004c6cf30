package dev.quorate.model.corosync.votequorum;

import java.util.List;

/**
 * What votequorum has decided.
 *
 * @param votes votes present, the device's included
 * @param quorum votes needed
 * @param members node ids, lowest first
 */
public record QuorumView(boolean quorate, int votes, int expectedVotes, int quorum, List<Integer> members) {

    public QuorumView {
        members = List.copyOf(members);
    }
}
