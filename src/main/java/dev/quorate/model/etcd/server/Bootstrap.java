package dev.quorate.model.etcd.server;

import dev.quorate.model.Effects;
import dev.quorate.model.WriteBatch;
import dev.quorate.model.etcd.EtcdBackup;
import dev.quorate.model.etcd.EtcdMember;
import dev.quorate.model.etcd.raft.ConfChange;
import dev.quorate.model.etcd.raft.Entry;
import dev.quorate.model.etcd.raft.HardState;
import dev.quorate.model.etcd.raft.Members;
import dev.quorate.model.etcd.raft.RaftLog;
import dev.quorate.model.etcd.raft.RaftSnapshot;
import dev.quorate.model.etcd.store.Store;
import dev.quorate.model.etcd.store.StoreState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a member starts from: a new cluster, its disk, a backup, or the cluster it joins (etcd bootstrap.go). */
final class Bootstrap {

    /** The token of writes that nobody waits for. */
    static final long UNAWAITED = 0;

    final Disk disk = new Disk();
    final Disk.Meta meta;
    final RaftLog log;
    final HardState hardState;
    final Store store;
    final Membership membership;
    final Members raftMembers;
    /** Entries that are committed, in the log and not in the store yet. */
    final List<Entry> toReplay;
    /** Members to talk to before the log names them. */
    List<EtcdMember> remotes = List.of();
    /** How this member made a cluster of its own; empty in good order. */
    String forkedBy = "";

    private Bootstrap(
            Disk.Meta meta,
            @Nullable RaftSnapshot snapshot,
            List<Entry> entries,
            HardState state,
            List<Entry> toReplay) {
        this.meta = meta;
        this.hardState = state;
        this.toReplay = toReplay;
        if (snapshot != null && snapshot.state() instanceof Disk.SnapshotState known) {
            store = new Store(known.store());
            membership = new Membership(
                    known.membership().members(), known.membership().removed());
            raftMembers = snapshot.members();
            log = new RaftLog(snapshot.index(), snapshot.term(), entries, state.commit(), state.commit());
        } else {
            store = new Store();
            membership = new Membership(List.of(), List.of());
            raftMembers = Members.of(List.of());
            log = new RaftLog(0, 0, entries, state.commit(), state.commit());
        }
    }

    /** A new cluster: the log begins with its members, committed, the same everywhere. */
    static Bootstrap newCluster(List<EtcdMember> members, EtcdMember self, Effects effects) {
        List<Entry> entries = new ArrayList<>();
        for (EtcdMember member : members) {
            entries.add(new Entry(
                    entries.size() + 1L, 1, new ConfChange(ConfChange.Kind.ADD_VOTER, member.id(), 0, member)));
        }
        Disk.Meta meta = new Disk.Meta(self.id(), Membership.clusterIdOf(members), self.name());
        HardState state = new HardState(1, 0, entries.size());
        Bootstrap start = new Bootstrap(meta, null, entries, state, entries);
        effects.persist(start.disk.create(meta, state, entries), UNAWAITED);
        start.disk.log(0, effects);
        return start;
    }

    /** Join a cluster whose members named this one: everything else comes through the log. */
    static Bootstrap join(long cluster, List<EtcdMember> members, EtcdMember self, Effects effects) {
        Disk.Meta meta = new Disk.Meta(self.id(), cluster, self.name());
        Bootstrap start = new Bootstrap(meta, null, List.of(), HardState.INITIAL, List.of());
        effects.persist(start.disk.create(meta, HardState.INITIAL, List.of()), UNAWAITED);
        start.remotes = members.stream().filter(m -> m.id() != self.id()).toList();
        return start;
    }

    /** Start from the own disk. */
    static Bootstrap restart(Disk.Meta meta, Effects effects) {
        @Nullable RaftSnapshot snapshot = Disk.snapshot(effects).orElse(null);
        long base = snapshot == null ? 0 : snapshot.index();
        Disk disk = new Disk();
        List<Entry> entries = disk.log(base, effects);
        HardState read = Disk.hardState(effects);
        HardState state =
                new HardState(read.term(), read.vote(), Math.max(base, Math.min(read.commit(), base + entries.size())));
        List<Entry> replay = List.copyOf(entries.subList(0, (int) (state.commit() - base)));
        Bootstrap start = new Bootstrap(meta, snapshot, entries, state, replay);
        start.disk.log(base, effects);
        return start;
    }

    /**
     * {@code --force-new-cluster}: throw away what is not committed, and put into the log that everybody else was
     * removed (etcd bootstrap.go bootstrapRaftFromWALStandalone, createConfigChangeEnts).
     */
    static Bootstrap forceNewCluster(Disk.Meta meta, Effects effects) {
        Bootstrap known = restart(meta, effects);
        Membership membership = known.membership;
        known.toReplay.forEach(e -> {
            if (e.payload() instanceof ConfChange change && membership.admits(change)) {
                membership.apply(change);
            }
        });
        long commit = known.hardState.commit();
        List<Entry> forced = new ArrayList<>();
        for (EtcdMember member : membership.all()) {
            if (member.id() != meta.member()) {
                forced.add(new Entry(
                        commit + 1 + forced.size(),
                        known.hardState.term(),
                        new ConfChange(ConfChange.Kind.REMOVE, member.id(), 0, member.name())));
            }
        }
        HardState state = new HardState(known.hardState.term(), known.hardState.vote(), commit + forced.size());
        WriteBatch batch = known.disk.force(state, commit + 1, forced);
        effects.persist(batch, UNAWAITED);
        Bootstrap start = restart(meta, effects);
        start.forkedBy = "--force-new-cluster";
        return start;
    }

    /** {@code etcdctl snapshot restore}: a new cluster with old keys (etcdutl snapshot/v3_snapshot.go). */
    static Bootstrap restore(
            EtcdBackup backup, List<EtcdMember> members, EtcdMember self, Object marker, Effects effects) {
        Disk.Meta meta = new Disk.Meta(self.id(), Membership.clusterIdOf(members), self.name());
        StoreState store = new Store(backup).state();
        Membership membership = new Membership(members, List.of());
        RaftSnapshot snapshot = new RaftSnapshot(
                members.size(), 1, membership.raftMembers(), new Disk.SnapshotState(store, membership.state()));
        HardState state = new HardState(1, 0, members.size());
        Bootstrap start = new Bootstrap(meta, snapshot, List.of(), state, List.of());
        effects.persist(start.disk.restore(meta, state, snapshot, marker, effects), UNAWAITED);
        start.forkedBy = "snapshot restore";
        return start;
    }

    /** The file that a restore reads. */
    static Optional<EtcdBackup> backup(String path, Effects effects) {
        return effects.kernel().file(path).filter(EtcdBackup.class::isInstance).map(EtcdBackup.class::cast);
    }
}
