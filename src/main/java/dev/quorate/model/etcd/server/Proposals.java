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
import dev.quorate.model.etcd.raft.Payload;
import dev.quorate.model.etcd.raft.RaftNode;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What clients asked the group to agree on, and who waits for it until it comes out of the log or its time is up. */
final class Proposals {

    private static final Timer REQUESTS = Timer.of("requests");

    /** Applied entries may lag the committed ones by so many before requests are refused (maxGapBetween...). */
    private static final int MAX_GAP = 5_000;

    /** Somebody who waits for a proposal to come out of the log. */
    private record Pending(ConnectionId connection, long request, long startMicros) {}

    private record Held(long proposal, Payload payload) {}

    private record MoveWaiter(Pending pending, long target) {}

    private final MemberServer server;
    private final long timeoutMicros;
    private final long electionMicros;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private final List<Held> held = new ArrayList<>();
    private final List<MoveWaiter> moves = new ArrayList<>();
    private long last;
    private boolean armed;
    private long leaderSinceMicros = Long.MIN_VALUE / 2;

    /**
     * None yet.
     *
     * @param base numbers count up from here: unique in the cluster and over restarts, never 0
     */
    Proposals(MemberServer server, EtcdSettings settings, long base) {
        this.server = server;
        this.timeoutMicros = SimTime.micros(settings.requestTimeout());
        this.electionMicros = SimTime.micros(settings.electionTimeout());
        this.last = base;
    }

    /** The number that the next proposal will have. */
    long next() {
        return last + 1;
    }

    /** Propose a write. */
    void write(ConnectionId connection, Request request, Effects effects) {
        if (server.raft().log().committed() > server.applied() + MAX_GAP) {
            effects.send(connection, new EtcdClientMessage.Failure(request.id(), EtcdError.TOO_MANY_REQUESTS));
            return;
        }
        long proposal = ++last;
        submit(connection, request.id(), proposal, Command.of(proposal, request), effects);
    }

    /** Propose a change of membership. */
    void change(
            ConnectionId connection, long request, ConfChange.Kind kind, long node, Object context, Effects effects) {
        long proposal = ++last;
        submit(connection, request, proposal, new ConfChange(kind, node, proposal, context), effects);
    }

    /** Propose now, or when there is a leader: the library takes no proposal without one (raft node.go propc). */
    private void submit(ConnectionId connection, long request, long proposal, Payload payload, Effects effects) {
        await(connection, request, proposal, effects);
        if (server.raft().lead() == RaftNode.NONE) {
            held.add(new Held(proposal, payload));
        } else {
            proposeNow(proposal, payload, effects);
        }
    }

    private Pending await(ConnectionId connection, long request, long proposal, Effects effects) {
        Pending waiter = new Pending(connection, request, effects.monotonic().micros());
        pending.put(proposal, waiter);
        arm(effects);
        return waiter;
    }

    private void proposeNow(long proposal, Payload payload, Effects effects) {
        if (!server.raft().propose(List.of(payload))) {
            Pending waiter = pending.remove(proposal);
            if (waiter != null) {
                fail(waiter, EtcdError.PROPOSAL_DROPPED, effects);
            }
        }
    }

    /** The lessor wants a lease revoked; nobody waits. */
    void revoke(long lease) {
        long proposal = ++last;
        server.raft().propose(List.of(Command.of(proposal, new EtcdClientMessage.LeaseRevokeRequest(0, lease))));
    }

    /** Hand leadership over; answered when the target is seen to lead. */
    void moveLeader(ConnectionId connection, EtcdClientMessage.MoveLeaderRequest move, Effects effects) {
        moves.add(new MoveWaiter(await(connection, move.id(), ++last, effects), move.target()));
        server.raft().transferLeader(move.target());
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

    /** A client gave up on one request. */
    void cancelled(ConnectionId connection, long request) {
        giveUp(p -> p.connection().equals(connection) && p.request() == request);
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

    void onNewLeader(Effects effects) {
        leaderSinceMicros = effects.monotonic().micros();
        List<Held> waiting = List.copyOf(held);
        held.clear();
        for (Held proposal : waiting) {
            if (pending.containsKey(proposal.proposal())) {
                proposeNow(proposal.proposal(), proposal.payload(), effects);
            }
        }
    }

    /** Whether that timer was its own. */
    boolean onTimer(Timer timer, Effects effects) {
        if (!timer.equals(REQUESTS)) {
            return false;
        }
        armed = false;
        expire(effects);
        arm(effects);
        return true;
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
            fail(waiter, isMove ? EtcdError.LEADER_TRANSFER_TIMED_OUT : timeout(waiter.startMicros()), effects);
        }
        held.removeIf(h -> !pending.containsKey(h.proposal()));
    }

    /** Which words for a proposal that timed out (v3_server.go parseProposeCtxErr). */
    private EtcdError timeout(long startMicros) {
        long lostSince = leaderSinceMicros - 2 * electionMicros;
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

    private static void fail(Pending waiter, EtcdError error, Effects effects) {
        effects.send(waiter.connection(), new EtcdClientMessage.Failure(waiter.request(), error));
    }

    /** Answer those whose wish for another leader came true. */
    void settle(Effects effects) {
        if (moves.isEmpty()) {
            return;
        }
        for (MoveWaiter move : List.copyOf(moves)) {
            if (server.raft().lead() == move.target()) {
                moves.remove(move);
                pending.values().removeIf(p -> p.equals(move.pending()));
                effects.send(
                        move.pending().connection(),
                        new EtcdClientMessage.MoveLeaderResponse(move.pending().request()));
            }
        }
    }
}
