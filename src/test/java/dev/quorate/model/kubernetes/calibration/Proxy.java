package dev.quorate.model.kubernetes.calibration;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A TCP proxy before the apiserver: killed it refuses, stopped it hangs, as in the measurements. */
final class Proxy implements Machine {

    static final int PORT = 16_443;

    private final Endpoint upstream;
    private final Map<ConnectionId, ConnectionId> pairs = new TreeMap<>();
    private final Map<ConnectionId, List<Message>> early = new TreeMap<>();

    Proxy(Endpoint upstream) {
        this.upstream = upstream;
    }

    @Override
    public void onStart(Effects effects) {
        effects.listen(PORT);
    }

    @Override
    public void onAccepted(ConnectionId connection, int port, Endpoint peer, Effects effects) {
        ConnectionId up = effects.connect(upstream);
        pairs.put(connection, up);
        pairs.put(up, connection);
        early.put(up, new ArrayList<>());
    }

    @Override
    public void onConnected(ConnectionId up, Effects effects) {
        List<Message> waiting = early.remove(up);
        if (waiting != null) {
            waiting.forEach(m -> effects.send(up, m));
        }
    }

    @Override
    public void onReceived(ConnectionId from, Message message, Effects effects) {
        ConnectionId to = pairs.get(from);
        if (to == null) {
            return;
        }
        List<Message> waiting = early.get(to);
        if (waiting != null) {
            waiting.add(message);
        } else {
            effects.send(to, message);
        }
    }

    @Override
    public void onDisconnected(ConnectionId dead, ConnectionError error, Effects effects) {
        ConnectionId other = pairs.remove(dead);
        if (other != null) {
            pairs.remove(other);
            early.remove(other);
            effects.close(other);
        }
    }
}
