package dev.quorate.model.etcd;

import dev.quorate.model.Message;
import java.util.List;
import java.util.Optional;

/**
 * What clients and an etcd member say to each other on a connection to port 2379.
 *
 * <p>A connection carries many requests at once, as HTTP/2 does: the client numbers them and the answer repeats the
 * number. A server gives up after its request timeout (7 s by default); shorter deadlines are the client's own timers.
 * Answers hold the store's revision at the answering member.
 */
public sealed interface EtcdClientMessage extends Message {

    /** The port of clients. */
    int CLIENT_PORT = 2379;

    /** The client's number of the request, unique on its connection. */
    long id();

    /** A request of a client. */
    sealed interface Request extends EtcdClientMessage {

        /** The same request under another number, for a retry. */
        Request withId(long id);

        /** Whether sending it twice does no harm, so that a client library may retry it by itself. */
        default boolean isRead() {
            return false;
        }
    }

    /** An answer; {@link Failure} when it could not be done. */
    sealed interface Response extends EtcdClientMessage {}

    /**
     * Read keys.
     *
     * @param serializable read this member's store as it is, maybe stale; otherwise linearizable, by ReadIndex
     */
    record RangeRequest(long id, EtcdOp.Range range, boolean serializable) implements Request {
        @Override
        public Request withId(long other) {
            return new RangeRequest(other, range, serializable);
        }

        @Override
        public boolean isRead() {
            return true;
        }
    }

    record PutRequest(long id, EtcdOp.Put put) implements Request {
        @Override
        public Request withId(long other) {
            return new PutRequest(other, put);
        }
    }

    record DeleteRequest(long id, EtcdOp.Delete delete) implements Request {
        @Override
        public Request withId(long other) {
            return new DeleteRequest(other, delete);
        }
    }

    /** If every compare holds do {@code success}, otherwise {@code failure}; at one revision. */
    record TxnRequest(long id, List<Compare> compares, List<EtcdOp> success, List<EtcdOp> failure) implements Request {
        public TxnRequest {
            compares = List.copyOf(compares);
            success = List.copyOf(success);
            failure = List.copyOf(failure);
        }

        @Override
        public Request withId(long other) {
            return new TxnRequest(other, compares, success, failure);
        }

        @Override
        public boolean isRead() {
            return success.stream().allMatch(EtcdOp.Range.class::isInstance)
                    && failure.stream().allMatch(EtcdOp.Range.class::isInstance);
        }
    }

    /** Forget history before a revision. */
    record CompactRequest(long id, long revision) implements Request {
        @Override
        public Request withId(long other) {
            return new CompactRequest(other, revision);
        }
    }

    /**
     * Watch a range; {@link WatchCreated} answers, {@link WatchResponse}s follow under the same id.
     *
     * @param startRevision the first revision of interest, 0 for what comes from now on
     */
    record WatchRequest(long id, KeyRange range, long startRevision) implements Request {
        @Override
        public Request withId(long other) {
            return new WatchRequest(other, range, startRevision);
        }

        @Override
        public boolean isRead() {
            return true;
        }
    }

    /** End the watch of that id; {@link WatchCanceled} answers. */
    record WatchCancelRequest(long id) implements Request {
        @Override
        public Request withId(long other) {
            return new WatchCancelRequest(other);
        }
    }

    /**
     * The client gave up on its request of that id (HTTP/2 RST_STREAM); nothing answers. What waits for a leader is
     * dropped then; what is in the log already stays there.
     */
    record CancelRequest(long id) implements Request {
        @Override
        public Request withId(long other) {
            return new CancelRequest(other);
        }
    }

    /** Grant a lease; {@code lease} 0 lets the server choose its id. */
    record LeaseGrantRequest(long id, long lease, long ttlSeconds) implements Request {
        @Override
        public Request withId(long other) {
            return new LeaseGrantRequest(other, lease, ttlSeconds);
        }
    }

    /** Renew a lease; clients send one each third of its TTL. */
    record LeaseKeepAliveRequest(long id, long lease) implements Request {
        @Override
        public Request withId(long other) {
            return new LeaseKeepAliveRequest(other, lease);
        }
    }

    /** End a lease; its keys are deleted. */
    record LeaseRevokeRequest(long id, long lease) implements Request {
        @Override
        public Request withId(long other) {
            return new LeaseRevokeRequest(other, lease);
        }
    }

    record LeaseTimeToLiveRequest(long id, long lease) implements Request {
        @Override
        public Request withId(long other) {
            return new LeaseTimeToLiveRequest(other, lease);
        }

        @Override
        public boolean isRead() {
            return true;
        }
    }

    /** Add a member that is yet to be started; it counts for the quorum at once unless a learner. */
    record MemberAddRequest(long id, String name, String address, boolean learner) implements Request {
        @Override
        public Request withId(long other) {
            return new MemberAddRequest(other, name, address, learner);
        }
    }

    record MemberRemoveRequest(long id, long member) implements Request {
        @Override
        public Request withId(long other) {
            return new MemberRemoveRequest(other, member);
        }
    }

    /** Make a learner a voting member. */
    record MemberPromoteRequest(long id, long member) implements Request {
        @Override
        public Request withId(long other) {
            return new MemberPromoteRequest(other, member);
        }
    }

    /** List the members; linearizable from 3.5 on. */
    record MemberListRequest(long id) implements Request {
        @Override
        public Request withId(long other) {
            return new MemberListRequest(other);
        }

        @Override
        public boolean isRead() {
            return true;
        }
    }

    /** Hand leadership to a member; only the leader can. */
    record MoveLeaderRequest(long id, long target) implements Request {
        @Override
        public Request withId(long other) {
            return new MoveLeaderRequest(other, target);
        }
    }

    /** This member's view: answered from memory, always. */
    record StatusRequest(long id) implements Request {
        @Override
        public Request withId(long other) {
            return new StatusRequest(other);
        }

        @Override
        public boolean isRead() {
            return true;
        }
    }

    /** {@code GET /health}. */
    record HealthRequest(long id) implements Request {
        @Override
        public Request withId(long other) {
            return new HealthRequest(other);
        }

        @Override
        public boolean isRead() {
            return true;
        }
    }

    /** {@code etcdctl snapshot save}: this member's whole store. */
    record SnapshotRequest(long id) implements Request {
        @Override
        public Request withId(long other) {
            return new SnapshotRequest(other);
        }

        @Override
        public boolean isRead() {
            return true;
        }
    }

    record RangeResponse(long id, long revision, List<KeyValue> kvs, long count) implements Response {
        public boolean hasMore() {
            return count > kvs.size();
        }
    }

    record PutResponse(long id, long revision, Optional<KeyValue> previous) implements Response {}

    record DeleteResponse(long id, long revision, List<KeyValue> previous) implements Response {}

    record TxnResponse(long id, long revision, boolean succeeded, List<EtcdOp.Result> results) implements Response {}

    record CompactResponse(long id, long revision) implements Response {}

    /** The watch stands; events from {@code startRevision} on, or later than {@code revision}, follow. */
    record WatchCreated(long id, long revision) implements Response {}

    /** Changes, in order; those of one revision never in two responses. */
    record WatchResponse(long id, long revision, List<KeyEvent> events) implements Response {}

    /**
     * The watch ended.
     *
     * @param compactRevision above 0 when its start was compacted away: list again, then watch
     */
    record WatchCanceled(long id, long compactRevision, String reason) implements Response {}

    record LeaseGrantResponse(long id, long lease, long ttlSeconds) implements Response {}

    /** {@code ttlSeconds} 0: there is no such lease (any more). */
    record LeaseKeepAliveResponse(long id, long lease, long ttlSeconds) implements Response {}

    record LeaseRevokeResponse(long id, long revision) implements Response {}

    /** {@code ttlSeconds} -1: there is no such lease (any more). */
    record LeaseTimeToLiveResponse(long id, long lease, long ttlSeconds, long grantedTtlSeconds, List<String> keys)
            implements Response {}

    /** Answer to add, remove, promote and list: the members now; {@code member} is the one that was added. */
    record MemberResponse(long id, Optional<EtcdMember> member, List<EtcdMember> members) implements Response {}

    record MoveLeaderResponse(long id) implements Response {}

    /** {@code leader} is empty when this member knows none. */
    record StatusResponse(
            long id, long revision, String member, String leader, long raftTerm, long raftIndex, long raftAppliedIndex)
            implements Response {}

    /** {@code {"health":"true"}}: it knows a leader and could read by ReadIndex within its second. */
    record HealthResponse(long id, boolean healthy, String reason) implements Response {}

    record SnapshotResponse(long id, EtcdBackup backup) implements Response {}

    /** It could not be done, or not in time: then it may still take effect. */
    record Failure(long id, EtcdError error) implements Response {
        @Override
        public String summary() {
            return error.text();
        }
    }
}
