package dev.quorate.model.etcd.raft;

/**
 * The state machine as of an entry, in place of the log up to it.
 *
 * @param state the server's: an immutable object
 */
public record RaftSnapshot(long index, long term, Members members, Object state) {}
