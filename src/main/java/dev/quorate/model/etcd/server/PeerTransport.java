package dev.quorate.model.etcd.server;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Message;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdMember;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Streams between members (etcd server/etcdserver/api/rafthttp).
 *
 * <p>Each member dials each peer to hear it, again every 100 ms while it cannot. What is to be said to a peer that has
 * no stream open is dropped: Raft copes. A stream that is silent for 5 s is given up; a sender without news says so.
 */
final class PeerTransport {

    static final int PEER_PORT = 2380;

    /** Looks after silent streams. */
    static final Timer LINKS = Timer.of("links");

    private static final String DIAL = "dial";
    private static final Duration REDIAL = Duration.ofMillis(100); // DialRetryFrequency
    private static final long READ_TIMEOUT_MICROS = 5_000_000; // ConnReadTimeout
    private static final Duration LINK_HEARTBEAT = SimTime.span(READ_TIMEOUT_MICROS / 3);

    /** What of the streams concerns the server. */
    interface Listener {
        void onPeerMessage(long from, Message message, Effects effects);

        void onRemoved(Effects effects);
    }

    private static final class Peer {
        private final EtcdMember member;
        private final int number;
        private @Nullable ConnectionId incoming;
        private @Nullable ConnectionId outgoing;
        private boolean active;
        private long activeSince;
        private long heardMicros;
        private boolean saidSomething;

        Peer(EtcdMember member, int number) {
            this.member = member;
            this.number = number;
        }
    }

    private final long self;
    private final long cluster;
    private final Membership membership;
    private final Duration dialTimeout;
    private final Listener listener;
    private final Map<Long, Peer> peers = new TreeMap<>();
    private final Map<ConnectionId, Peer> byConnection = new LinkedHashMap<>();
    private int nextNumber = 1;

    PeerTransport(long self, long cluster, Membership membership, Duration election, Listener listener) {
        this.self = self;
        this.cluster = cluster;
        this.membership = membership;
        this.dialTimeout = Duration.ofSeconds(1).plus(election); // ServerConfig.peerDialTimeout
        this.listener = listener;
    }

    void start(Effects effects) {
        effects.listen(PEER_PORT);
        effects.setTimer(LINKS, LINK_HEARTBEAT);
        for (EtcdMember member : membership.all()) {
            add(member, effects);
        }
    }

    void add(EtcdMember member, Effects effects) {
        if (member.id() != self && !peers.containsKey(member.id())) {
            Peer peer = new Peer(member, nextNumber++);
            peers.put(member.id(), peer);
            dial(peer, effects);
        }
    }

    void remove(long id, Effects effects) {
        Peer peer = peers.remove(id);
        if (peer != null) {
            effects.cancelTimer(Timer.of(DIAL, peer.number));
            closeIncoming(peer, effects);
            ConnectionId outgoing = peer.outgoing;
            if (outgoing != null) {
                byConnection.remove(outgoing);
                effects.close(outgoing);
                peer.outgoing = null;
            }
        }
    }

    /**
     * Whether it went out; it may still be lost.
     *
     * <p>Without a stream of the peer's it goes the way of one's own, as rafthttp falls back to its pipeline.
     */
    boolean send(long to, Message message, Effects effects) {
        Peer peer = peers.get(to);
        if (peer == null) {
            return false;
        }
        ConnectionId way = peer.outgoing;
        if (way != null) {
            peer.saidSomething = true;
        } else if (peer.active) {
            way = peer.incoming;
        }
        if (way == null) {
            return false;
        }
        effects.send(way, message);
        return true;
    }

    int activePeers() {
        int active = 0;
        for (Peer peer : peers.values()) {
            active += peer.active ? 1 : 0;
        }
        return active;
    }

    /** Whether a peer's stream has stood since then at least; one self always has. */
    boolean isConnectedSince(long id, long micros) {
        Peer peer = peers.get(id);
        return id == self || (peer != null && peer.active && peer.activeSince <= micros);
    }

    boolean isActive(long id) {
        Peer peer = peers.get(id);
        return id == self || (peer != null && peer.active);
    }

    /** The voter whose stream has stood longest: whom a leader hands over to. */
    Optional<Long> longestConnected() {
        Peer best = null;
        for (Peer peer : peers.values()) {
            boolean votes =
                    membership.member(peer.member.id()).map(m -> !m.learner()).orElse(false);
            if (votes && peer.active && (best == null || peer.activeSince < best.activeSince)) {
                best = peer;
            }
        }
        return Optional.ofNullable(best).map(p -> p.member.id());
    }

    private void dial(Peer peer, Effects effects) {
        ConnectionId dialled = effects.connect(new Endpoint(peer.member.address(), PEER_PORT));
        peer.incoming = dialled;
        byConnection.put(dialled, peer);
        effects.setTimer(Timer.of(DIAL, peer.number), dialTimeout, List.of(peer.member.name()));
    }

    private void closeIncoming(Peer peer, Effects effects) {
        ConnectionId incoming = peer.incoming;
        if (incoming != null) {
            byConnection.remove(incoming);
            effects.close(incoming);
        }
        peer.incoming = null;
        peer.active = false;
    }

    private void redialLater(Peer peer, Effects effects) {
        peer.incoming = null;
        peer.active = false;
        effects.setTimer(Timer.of(DIAL, peer.number), REDIAL);
    }

    boolean onTimer(Timer timer, Effects effects) {
        if (timer.equals(LINKS)) {
            checkLinks(effects);
            effects.setTimer(LINKS, LINK_HEARTBEAT);
            return true;
        }
        if (!timer.name().equals(DIAL)) {
            return false;
        }
        for (Peer peer : peers.values()) {
            if (peer.number == timer.number() && !peer.active) {
                closeIncoming(peer, effects);
                dial(peer, effects);
                break;
            }
        }
        return true;
    }

    private void checkLinks(Effects effects) {
        long now = effects.monotonic().micros();
        for (Peer peer : peers.values()) {
            ConnectionId outgoing = peer.outgoing;
            if (outgoing != null && !peer.saidSomething) {
                effects.send(outgoing, new PeerMessage.LinkHeartbeat());
            }
            peer.saidSomething = false;
            if (peer.active && now - peer.heardMicros > READ_TIMEOUT_MICROS) {
                closeIncoming(peer, effects);
                dial(peer, effects);
            }
        }
    }

    void onConnected(ConnectionId connection, Effects effects) {
        Peer peer = byConnection.get(connection);
        if (peer != null) {
            effects.send(connection, new PeerMessage.OpenStream(cluster, self, peer.member.id()));
        }
    }

    void onDisconnected(ConnectionId connection, Effects effects) {
        Peer peer = byConnection.remove(connection);
        if (peer == null) {
            return;
        }
        if (connection.equals(peer.incoming)) {
            redialLater(peer, effects);
        } else if (connection.equals(peer.outgoing)) {
            peer.outgoing = null;
        }
    }

    void onReceived(ConnectionId connection, Message message, Effects effects) {
        if (message instanceof PeerMessage.OpenStream open) {
            onOpenStream(connection, open, effects);
            return;
        }
        if (message instanceof PeerMessage.MembersQuery) {
            effects.send(connection, new PeerMessage.MembersAnswer(cluster, membership.all()));
            return;
        }
        Peer peer = byConnection.get(connection);
        if (peer == null) {
            return;
        }
        if (!connection.equals(peer.incoming)) {
            listener.onPeerMessage(peer.member.id(), message, effects); // the peer's fallback
            return;
        }
        peer.heardMicros = effects.monotonic().micros();
        if (message instanceof PeerMessage.StreamAnswer answer) {
            onAnswer(peer, answer.status(), effects);
        } else if (!(message instanceof PeerMessage.LinkHeartbeat)) {
            listener.onPeerMessage(peer.member.id(), message, effects);
        }
    }

    private void onOpenStream(ConnectionId connection, PeerMessage.OpenStream open, Effects effects) {
        Peer peer = peers.get(open.from());
        PeerMessage.Status status = PeerMessage.Status.OK;
        if (open.cluster() != cluster) {
            status = PeerMessage.Status.CLUSTER_MISMATCH;
        } else if (membership.isRemoved(open.from())) {
            status = PeerMessage.Status.GONE;
        } else if (peer == null || open.to() != self) {
            status = PeerMessage.Status.NOT_FOUND;
        }
        effects.send(connection, new PeerMessage.StreamAnswer(status));
        if (peer != null && status == PeerMessage.Status.OK) {
            ConnectionId old = peer.outgoing;
            if (old != null) {
                byConnection.remove(old);
                effects.close(old);
            }
            peer.outgoing = connection;
            byConnection.put(connection, peer);
        }
    }

    private void onAnswer(Peer peer, PeerMessage.Status status, Effects effects) {
        if (status == PeerMessage.Status.OK) {
            effects.cancelTimer(Timer.of(DIAL, peer.number));
            peer.active = true;
            peer.activeSince = effects.monotonic().micros();
        } else if (status == PeerMessage.Status.GONE) {
            listener.onRemoved(effects);
        } else {
            closeIncoming(peer, effects);
            redialLater(peer, effects);
        }
    }

    /** Names of the peers' hosts that a member waits for. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        peers.values().forEach(p -> names.add(p.member.name()));
        return names;
    }
}
