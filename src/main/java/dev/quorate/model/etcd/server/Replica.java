package dev.quorate.model.etcd.server;

import dev.quorate.model.Effects;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdClientMessage.Request;
import dev.quorate.model.etcd.EtcdClientMessage.Response;
import dev.quorate.model.etcd.EtcdSettings;
import dev.quorate.model.etcd.KeyEvent;
import dev.quorate.model.etcd.raft.ConfChange;
import dev.quorate.model.etcd.raft.Entry;
import dev.quorate.model.etcd.raft.Members;
import dev.quorate.model.etcd.raft.Payload;
import dev.quorate.model.etcd.raft.RaftSnapshot;
import dev.quorate.model.etcd.store.Store;
import dev.quorate.trace.EtcdEvent;
import java.util.List;

/** A member's copy of what the group has agreed on: the store and the members, as of the applied index. */
final class Replica {

    private final MemberServer server;
    private final EtcdSettings settings;
    private final Disk disk;
    private final Membership membership;
    private Members members;
    private Store store;
    private long applied;
    private long snapshotIndex;

    /** As the disk has it. */
    Replica(MemberServer server, EtcdSettings settings, Bootstrap start) {
        this.server = server;
        this.settings = settings;
        this.disk = start.disk;
        this.membership = start.membership;
        this.store = start.store;
        this.members = start.raftMembers;
        start.toReplay.forEach(this::replay);
        this.applied = start.log.applied();
        this.snapshotIndex = start.log.firstIndex() - 1;
    }

    /** Entries of an earlier life: their effects were seen then. */
    private void replay(Entry entry) {
        Payload payload = entry.payload();
        if (payload instanceof Command command) {
            Applier.apply(command.request(), 0, store);
            store.takeChanges();
        } else if (payload instanceof ConfChange change && membership.admits(change)) {
            members = members.with(change);
            membership.apply(change);
        } else if (payload instanceof PublishMember published) {
            membership.publish(published);
        }
    }

    Store store() {
        return store;
    }

    Membership membership() {
        return membership;
    }

    /** The members that a node begins with; those of a node at work are its own. */
    Members membersAtStart() {
        return members;
    }

    long applied() {
        return applied;
    }

    /** Whether it knows the members; one that joins learns them from the log. */
    boolean knowsMembers() {
        return applied == snapshotIndex || !membership.all().isEmpty();
    }

    /** An entry is committed. */
    void apply(Entry entry, Effects effects) {
        applied = entry.index();
        Payload payload = entry.payload();
        if (payload instanceof Command command) {
            applyCommand(command, effects);
        } else if (payload instanceof ConfChange change) {
            applyConfChange(change, effects);
        } else if (payload instanceof PublishMember published) {
            membership.publish(published);
        }
    }

    private void applyCommand(Command command, Effects effects) {
        ClientService clients = server.clients();
        Request request = command.request();
        Response response = Applier.apply(request, clients.requestOf(command.proposal()), store);
        if (request instanceof EtcdClientMessage.LeaseGrantRequest grant) {
            store.lease(grant.lease()).ifPresent(l -> server.lessor().granted(l, effects.monotonic()));
        } else if (request instanceof EtcdClientMessage.LeaseRevokeRequest revoke) {
            server.lessor().revoked(revoke.lease());
        }
        List<KeyEvent> changes = store.takeChanges();
        for (KeyEvent change : changes) {
            effects.record(new EtcdEvent.KeyWritten(
                    server.clusterName(), change.revision(), change.kv().key(), command.digest()));
        }
        clients.done(command.proposal(), response, effects);
        if (!changes.isEmpty()) {
            server.watches().changed(changes, store, effects);
        }
    }

    private void applyConfChange(ConfChange change, Effects effects) {
        if (membership.admits(change)) {
            List<String> before = membership.voterNames();
            membership.apply(change);
            server.raft().apply(change);
            if (change.node() != server.id()) {
                if (change.kind() == ConfChange.Kind.REMOVE) {
                    server.transport().remove(change.node(), effects);
                } else {
                    membership
                            .member(change.node())
                            .ifPresent(m -> server.transport().add(m, effects));
                }
            }
            if (!membership.voterNames().equals(before)) {
                effects.record(new EtcdEvent.MembersChanged(server.clusterName(), membership.voterNames()));
            }
            if (change.kind() == ConfChange.Kind.REMOVE && change.node() == server.id()) {
                server.onRemoved(effects);
            }
        }
        server.clients().membersChanged(change, effects);
    }

    /** All of it, for followers too far behind for the log. */
    RaftSnapshot snapshot() {
        return new RaftSnapshot(
                applied,
                server.raft().log().termAt(applied),
                server.raft().members(),
                new Disk.SnapshotState(store.state(), membership.state()));
    }

    /** Snapshot and forget the log behind it, each so many entries. */
    void maybeCompact(Effects effects) {
        if (applied - snapshotIndex <= settings.snapshotCount()) {
            return;
        }
        RaftSnapshot snapshot = snapshot();
        snapshotIndex = applied;
        long upTo = Math.max(0, applied - settings.snapshotCatchUpEntries());
        effects.persist(disk.compact(snapshot, applied + 1), Bootstrap.UNAWAITED);
        server.raft().log().compact(upTo);
    }

    /** The leader sent a snapshot: it takes the place of everything. */
    void install(RaftSnapshot snapshot, Effects effects) {
        if (!(snapshot.state() instanceof Disk.SnapshotState state)) {
            throw new IllegalStateException("a snapshot of another kind: " + snapshot.state());
        }
        long before = store.revision();
        store = new Store(state.store());
        membership.replace(state.membership());
        applied = snapshot.index();
        snapshotIndex = applied;
        membership.all().forEach(m -> server.transport().add(m, effects));
        server.watches().replaced(before, store, effects);
        effects.record(new EtcdEvent.MembersChanged(server.clusterName(), membership.voterNames()));
    }
}
