package dev.quorate.model.etcd.server;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdBackup;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdMember;
import dev.quorate.model.etcd.EtcdPeer;
import dev.quorate.model.etcd.EtcdSettings;
import dev.quorate.model.etcd.raft.RaftNode;
import dev.quorate.model.etcd.raft.RaftPanicException;
import dev.quorate.trace.EtcdEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An etcd process: one member of the cluster.
 *
 * <p>Arguments, as flags without dashes: {@code name} (default: the host's), {@code initial-cluster}
 * ({@code name=address,...}), {@code initial-cluster-state} ({@code new} or {@code existing}), {@code
 * force-new-cluster}, {@code restore-from} (a file that {@code etcdctl snapshot save} wrote; done once for each file),
 * and any of {@link EtcdSettings}.
 */
public final class EtcdMachine implements Machine {

    /** Exit status of a Go program that panicked. */
    private static final int PANIC = 2;

    private final EtcdSettings settings;
    private final List<EtcdPeer> initialCluster;
    private final ProcessSpec spec;
    private @Nullable MemberServer server;
    private @Nullable Joining joining;

    /**
     * A member that is to start.
     *
     * @param initialCluster every first member, in the same order at each of them
     */
    public EtcdMachine(EtcdSettings settings, List<EtcdPeer> initialCluster, ProcessSpec spec) {
        this.settings = settings.with(spec.arguments());
        this.initialCluster = spec.arguments().containsKey("initial-cluster")
                ? EtcdPeer.parse(spec.arguments().getOrDefault("initial-cluster", ""))
                : List.copyOf(initialCluster);
        this.spec = spec;
    }

    private String name(Effects effects) {
        return spec.arguments().getOrDefault("name", effects.host());
    }

    private boolean flag(String name) {
        String value = spec.arguments().get(name);
        return value != null && !value.equals("false");
    }

    /** Take an input; a log that contradicts itself ends the process, as the real one's panic does. */
    private static void orPanic(Runnable input, Effects effects) {
        try {
            input.run();
        } catch (RaftPanicException e) {
            String message = e.getMessage();
            effects.record(new EtcdEvent.Panicked(message == null ? "" : message));
            effects.exit(PANIC);
        }
    }

    @Override
    public void onStart(Effects effects) {
        orPanic(() -> start(effects), effects);
    }

    private void start(Effects effects) {
        Optional<Disk.Meta> meta = Disk.meta(effects);
        String backupPath = spec.arguments().getOrDefault("restore-from", "");
        if (!backupPath.isEmpty() && !Disk.restored(effects).equals(Optional.of(backupPath))) {
            restore(backupPath, effects);
        } else if (meta.isPresent() && flag("force-new-cluster")) {
            serve(Bootstrap.forceNewCluster(meta.get(), effects), effects);
        } else if (meta.isPresent()) {
            serve(Bootstrap.restart(meta.get(), effects), effects);
        } else if (spec.arguments().getOrDefault("initial-cluster-state", "new").equals("existing")) {
            Joining join = new Joining(initialCluster, name(effects));
            joining = join;
            join.start(effects);
        } else {
            bootstrap(effects);
        }
    }

    private void bootstrap(Effects effects) {
        List<EtcdMember> members = members("");
        Optional<EtcdMember> self = self(members, effects);
        if (self.isEmpty()) {
            effects.exit(1); // "couldn't find local name in the initial cluster configuration"
            return;
        }
        serve(Bootstrap.newCluster(members, self.get(), effects), effects);
    }

    private void restore(String path, Effects effects) {
        Optional<EtcdBackup> backup = Bootstrap.backup(path, effects);
        List<EtcdMember> members = members(path);
        Optional<EtcdMember> self = self(members, effects);
        if (backup.isEmpty() || self.isEmpty()) {
            effects.exit(1);
            return;
        }
        serve(Bootstrap.restore(backup.get(), members, self.get(), path, effects), effects);
    }

    private List<EtcdMember> members(String when) {
        List<EtcdMember> members = new ArrayList<>();
        for (EtcdPeer peer : initialCluster) {
            long id = Membership.idOf(peer.address(), settings.initialClusterToken(), when);
            members.add(new EtcdMember(id, peer.name(), peer.address(), false, true));
        }
        return members;
    }

    private Optional<EtcdMember> self(List<EtcdMember> members, Effects effects) {
        String name = name(effects);
        return members.stream().filter(m -> m.name().equals(name)).findFirst();
    }

    private void serve(Bootstrap start, Effects effects) {
        MemberServer ready = new MemberServer(settings, start, effects);
        server = ready;
        ready.start(effects);
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        if (server != null) {
            MemberServer open = server;
            orPanic(() -> open.onTimer(timer, effects), effects);
        } else if (joining != null) {
            joining.onTimer(effects);
        }
    }

    @Override
    public void onPersisted(long token, Effects effects) {
        if (server != null) {
            MemberServer open = server;
            orPanic(() -> open.onPersisted(token, effects), effects);
        }
    }

    @Override
    public void onAccepted(ConnectionId connection, int port, Endpoint peer, Effects effects) {
        // who it is, the first message says
    }

    @Override
    public void onConnected(ConnectionId connection, Effects effects) {
        if (server != null) {
            server.onConnected(connection, effects);
        } else if (joining != null) {
            joining.onConnected(connection, effects);
        }
    }

    @Override
    public void onReceived(ConnectionId connection, Message message, Effects effects) {
        orPanic(() -> receive(connection, message, effects), effects);
    }

    private void receive(ConnectionId connection, Message message, Effects effects) {
        if (server != null) {
            if (message instanceof EtcdClientMessage.Request request) {
                server.onRequest(connection, request, effects);
            } else {
                server.onPeerReceived(connection, message, effects);
            }
        } else if (joining != null && message instanceof PeerMessage.MembersAnswer answer) {
            join(answer, effects);
        }
    }

    private void join(PeerMessage.MembersAnswer answer, Effects effects) {
        String name = name(effects);
        Optional<EtcdMember> self = answer.members().stream()
                .filter(m -> m.name().equals(name) && !m.started())
                .findFirst();
        joining = null;
        if (self.isEmpty()) {
            effects.exit(1); // "error validating peerURLs ... member count is unequal"
            return;
        }
        serve(Bootstrap.join(answer.cluster(), answer.members(), self.get(), effects), effects);
    }

    @Override
    public void onDisconnected(ConnectionId connection, ConnectionError error, Effects effects) {
        if (server != null) {
            server.onDisconnected(connection, effects);
        } else if (joining != null) {
            joining.onDisconnected(effects);
        }
    }

    @Override
    public void onSignal(Signal signal, Effects effects) {
        int code = 128 + signal.number();
        if (server != null && (signal == Signal.TERM || signal == Signal.INT)) {
            server.stop(code, effects);
        } else {
            effects.exit(code);
        }
    }

    /** Whether this member leads its group; for tests and tools that look into a run. */
    public boolean isLeader() {
        return server != null && server.raft().isLeader();
    }

    /** The leader's name as this member knows it, empty when it knows none. */
    public String leader() {
        return server == null ? "" : server.membership().nameOf(server.raft().lead());
    }

    /** Its Raft node, to look into; empty before it has joined. */
    public Optional<RaftNode> raft() {
        return server == null ? Optional.empty() : Optional.of(server.raft());
    }

    /** The members as this one knows them. */
    public List<EtcdMember> members() {
        return server == null ? List.of() : server.membership().all();
    }

    /** The store's content as this member has it: each living key with its value. */
    public Map<String, Object> content() {
        Map<String, Object> content = new LinkedHashMap<>();
        if (server != null) {
            server.store().backup().kvs().forEach(kv -> content.put(kv.key(), kv.value()));
        }
        return content;
    }

    /** The store's revision at this member. */
    public long revision() {
        return server == null ? 0 : server.store().revision();
    }
}
