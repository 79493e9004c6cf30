package dev.quorate.model.etcd.server;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdClientMessage.Request;
import dev.quorate.model.etcd.EtcdClientMessage.Response;
import dev.quorate.model.etcd.EtcdError;
import dev.quorate.model.etcd.EtcdMember;
import dev.quorate.model.etcd.EtcdSettings;
import dev.quorate.model.etcd.raft.ConfChange;
import dev.quorate.model.etcd.raft.Payload;
import dev.quorate.model.etcd.raft.RaftNode;
import dev.quorate.model.etcd.raft.Ready;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What clients asked of this member and wait for (etcd server/etcdserver/v3_server.go). */
final class ClientService {

    private static final Timer REQUESTS = Timer.of("requests");

    /** Applied entries may lag the committed ones by so many before requests are refused (maxGapBetween...). */
    private static final int MAX_GAP = 5_000;

    /** Somebody who waits for a proposal to come out of the log. */
    private record Pending(ConnectionId connection, long request, long startMicros) {}

    private record Held(long proposal, Payload payload) {}

    private record MoveWaiter(Pending pending, long target) {}

    private final MemberServer server;
    private final EtcdSettings settings;
    private final long timeoutMicros;
    private final ReadLoop reads;
    private final HealthChecks health;
    private final LeaseService leases;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private final List<Held> held = new ArrayList<>();
    private final List<MoveWaiter> moves = new ArrayList<>();
    private long nextProposal;
    private boolean armed;
    private long leaderSinceMicros = Long.MIN_VALUE / 2;

    ClientService(MemberServer server, EtcdSettings settings, Effects effects) {
        this.server = server;
        this.settings = settings;
        this.timeoutMicros = SimTime.micros(settings.requestTimeout());
        // unique in the cluster and over restarts, never 0
        this.nextProposal = (effects.random("proposals").nextLong() | (1L << 62)) & ~0xffffffL;
        this.reads = new ReadLoop(server.raft(), settings.isAtLeast(3, 5), timeoutMicros, nextProposal);
        this.health = new HealthChecks(server, reads, settings);
        this.leases = new LeaseService(server, this, timeoutMicros);
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
            giveUp(p -> p.connection().equals(connection) && p.request() == cancel.id());
        } else if (request instanceof EtcdClientMessage.StatusRequest) {
            effects.send(connection, status(request.id()));
        } else if (request instanceof EtcdClientMessage.HealthRequest) {
            health.check(connection, request.id(), effects);
        } else if (request instanceof EtcdClientMessage.SnapshotRequest) {
            effects.send(
                    connection,
                    new EtcdClientMessage.SnapshotResponse(
                            request.id(), server.store().backup()));
        } else if (!onLeaseRequest(connection, request, effects) && !onMemberRequest(connection, request, effects)) {
            onKeyRequest(connection, request, effects);
        }
    }

    /** A client went away: its requests' contexts are cancelled. */
    void disconnected(ConnectionId connection) {
        if (!pending.isEmpty()) {
            giveUp(p -> p.connection().equals(connection));
        }
    }

    private void giveUp(Predicate<Pending> such) {
        if (pending.values().removeIf(such)) {
            held.removeIf(h -> !pending.containsKey(h.proposal()));
        }
    }

    private boolean onLeaseRequest(ConnectionId connection, Request request, Effects effects) {
        if (request instanceof EtcdClientMessage.LeaseKeepAliveRequest renewal) {
            leases.ask(connection, renewal.id(), renewal.lease(), true, effects);
        } else if (request instanceof EtcdClientMessage.LeaseTimeToLiveRequest question) {
            leases.ask(connection, question.id(), question.lease(), false, effects);
        } else if (request instanceof EtcdClientMessage.LeaseGrantRequest grant) {
            long id = grant.lease() != 0 ? grant.lease() : (nextProposal + 1) & Long.MAX_VALUE;
            long ttl = Math.max(grant.ttlSeconds(), settings.minLeaseTtlSeconds());
            propose(connection, new EtcdClientMessage.LeaseGrantRequest(grant.id(), id, ttl), effects);
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
            propose(connection, request, effects);
        }
    }

    private boolean onMemberRequest(ConnectionId connection, Request request, Effects effects) {
        if (request instanceof EtcdClientMessage.MemberListRequest) {
            if (settings.isAtLeast(3, 5)) {
                reads.add(new ReadWaiter(connection, request), effects);
            } else {
                effects.send(connection, members(request.id(), Optional.empty()));
            }
        } else if (request instanceof EtcdClientMessage.MemberAddRequest add) {
            add(connection, add, effects);
        } else if (request instanceof EtcdClientMessage.MemberRemoveRequest remove) {
            String name = server.membership().nameOf(remove.member());
            var refusal = reconfiguration()
                    .refusesRemove(remove.member(), effects.monotonic().micros());
            change(connection, request, ConfChange.Kind.REMOVE, remove.member(), name, refusal, effects);
        } else if (request instanceof EtcdClientMessage.MemberPromoteRequest promote) {
            promote(connection, promote, effects);
        } else if (request instanceof EtcdClientMessage.MoveLeaderRequest move) {
            moveLeader(connection, move, effects);
        } else {
            return false;
        }
        return true;
    }

    private Reconfiguration reconfiguration() {
        return new Reconfiguration(server.membership(), server.transport(), settings.strictReconfigCheck());
    }

    private void add(ConnectionId connection, EtcdClientMessage.MemberAddRequest add, Effects effects) {
        long now = effects.monotonic().micros();
        long id = Membership.idOf(
                add.address(),
                settings.initialClusterToken(),
                Long.toString(effects.wall().micros()));
        EtcdMember member = new EtcdMember(id, add.name(), add.address(), add.learner(), false);
        var refusal = reconfiguration().refusesAdd(add.address(), add.learner(), now);
        var kind = add.learner() ? ConfChange.Kind.ADD_LEARNER : ConfChange.Kind.ADD_VOTER;
        change(connection, add, kind, id, member, refusal, effects);
    }

    private void promote(ConnectionId connection, EtcdClientMessage.MemberPromoteRequest promote, Effects effects) {
        RaftNode raft = server.raft();
        var known = server.membership().member(promote.member());
        Optional<EtcdError> refusal = raft.isLeader()
                ? reconfiguration()
                        .refusesPromote(
                                promote.member(),
                                raft.matchOf(promote.member()),
                                raft.log().committed())
                : Optional.of(EtcdError.NOT_LEADER);
        Object context = known.map(m -> (Object) new EtcdMember(m.id(), m.name(), m.address(), false, m.started()))
                .orElse("");
        change(connection, promote, ConfChange.Kind.ADD_VOTER, promote.member(), context, refusal, effects);
    }

    private void change(
            ConnectionId connection,
            Request request,
            ConfChange.Kind kind,
            long node,
            Object context,
            Optional<EtcdError> refusal,
            Effects effects) {
        if (refusal.isPresent()) {
            fail(connection, request.id(), refusal.get(), effects);
        } else {
            long proposal = ++nextProposal;
            submit(connection, request.id(), proposal, new ConfChange(kind, node, proposal, context), effects);
        }
    }

    private void moveLeader(ConnectionId connection, EtcdClientMessage.MoveLeaderRequest move, Effects effects) {
        if (!server.raft().isLeader()) {
            fail(connection, move.id(), EtcdError.NOT_LEADER, effects);
        } else if (!server.raft().members().isVoter(move.target())) {
            fail(connection, move.id(), EtcdError.BAD_LEADER_TRANSFEREE, effects);
        } else {
            long proposal = ++nextProposal;
            Pending waiter =
                    new Pending(connection, move.id(), effects.monotonic().micros());
            pending.put(proposal, waiter);
            moves.add(new MoveWaiter(waiter, move.target()));
            server.raft().transferLeader(move.target());
            arm(effects);
        }
    }

    private void propose(ConnectionId connection, Request request, Effects effects) {
        if (server.raft().log().committed() > server.applied() + MAX_GAP) {
            fail(connection, request.id(), EtcdError.TOO_MANY_REQUESTS, effects);
            return;
        }
        long proposal = ++nextProposal;
        submit(connection, request.id(), proposal, Command.of(proposal, request), effects);
    }

    /** Propose now, or when there is a leader: the library takes no proposal without one (raft node.go propc). */
    private void submit(ConnectionId connection, long request, long proposal, Payload payload, Effects effects) {
        pending.put(
                proposal, new Pending(connection, request, effects.monotonic().micros()));
        arm(effects);
        if (server.raft().lead() == RaftNode.NONE) {
            held.add(new Held(proposal, payload));
        } else {
            proposeNow(proposal, payload, effects);
        }
    }

    private void proposeNow(long proposal, Payload payload, Effects effects) {
        if (!server.raft().propose(List.of(payload))) {
            Pending waiter = pending.remove(proposal);
            if (waiter != null) {
                fail(waiter.connection(), waiter.request(), EtcdError.PROPOSAL_DROPPED, effects);
            }
        }
    }

    /** The lessor wants a lease revoked; nobody waits. */
    void revoke(long lease) {
        long proposal = ++nextProposal;
        server.raft().propose(List.of(Command.of(proposal, new EtcdClientMessage.LeaseRevokeRequest(0, lease))));
    }

    /** The client's number of a proposal's request, 0 when it came from elsewhere. */
    long requestOf(long proposal) {
        Pending waiter = pending.get(proposal);
        return waiter == null ? 0 : waiter.request();
    }

    /** A proposal was applied. */
    void done(long proposal, Response response, Effects effects) {
        Pending waiter = pending.remove(proposal);
        if (waiter != null) {
            effects.send(waiter.connection(), response);
        }
    }

    void membersChanged(ConfChange change, Effects effects) {
        Pending waiter = pending.remove(change.proposal());
        if (waiter != null) {
            Optional<EtcdMember> added = server.membership().member(change.node());
            effects.send(waiter.connection(), members(waiter.request(), added));
        }
    }

    void onNewLeader(Effects effects) {
        leaderSinceMicros = effects.monotonic().micros();
        reads.onLeaderChanged(effects);
        List<Held> waiting = List.copyOf(held);
        held.clear();
        for (Held proposal : waiting) {
            if (pending.containsKey(proposal.proposal())) {
                proposeNow(proposal.proposal(), proposal.payload(), effects);
            }
        }
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
        if (timer.equals(REQUESTS)) {
            armed = false;
            expire(effects);
            arm(effects);
        } else if (timer.equals(ReadLoop.TIMER)) {
            reads.onTimer(effects);
        } else if (!leases.onTimer(timer, effects)) {
            health.onTimer(timer, effects);
        }
    }

    private void arm(Effects effects) {
        if (!armed && !pending.isEmpty()) {
            armed = true;
            long due = pending.values().iterator().next().startMicros() + timeoutMicros;
            effects.setTimer(
                    REQUESTS, SimTime.span(Math.max(0, due - effects.monotonic().micros())));
        }
    }

    private void expire(Effects effects) {
        long now = effects.monotonic().micros();
        Iterator<Pending> oldest = pending.values().iterator();
        while (oldest.hasNext()) {
            Pending waiter = oldest.next();
            if (waiter.startMicros() + timeoutMicros > now) {
                break;
            }
            oldest.remove();
            boolean isMove = moves.removeIf(m -> m.pending().equals(waiter));
            fail(
                    waiter.connection(),
                    waiter.request(),
                    isMove ? EtcdError.LEADER_TRANSFER_TIMED_OUT : timeout(waiter.startMicros()),
                    effects);
        }
        held.removeIf(h -> !pending.containsKey(h.proposal()));
    }

    /** Which words for a proposal that timed out (v3_server.go parseProposeCtxErr). */
    private EtcdError timeout(long startMicros) {
        long lostSince = leaderSinceMicros - 2 * SimTime.micros(settings.electionTimeout());
        if (startMicros > lostSince && startMicros < leaderSinceMicros) {
            return EtcdError.TIMED_OUT_LEADER_FAILURE;
        }
        long lead = server.raft().lead();
        boolean connected = true;
        if (lead == server.id()) {
            connected = server.raft().members().quorum(m -> server.transport().isConnectedSince(m, startMicros));
        } else if (lead != RaftNode.NONE) {
            connected = server.transport().isConnectedSince(lead, startMicros);
        }
        return connected ? EtcdError.REQUEST_TIMED_OUT : EtcdError.TIMED_OUT_CONNECTION_LOST;
    }

    /** Every input ends here. */
    void settle(Effects effects) {
        if (!moves.isEmpty()) {
            for (MoveWaiter move : List.copyOf(moves)) {
                if (server.raft().lead() == move.target()) {
                    moves.remove(move);
                    pending.values().removeIf(p -> p.equals(move.pending()));
                    effects.send(
                            move.pending().connection(),
                            new EtcdClientMessage.MoveLeaderResponse(
                                    move.pending().request()));
                }
            }
        }
        leases.arm(effects);
    }

    private void fail(ConnectionId connection, long request, EtcdError error, Effects effects) {
        effects.send(connection, new EtcdClientMessage.Failure(request, error));
    }

    private Response members(long request, Optional<EtcdMember> added) {
        return new EtcdClientMessage.MemberResponse(
                request, added, server.membership().all());
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
                    ? members(request.id(), Optional.empty())
                    : Applier.apply(request, request.id(), server.store());
            effects.send(connection, response);
        }

        @Override
        public void failed(EtcdError error, Effects effects) {
            fail(connection, request.id(), error, effects);
        }
    }
}
