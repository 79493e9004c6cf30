package dev.quorate.model.corosync.votequorum;

import dev.quorate.model.Message;

/**
 * What a node tells the others of its votes, with each new ring and whenever it changes
 * (exec/votequorum.c, req_exec_quorum_nodeinfo).
 *
 * @param expectedVotes what the sender expects; others take it over from a quorate sender only
 * @param quorate whether the sender has quorum
 * @param waiting whether it still waits for all
 * @param first whether it has seen nobody else since it started
 * @param deviceVotes votes that the quorum device casts through the sender, 0 when it does not
 */
public record NodeInfo(int votes, int expectedVotes, boolean quorate, boolean waiting, boolean first, int deviceVotes)
        implements Message {}
