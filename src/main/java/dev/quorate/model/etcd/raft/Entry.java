package dev.quorate.model.etcd.raft;

/**
 * One entry of the log.
 *
 * @param index from 1 up
 * @param term the term of the leader that made it
 */
public record Entry(long index, long term, Payload payload) {}
