package dev.quorate.model.etcd.raft;

/**
 * What must be on the disk before a member speaks.
 *
 * @param vote whom it voted for in this term, 0 for nobody
 */
public record HardState(long term, long vote, long commit) {

    public static final HardState INITIAL = new HardState(0, 0, 0);
}
