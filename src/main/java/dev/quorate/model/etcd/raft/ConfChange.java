package dev.quorate.model.etcd.raft;

/**
 * A change of one member, agreed on through the log and in force when it is applied.
 *
 * @param node whom it is about
 * @param proposal the server's number of the request that asked for it
 * @param context what the server needs beside it; its text goes into the digest
 */
public record ConfChange(Kind kind, long node, long proposal, Object context) implements Payload {

    /** What happens to the member. */
    public enum Kind {
        ADD_VOTER,
        ADD_LEARNER,
        REMOVE
    }

    @Override
    public String digest() {
        return Digest.of(kind + " " + node + " " + context);
    }
}
