package dev.quorate.model.etcd;

/** Errors that a client of etcd reads, with their gRPC codes (etcd api/v3rpc/rpctypes/error.go). */
public enum EtcdError {
    REQUEST_TIMED_OUT(14, "etcdserver: request timed out"),
    TIMED_OUT_LEADER_FAILURE(14, "etcdserver: request timed out, possibly due to previous leader failure"),
    TIMED_OUT_CONNECTION_LOST(14, "etcdserver: request timed out, possibly due to connection lost"),
    NO_LEADER(14, "etcdserver: no leader"),
    LEADER_CHANGED(14, "etcdserver: leader changed"),
    LEADER_TRANSFER_TIMED_OUT(14, "etcdserver: request timed out, leader transfer took too long"),
    BAD_LEADER_TRANSFEREE(9, "etcdserver: bad leader transferee"),
    NOT_LEADER(9, "etcdserver: not leader"),
    PROPOSAL_DROPPED(2, "raft proposal dropped"),
    STOPPED(14, "etcdserver: server stopped"),
    TOO_MANY_REQUESTS(8, "etcdserver: too many requests"),
    UNHEALTHY(14, "etcdserver: unhealthy cluster"),
    NOT_ENOUGH_STARTED(9, "etcdserver: re-configuration failed due to not enough started members"),
    MEMBER_NOT_FOUND(5, "etcdserver: member not found"),
    MEMBER_EXISTS(9, "etcdserver: member ID already exist"),
    PEER_URL_EXISTS(9, "etcdserver: Peer URLs already exists"),
    LEARNER_NOT_READY(9, "etcdserver: can only promote a learner member which is in sync with leader"),
    NOT_LEARNER(9, "etcdserver: can only promote a learner member"),
    TOO_MANY_LEARNERS(9, "etcdserver: too many learner members in cluster"),
    LEARNER_UNSUPPORTED(14, "etcdserver: rpc not supported for learner"),
    COMPACTED(11, "etcdserver: mvcc: required revision has been compacted"),
    FUTURE_REVISION(11, "etcdserver: mvcc: required revision is a future revision"),
    LEASE_NOT_FOUND(5, "etcdserver: requested lease not found"),
    LEASE_EXISTS(9, "etcdserver: lease already exists"),
    DUPLICATE_KEY(3, "etcdserver: duplicate key given in txn request");

    private final int code;
    private final String text;

    EtcdError(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** gRPC's status code: 14 Unavailable, 11 OutOfRange, 9 FailedPrecondition, 5 NotFound. */
    public int code() {
        return code;
    }

    /** The text as clients print it. */
    public String text() {
        return text;
    }

    public boolean isUnavailable() {
        return code == 14;
    }
}
