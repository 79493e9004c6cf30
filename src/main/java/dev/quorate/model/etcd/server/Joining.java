package dev.quorate.model.etcd.server;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdPeer;
import java.time.Duration;
import java.util.List;

/** A new member asks the others who it is (etcd cluster_util.go GetClusterFromRemotePeers): in turn, until one says. */
final class Joining {

    private static final Timer TIMER = Timer.of("join");

    private final List<EtcdPeer> others;
    private int attempts;

    Joining(List<EtcdPeer> cluster, String self) {
        others = cluster.stream().filter(p -> !p.name().equals(self)).toList();
    }

    void start(Effects effects) {
        if (attempts >= others.size()) {
            effects.exit(1); // "cannot fetch cluster info from peer urls"
            return;
        }
        EtcdPeer peer = others.get(attempts++);
        effects.connect(new Endpoint(peer.address(), PeerTransport.PEER_PORT));
        effects.setTimer(TIMER, Duration.ofSeconds(2), List.of(peer.name()));
    }

    void onConnected(ConnectionId connection, Effects effects) {
        effects.send(connection, new PeerMessage.MembersQuery());
    }

    void onDisconnected(Effects effects) {
        start(effects);
    }

    void onTimer(Effects effects) {
        start(effects);
    }
}
