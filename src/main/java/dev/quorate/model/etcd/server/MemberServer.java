package dev.quorate.model.etcd.server;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Message;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdClientMessage.Request;
import dev.quorate.model.etcd.EtcdSettings;
import dev.quorate.model.etcd.raft.Digest;
import dev.quorate.model.etcd.raft.Entry;
import dev.quorate.model.etcd.raft.HardState;
import dev.quorate.model.etcd.raft.RaftConfig;
import dev.quorate.model.etcd.raft.RaftMessage;
import dev.quorate.model.etcd.raft.RaftNode;
import dev.quorate.model.etcd.raft.RaftSnapshot;
import dev.quorate.model.etcd.raft.Ready;
import dev.quorate.model.etcd.raft.Role;
import dev.quorate.model.etcd.store.Store;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EtcdEvent;
import dev.quorate.trace.EventId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One member at work: it steps its Raft node, does what is ready, and applies what is committed. */
final class MemberServer implements PeerTransport.Listener {

    private static final int MAX_READIES = 10_000;
    private static final String ELECTION_TIMEOUT = "cluster.etcd.election-timeout";
    private static final String PRE_VOTE = "cluster.etcd.pre-vote";

    private final EtcdSettings settings;
    private final Disk.Meta meta;
    private final String clusterName;
    private final Disk disk;
    private final Replica replica;
    private final RaftNode raft;
    private final Ticker ticker;
    private final PeerTransport transport;
    private final WatchHub watches = new WatchHub();
    private final Lessor lessor;
    private final ClientService clients;
    private final Arrival arrival;
    private final Handover handover;
    private @Nullable Ready saving;
    private boolean savingEarly;
    private long saveToken = Bootstrap.UNAWAITED;
    private long lastVoteTerm;
    private long knownLead;
    private @Nullable EventId lastRole;
    private boolean started;

    MemberServer(EtcdSettings settings, Bootstrap start, Effects effects) {
        this.settings = settings;
        this.meta = start.meta;
        this.clusterName = "etcd-" + Digest.of(Long.toHexString(meta.cluster())).substring(0, 6);
        this.disk = start.disk;
        this.replica = new Replica(this, settings, start);
        start.remotes.forEach(membership()::remote);
        this.raft = new RaftNode(
                new RaftConfig(meta.member(), settings.electionTicks(), 1, settings.usesPreVote(), true),
                start.log,
                start.hardState,
                replica.membersAtStart(),
                effects.random("raft"),
                replica::snapshot);
        this.lastVoteTerm = start.hardState.term();
        this.ticker = new Ticker(
                raft, SimTime.micros(settings.heartbeatInterval()), settings.electionTicks(), this::awaited, effects);
        this.transport =
                new PeerTransport(meta.member(), meta.cluster(), membership(), settings.electionTimeout(), this);
        this.lessor = new Lessor(effects.monotonic());
        this.clients = new ClientService(this, settings, effects);
        this.arrival = new Arrival(this, settings);
        this.handover = new Handover(this, settings);
        start.remotes.forEach(m -> transport.add(m, effects));
        if (!start.forkedBy.isEmpty()) {
            effects.record(new EtcdEvent.ClusterForked(clusterName, start.forkedBy, store().revision()));
        }
    }

    private List<String> awaited(long leader) {
        return leader == RaftNode.NONE || leader == id()
                ? transport.names()
                : List.of(membership().nameOf(leader));
    }

    void start(Effects effects) {
        started = true;
        transport.start(effects);
        clients.start(effects);
        if (replica.knowsMembers()) {
            effects.record(
                    new EtcdEvent.MembersChanged(clusterName, membership().voterNames()));
        }
        arrival.begin(effects);
        settle(effects);
    }

    long id() {
        return meta.member();
    }

    /** The member's name. */
    String name() {
        return meta.name();
    }

    String clusterName() {
        return clusterName;
    }

    RaftNode raft() {
        return raft;
    }

    Store store() {
        return replica.store();
    }

    Membership membership() {
        return replica.membership();
    }

    PeerTransport transport() {
        return transport;
    }

    Ticker ticker() {
        return ticker;
    }

    ClientService clients() {
        return clients;
    }

    Lessor lessor() {
        return lessor;
    }

    WatchHub watches() {
        return watches;
    }

    long applied() {
        return replica.applied();
    }

    /** What was stepped has its consequences; ends every input. */
    private void settle(Effects effects) {
        for (int i = 0; saving == null && raft.hasReady(); i++) {
            if (i >= MAX_READIES) {
                throw new IllegalStateException("Raft is not done after " + MAX_READIES + " rounds");
            }
            doReady(raft.ready(), effects);
        }
        if (saving == null) {
            ticker.arm(effects);
        }
        clients.settle(effects);
    }

    private void doReady(Ready ready, Effects effects) {
        for (Ready.RoleChange change : ready.roleChanges()) {
            onRoleChange(change, effects);
        }
        recordLog(ready, effects);
        boolean early = raft.isLeader();
        if (ready.mustSync()) {
            if (early) {
                send(ready.messages(), effects); // in parallel with its own disk, thesis 10.2.1
            }
            saving = ready;
            savingEarly = early;
            saveToken++;
            effects.persist(disk.save(ready), saveToken);
            apply(ready, effects);
            return;
        }
        HardState state = ready.hardState();
        if (state != null) {
            // a new commit index alone is written but not synced (wal.go Save, raft node.go MustSync)
            effects.write(disk.commit(state));
        }
        send(ready.messages(), effects);
        send(ready.afterPersist(), effects);
        raft.persisted(ready);
        apply(ready, effects);
    }

    private void recordLog(Ready ready, Effects effects) {
        if (ready.truncatedFrom() > 0) {
            effects.record(new EtcdEvent.EntriesTruncated(clusterName, ready.truncatedFrom()));
        }
        for (Entry entry : ready.entries()) {
            effects.record(new EtcdEvent.EntryAppended(
                    clusterName, entry.index(), entry.term(), entry.payload().digest()));
        }
    }

    private void onRoleChange(Ready.RoleChange change, Effects effects) {
        EtcdEvent event = new EtcdEvent.RaftRoleChanged(
                clusterName,
                change.term(),
                change.role().toString(),
                membership().nameOf(change.leader()));
        List<String> because = switch (change.reason()) {
            case ELECTION_TIMEOUT ->
                change.role() == Role.PRE_CANDIDATE ? List.of(ELECTION_TIMEOUT, PRE_VOTE) : List.of(ELECTION_TIMEOUT);
            case QUORUM_INACTIVE -> List.of(ELECTION_TIMEOUT);
            default -> List.of();
        };
        EventId before = lastRole;
        EventId[] causes = before == null ? new EventId[0] : new EventId[] {before};
        lastRole = effects.recordBecause(event, because, causes);
        if (change.role() == Role.LEADER) {
            lessor.promote(store().leases(), SimTime.micros(settings.electionTimeout()), effects.monotonic());
        } else if (lessor.isPrimary()) {
            lessor.demote();
        }
        if (change.leader() != RaftNode.NONE && change.leader() != knownLead) {
            clients.onNewLeader(effects);
        }
        knownLead = change.leader();
    }

    private void send(List<RaftMessage> messages, Effects effects) {
        for (RaftMessage message : messages) {
            boolean sent = transport.send(message.to(), message, effects);
            if (message.type() == RaftMessage.Type.SNAPSHOT) {
                raft.snapshotSent(message.to(), sent);
            } else if (!sent) {
                raft.unreachable(message.to());
            }
        }
    }

    private void apply(Ready ready, Effects effects) {
        for (Entry entry : ready.committed()) {
            effects.record(new EtcdEvent.EntryCommitted(
                    clusterName, entry.index(), entry.term(), entry.payload().digest()));
            replica.apply(entry, effects);
        }
        for (Ready.ReadState read : ready.reads()) {
            clients.onReadState(read, effects);
        }
        if (!ready.committed().isEmpty()) {
            clients.onApplied(effects);
            replica.maybeCompact(effects);
        }
    }

    void onPersisted(long token, Effects effects) {
        Ready done = saving;
        if (done == null || token != saveToken) {
            return;
        }
        saving = null;
        recordVote(done, effects);
        RaftSnapshot snapshot = done.snapshot();
        if (snapshot != null) {
            replica.install(snapshot, effects);
        }
        if (!savingEarly) {
            send(done.messages(), effects);
        }
        send(done.afterPersist(), effects);
        ticker.catchUpAfterSave(effects);
        raft.persisted(done);
        settle(effects);
    }

    private void recordVote(Ready done, Effects effects) {
        var state = done.hardState();
        if (state != null && state.vote() != RaftNode.NONE && state.term() > lastVoteTerm) {
            lastVoteTerm = state.term();
            effects.record(new EtcdEvent.VoteGranted(
                    clusterName, state.term(), membership().nameOf(state.vote())));
        }
    }

    @Override
    public void onPeerMessage(long from, Message message, Effects effects) {
        if (message instanceof RaftMessage raftMessage) {
            if (saving == null) {
                ticker.catchUp(effects);
            }
            raft.step(raftMessage);
            if (from == raft.lead()) {
                ticker.heard(effects);
            }
        } else if (message instanceof PeerMessage.LeaseQuery query) {
            transport.send(from, clients.answerLease(query, effects), effects);
        } else if (message instanceof PeerMessage.LeaseAnswer answer) {
            clients.onLeaseAnswer(answer, effects);
        }
        settle(effects);
    }

    /** 410 Gone, or it applied its own removal: the server stops in good order. */
    @Override
    public void onRemoved(Effects effects) {
        if (started) {
            started = false;
            effects.record(new EtcdEvent.MemberRemoved(clusterName, meta.name()));
            effects.exit(0);
        }
    }

    void onTimer(Timer timer, Effects effects) {
        if (timer.equals(Ticker.TIMER)) {
            onTick(effects);
        } else if (!arrival.onTimer(timer, effects)
                && !handover.onTimer(timer, effects)
                && !transport.onTimer(timer, effects)) {
            clients.onTimer(timer, effects);
        }
        settle(effects);
    }

    private void onTick(Effects effects) {
        if (saving == null) {
            ticker.fired(effects);
        } else {
            ticker.firedWhileSaving();
        }
    }

    /** SIGTERM: stop in good order. */
    void stop(int code, Effects effects) {
        if (handover.begin(code, effects)) {
            settle(effects);
        } else {
            effects.exit(code);
        }
    }

    void onRequest(ConnectionId connection, Request request, Effects effects) {
        clients.onRequest(connection, request, effects);
        settle(effects);
    }

    void onConnected(ConnectionId connection, Effects effects) {
        transport.onConnected(connection, effects);
    }

    void onDisconnected(ConnectionId connection, Effects effects) {
        transport.onDisconnected(connection, effects);
        watches.disconnected(connection);
        clients.disconnected(connection);
    }

    void onPeerReceived(ConnectionId connection, Message message, Effects effects) {
        transport.onReceived(connection, message, effects);
    }
}
