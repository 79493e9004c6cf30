package dev.quorate.model.corosync.qdevice;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Timer;
import dev.quorate.model.corosync.votequorum.DeviceSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * corosync-qnetd (kind {@code corosync-qnetd}) for one cluster, algorithm ffsplit: exactly one partition of at least
 * half of the nodes gets the vote (corosync-qdevice(8); qdevices/qnetd-algo-ffsplit.c).
 *
 * <p>It decides when all that are connected agree on who is with whom. First everybody else is told that they have no
 * vote; only when they have heard it, or are gone, is the chosen partition told that it has.
 */
public final class Qnetd implements Machine {

    /** The TCP port of qnetd. */
    public static final int PORT = 5403;

    private final DeviceSettings settings;
    private final Map<ConnectionId, Client> clients = new TreeMap<>();
    private final TreeSet<ConnectionId> refused = new TreeSet<>();
    private Optional<String> chosen = Optional.empty();

    /** A connected qdevice. */
    private static final class Client {
        QdeviceMessage.@Nullable Membership membership;
    }

    /** The settings are the devices': their tie breaker and timeout. */
    public Qnetd(DeviceSettings settings) {
        this.settings = settings;
    }

    @Override
    public void onStart(Effects effects) {
        effects.listen(PORT);
    }

    @Override
    public void onAccepted(ConnectionId connection, int port, Endpoint peer, Effects effects) {
        clients.put(connection, new Client());
        heard(connection, effects);
    }

    /** Dead peer detection: one and a half heartbeat intervals of silence (qnetd-dpd-timer.c). */
    private void heard(ConnectionId connection, Effects effects) {
        Duration silence = settings.timeout().multipliedBy(12).dividedBy(10);
        effects.setTimer(Timer.of("dpd", connection.number()), silence);
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        ConnectionId dead = new ConnectionId(timer.number());
        effects.close(dead);
        gone(dead, effects);
    }

    @Override
    public void onDisconnected(ConnectionId connection, ConnectionError error, Effects effects) {
        effects.cancelTimer(Timer.of("dpd", connection.number()));
        gone(connection, effects);
    }

    private void gone(ConnectionId connection, Effects effects) {
        clients.remove(connection);
        refused.remove(connection);
        decide(effects);
    }

    @Override
    public void onReceived(ConnectionId connection, Message message, Effects effects) {
        Client client = clients.get(connection);
        if (client == null) {
            return;
        }
        heard(connection, effects);
        if (message instanceof QdeviceMessage.EchoRequest echo) {
            effects.send(connection, new QdeviceMessage.EchoReply(echo.number()));
        } else if (message instanceof QdeviceMessage.Membership membership) {
            client.membership = membership;
            decide(effects);
        } else if (message instanceof QdeviceMessage.VoteHeard) {
            if (refused.remove(connection)) {
                grant(effects);
            }
        }
    }

    private void decide(Effects effects) {
        if (!isStable()) {
            return;
        }
        chosen = best();
        refused.clear();
        clients.forEach((connection, client) -> {
            if (client.membership != null && !chosen.equals(Optional.of(client.membership.ringId()))) {
                refused.add(connection);
                effects.send(connection, new QdeviceMessage.Vote(client.membership.ringId(), false));
            }
        });
        grant(effects);
    }

    private void grant(Effects effects) {
        if (!refused.isEmpty() || chosen.isEmpty() || !isStable()) {
            return;
        }
        clients.forEach((connection, client) -> {
            if (client.membership != null && chosen.get().equals(client.membership.ringId())) {
                effects.send(connection, new QdeviceMessage.Vote(chosen.get(), true));
            }
        });
    }

    /** Whether all members of a ring that are connected say that they are on it. */
    private boolean isStable() {
        Map<Integer, String> rings = new TreeMap<>();
        for (QdeviceMessage.Membership membership : memberships()) {
            rings.put(membership.nodeId(), membership.ringId());
        }
        return memberships().stream()
                .allMatch(membership -> membership.members().stream()
                        .allMatch(node ->
                                rings.getOrDefault(node, membership.ringId()).equals(membership.ringId())));
    }

    private List<QdeviceMessage.Membership> memberships() {
        List<QdeviceMessage.Membership> known = new ArrayList<>();
        for (Client client : clients.values()) {
            if (client.membership != null) {
                known.add(client.membership);
            }
        }
        return known;
    }

    /** The ring with the most connected members, at least half of the nodes; the tie breaker decides among equals. */
    private Optional<String> best() {
        QdeviceMessage.Membership best = null;
        for (QdeviceMessage.Membership membership : memberships()) {
            if (membership.members().size() * 2 >= membership.configured()
                    && (best == null || isBetter(membership, best))) {
                best = membership;
            }
        }
        return Optional.ofNullable(best).map(QdeviceMessage.Membership::ringId);
    }

    private boolean isBetter(QdeviceMessage.Membership a, QdeviceMessage.Membership b) {
        long connectedOfA = connected(a);
        long connectedOfB = connected(b);
        if (connectedOfA != connectedOfB) {
            return connectedOfA > connectedOfB;
        }
        boolean lowest = settings.tieBreaker() == DeviceSettings.TieBreaker.LOWEST;
        TreeSet<Integer> ofA = new TreeSet<>(a.members());
        TreeSet<Integer> ofB = new TreeSet<>(b.members());
        return lowest ? ofA.first() < ofB.first() : ofA.last() > ofB.last();
    }

    private long connected(QdeviceMessage.Membership membership) {
        return memberships().stream()
                .filter(other -> other.ringId().equals(membership.ringId()))
                .count();
    }
}
