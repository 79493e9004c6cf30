package dev.quorate.model.etcd.server;

import dev.quorate.model.Message;
import dev.quorate.model.etcd.EtcdMember;
import java.util.List;

/**
 * What members say on connections to port 2380 beside Raft's messages.
 *
 * <p>As in rafthttp the receiver dials: a member opens a stream to each peer to hear it.
 */
sealed interface PeerMessage extends Message {

    /** The dialler names itself and asks for what the listener has to say to it. */
    record OpenStream(long cluster, long from, long to) implements PeerMessage {}

    /** HTTP's status: 200, 404, 410, 412. */
    record StreamAnswer(Status status) implements PeerMessage {}

    /** Nothing to say, but alive; in place of silence (rafthttp linkHeartbeatMessage). */
    record LinkHeartbeat() implements PeerMessage {}

    /** {@code GET /members} of a member that is to join. */
    record MembersQuery() implements PeerMessage {}

    record MembersAnswer(long cluster, List<EtcdMember> members) implements PeerMessage {}

    /** A client's keepalive or question about a lease, passed on to the leader (server/lease/leasehttp). */
    record LeaseQuery(long number, long lease, boolean renew) implements PeerMessage {}

    /** {@code ttlSeconds} 0: no such lease, or it ended. */
    record LeaseAnswer(long number, boolean isLeader, long ttlSeconds, long grantedTtlSeconds) implements PeerMessage {}

    /** Whether the listener gives the stream. */
    enum Status {
        OK,
        /** It does not know the dialler (yet): try again. */
        NOT_FOUND,
        /** The dialler was removed from the cluster, for good. */
        GONE,
        /** The dialler is of another cluster. */
        CLUSTER_MISMATCH
    }
}
