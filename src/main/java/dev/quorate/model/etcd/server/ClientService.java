package dev.quorate.model.etcd.server;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdClientMessage.Request;
import dev.quorate.model.etcd.EtcdClientMessage.Response;
import dev.quorate.model.etcd.EtcdError;
import dev.quorate.model.etcd.EtcdSettings;
import dev.quorate.model.etcd.raft.ConfChange;
import dev.quorate.model.etcd.raft.RaftNode;
import dev.quorate.model.etcd.raft.Ready;
import dev.quorate.time.SimTime;
import java.util.Optional;

/** What clients asked of this member and wait for (etcd server/etcdserver/v3_server.go). */
final class ClientService {

    private final MemberServer server;
    private final EtcdSettings settings;
    private final ReadLoop reads;
    private final HealthChecks health;
    private final LeaseService leases;
    private final Proposals proposals;
    private final MemberRequests members;

    ClientService(MemberServer server, EtcdSettings settings, Effects effects) {
        this.server = server;
        this.settings = settings;
        long timeoutMicros = SimTime.micros(settings.requestTimeout());
        // unique in the cluster and over restarts, never 0
        long base = (effects.random("proposals").nextLong() | (1L << 62)) & ~0xffffffL;
        this.reads = new ReadLoop(server.raft(), settings.isAtLeast(3, 5), timeoutMicros, base);
        this.health = new HealthChecks(server, reads, settings);
        this.leases = new LeaseService(server, this, timeoutMicros);
        this.proposals = new Proposals(server, settings, base);
        this.members = new MemberRequests(server, settings, proposals);
    }

    void start(Effects effects) {
        effects.listen(EtcdClientMessage.CLIENT_PORT);
    }

    void onRequest(ConnectionId connection, Request request, Effects effects) {
        if (request instanceof EtcdClientMessage.WatchRequest watch) {
            server.watches().create(connection, watch, server.store(), effects);
        } else if (request instanceof EtcdClientMessage.WatchCancelRequest cancel) {
            server.watches().cancel(connection, cancel.id(), effects);
        } else if (request instanceof EtcdClientMessage.CancelRequest cancel) {
            proposals.cancelled(connection, cancel.id());
        } else if (request instanceof EtcdClientMessage.StatusRequest) {
            effects.send(connection, status(request.id()));
        } else if (request instanceof EtcdClientMessage.HealthRequest) {
            health.check(connection, request.id(), effects);
        } else if (request instanceof EtcdClientMessage.SnapshotRequest) {
            effects.send(
                    connection,
                    new EtcdClientMessage.SnapshotResponse(
                            request.id(), server.store().backup()));
        } else if (request instanceof EtcdClientMessage.MemberListRequest) {
            list(connection, request, effects);
        } else if (!onLeaseRequest(connection, request, effects) && !members.onRequest(connection, request, effects)) {
            onKeyRequest(connection, request, effects);
        }
    }

    /** A client went away: its requests' contexts are cancelled. */
    void disconnected(ConnectionId connection) {
        proposals.disconnected(connection);
    }

    /** Linearizable from 3.5 on. */
    private void list(ConnectionId connection, Request request, Effects effects) {
        if (settings.isAtLeast(3, 5)) {
            reads.add(new ReadWaiter(connection, request), effects);
        } else {
            effects.send(connection, members.list(request.id(), Optional.empty()));
        }
    }

    private boolean onLeaseRequest(ConnectionId connection, Request request, Effects effects) {
        if (request instanceof EtcdClientMessage.LeaseKeepAliveRequest renewal) {
            leases.ask(connection, renewal.id(), renewal.lease(), true, effects);
        } else if (request instanceof EtcdClientMessage.LeaseTimeToLiveRequest question) {
            leases.ask(connection, question.id(), question.lease(), false, effects);
        } else if (request instanceof EtcdClientMessage.LeaseGrantRequest grant) {
            long id = grant.lease() != 0 ? grant.lease() : proposals.next() & Long.MAX_VALUE;
            long ttl = Math.max(grant.ttlSeconds(), settings.minLeaseTtlSeconds());
            proposals.write(connection, new EtcdClientMessage.LeaseGrantRequest(grant.id(), id, ttl), effects);
        } else {
            return false;
        }
        return true;
    }

    private void onKeyRequest(ConnectionId connection, Request request, Effects effects) {
        if (request instanceof EtcdClientMessage.RangeRequest range && range.serializable()) {
            effects.send(connection, Applier.apply(request, request.id(), server.store()));
        } else if (request.isRead()) {
            reads.add(new ReadWaiter(connection, request), effects);
        } else {
            proposals.write(connection, request, effects);
        }
    }

    /** The lessor wants a lease revoked. */
    void revoke(long lease) {
        proposals.revoke(lease);
    }

    /** The client's number of a proposal's request, 0 when it came from elsewhere. */
    long requestOf(long proposal) {
        return proposals.requestOf(proposal);
    }

    /** A proposal was applied. */
    void done(long proposal, Response response, Effects effects) {
        proposals.done(proposal, response, effects);
    }

    void membersChanged(ConfChange change, Effects effects) {
        members.changed(change, effects);
    }

    void onNewLeader(Effects effects) {
        reads.onLeaderChanged(effects);
        proposals.onNewLeader(effects);
        leases.onNewLeader(effects);
    }

    void onReadState(Ready.ReadState read, Effects effects) {
        reads.onReadState(read.context(), read.index(), server.applied(), effects);
    }

    void onApplied(Effects effects) {
        reads.onApplied(server.applied(), effects);
    }

    PeerMessage.LeaseAnswer answerLease(PeerMessage.LeaseQuery query, Effects effects) {
        return leases.answer(query, effects);
    }

    void onLeaseAnswer(PeerMessage.LeaseAnswer answer, Effects effects) {
        leases.onAnswer(answer, effects);
    }

    void onTimer(Timer timer, Effects effects) {
        if (timer.equals(ReadLoop.TIMER)) {
            reads.onTimer(effects);
        } else if (!proposals.onTimer(timer, effects) && !leases.onTimer(timer, effects)) {
            health.onTimer(timer, effects);
        }
    }

    /** Every input ends here. */
    void settle(Effects effects) {
        proposals.settle(effects);
        leases.arm(effects);
    }

    private Response status(long request) {
        RaftNode raft = server.raft();
        return new EtcdClientMessage.StatusResponse(
                request,
                server.store().revision(),
                server.membership().nameOf(server.id()),
                server.membership().nameOf(raft.lead()),
                raft.term(),
                raft.log().lastIndex(),
                server.applied());
    }

    /** A linearizable read of a client. */
    private final class ReadWaiter implements ReadLoop.Waiter {
        private final ConnectionId connection;
        private final Request request;

        ReadWaiter(ConnectionId connection, Request request) {
            this.connection = connection;
            this.request = request;
        }

        @Override
        public void confirmed(Effects effects) {
            Response response = request instanceof EtcdClientMessage.MemberListRequest
                    ? members.list(request.id(), Optional.empty())
                    : Applier.apply(request, request.id(), server.store());
            effects.send(connection, response);
        }

        @Override
        public void failed(EtcdError error, Effects effects) {
            effects.send(connection, new EtcdClientMessage.Failure(request.id(), error));
        }
    }
}
