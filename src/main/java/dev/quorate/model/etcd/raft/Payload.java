package dev.quorate.model.etcd.raft;

/** What an entry of the log carries; Raft does not look inside, membership changes apart. */
public interface Payload {

    /** The no-op with which a leader begins its term, and what is left of a refused change of membership. */
    Payload NOTHING = new Nothing();

    /** A short stable hash of the content, the same at every member. */
    String digest();

    /** See {@link Payload#NOTHING}. */
    record Nothing() implements Payload {
        @Override
        public String digest() {
            return "-";
        }
    }
}
