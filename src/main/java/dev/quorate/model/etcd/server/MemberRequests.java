package dev.quorate.model.etcd.server;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdClientMessage.Request;
import dev.quorate.model.etcd.EtcdClientMessage.Response;
import dev.quorate.model.etcd.EtcdError;
import dev.quorate.model.etcd.EtcdMember;
import dev.quorate.model.etcd.EtcdSettings;
import dev.quorate.model.etcd.raft.ConfChange;
import dev.quorate.model.etcd.raft.RaftNode;
import java.util.Optional;

/** What clients ask about the members: who they are, one more, one fewer, who leads (etcd server.go, cluster.go). */
final class MemberRequests {

    private final MemberServer server;
    private final EtcdSettings settings;
    private final Proposals proposals;

    MemberRequests(MemberServer server, EtcdSettings settings, Proposals proposals) {
        this.server = server;
        this.settings = settings;
        this.proposals = proposals;
    }

    /** Whether it is such a request; then it is taken care of. */
    boolean onRequest(ConnectionId connection, Request request, Effects effects) {
        if (request instanceof EtcdClientMessage.MemberAddRequest add) {
            add(connection, add, effects);
        } else if (request instanceof EtcdClientMessage.MemberRemoveRequest remove) {
            remove(connection, remove, effects);
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
        var refusal = reconfiguration().refusesAdd(add.address(), add.learner(), now);
        if (refusal.isPresent()) {
            fail(connection, add, refusal.get(), effects);
            return;
        }
        long id = Membership.idOf(
                add.address(),
                settings.initialClusterToken(),
                Long.toString(effects.wall().micros()));
        EtcdMember member = new EtcdMember(id, add.name(), add.address(), add.learner(), false);
        var kind = add.learner() ? ConfChange.Kind.ADD_LEARNER : ConfChange.Kind.ADD_VOTER;
        proposals.change(connection, add.id(), kind, id, member, effects);
    }

    private void remove(ConnectionId connection, EtcdClientMessage.MemberRemoveRequest remove, Effects effects) {
        var refusal = reconfiguration()
                .refusesRemove(remove.member(), effects.monotonic().micros());
        if (refusal.isPresent()) {
            fail(connection, remove, refusal.get(), effects);
            return;
        }
        String name = server.membership().nameOf(remove.member());
        proposals.change(connection, remove.id(), ConfChange.Kind.REMOVE, remove.member(), name, effects);
    }

    private void promote(ConnectionId connection, EtcdClientMessage.MemberPromoteRequest promote, Effects effects) {
        long learner = promote.member();
        RaftNode raft = server.raft();
        var refusal = raft.isLeader()
                ? reconfiguration()
                        .refusesPromote(
                                learner, raft.matchOf(learner), raft.log().committed())
                : Optional.of(EtcdError.NOT_LEADER);
        if (refusal.isPresent()) {
            fail(connection, promote, refusal.get(), effects);
            return;
        }
        EtcdMember member = server.membership().member(learner).orElseThrow().voting();
        proposals.change(connection, promote.id(), ConfChange.Kind.ADD_VOTER, learner, member, effects);
    }

    private void moveLeader(ConnectionId connection, EtcdClientMessage.MoveLeaderRequest move, Effects effects) {
        if (!server.raft().isLeader()) {
            fail(connection, move, EtcdError.NOT_LEADER, effects);
        } else if (!server.raft().members().isVoter(move.target())) {
            fail(connection, move, EtcdError.BAD_LEADER_TRANSFEREE, effects);
        } else {
            proposals.moveLeader(connection, move, effects);
        }
    }

    private static void fail(ConnectionId connection, Request request, EtcdError error, Effects effects) {
        effects.send(connection, new EtcdClientMessage.Failure(request.id(), error));
    }

    /** A change came out of the log: whoever asked for it is told who the members are. */
    void changed(ConfChange change, Effects effects) {
        Optional<EtcdMember> added = server.membership().member(change.node());
        proposals.done(change.proposal(), list(proposals.requestOf(change.proposal()), added), effects);
    }

    /** The members now. */
    Response list(long request, Optional<EtcdMember> added) {
        return new EtcdClientMessage.MemberResponse(
                request, added, server.membership().all());
    }
}
