package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.Effects;
import dev.quorate.model.corosync.CorosyncIpc;
import dev.quorate.model.pacemaker.based.CibChange;
import dev.quorate.trace.EventId;
import dev.quorate.trace.PacemakerEvent.NodeStateChanged;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who is there: a node is active when Corosync's ring has it and its controller is in the process group
 * (lib/cluster/membership.c, controld_membership.c, controld_callbacks.c).
 *
 * <p>The two come as two notifications in either order; what follows from a change, follows after each.
 */
final class Membership {

    private final Controld controller;
    private final SortedMap<String, Peer> peers = new TreeMap<>();
    private boolean quorate;
    private boolean everQuorate;
    private boolean ringKnown;
    private boolean groupKnown;

    Membership(Controld controller) {
        this.controller = controller;
    }

    Collection<Peer> peers() {
        return peers.values();
    }

    Peer peer(String host) {
        return peers.computeIfAbsent(host, Peer::new);
    }

    int activePeers() {
        return (int) peers.values().stream().filter(Peer::isActive).count();
    }

    List<String> otherActiveHosts(Effects effects) {
        return peers.values().stream()
                .filter(peer -> peer.isActive() && !peer.host.equals(effects.host()))
                .map(peer -> peer.host)
                .toList();
    }

    boolean isQuorate() {
        return quorate;
    }

    boolean hadQuorum() {
        return everQuorate;
    }

    /** Whether this controller sees itself in the ring and in the group. */
    boolean isKnown(Effects effects) {
        return ringKnown && groupKnown && peer(effects.host()).isActive();
    }

    void onQuorum(CorosyncIpc.QuorumNotification notification, Effects effects) {
        ringKnown = true;
        boolean changedQuorum = quorate != notification.quorate();
        quorate = notification.quorate();
        everQuorate |= quorate;
        for (String host : notification.members()) {
            peer(host);
        }
        List<EventId> lost = new ArrayList<>();
        boolean appeared = false;
        for (Peer peer : peers.values()) {
            boolean before = peer.isActive();
            boolean wasMember = peer.member;
            peer.member = notification.members().contains(peer.host);
            if (before && !peer.isActive()) {
                lost.add(gone(peer, effects));
            } else if (!before && peer.isActive()) {
                appeared = true;
                effects.record(new NodeStateChanged(peer.host, "member"));
            } else if (wasMember && !peer.member && controller.isDc()) {
                controller.engine().abort("Node failure", List.of(), effects);
            }
        }
        changed(lost, appeared, effects);
        if (controller.isDc()) {
            controller.cib().change(new CibChange.MembershipChanged(states(false)), then -> {}, effects);
            if (changedQuorum) {
                writeQuorum(effects);
                controller.engine().abort(quorate ? "Quorum gained" : "Quorum lost", List.of(), effects);
            }
        }
        controller.multicast(new CrmdMessage.NoOp(controller.isDc()), effects);
    }

    void onGroup(CorosyncIpc.CpgConfigurationChanged changed, Effects effects) {
        groupKnown = true;
        List<String> hosts =
                changed.members().stream().map(CorosyncIpc.CpgMember::host).toList();
        hosts.forEach(this::peer);
        List<EventId> lost = new ArrayList<>();
        boolean appeared = false;
        for (Peer peer : peers.values()) {
            boolean before = peer.isActive();
            boolean wasOnline = peer.online;
            peer.online = hosts.contains(peer.host);
            if (before && !peer.isActive()) {
                lost.add(gone(peer, effects));
            } else if (!before && peer.isActive()) {
                appeared = true;
                effects.record(new NodeStateChanged(peer.host, "member"));
            }
            if (wasOnline != peer.online && controller.isDc()) {
                controller.cib().change(new CibChange.MembershipChanged(state(peer, false)), effects);
            }
        }
        // a controller that leaves and comes back between two configurations is one that joins anew
        for (CorosyncIpc.CpgMember left : changed.left()) {
            Peer peer = peer(left.host());
            if (peer.online && !left.host().equals(effects.host())) {
                peer.phase = Peer.Phase.NONE;
            }
        }
        changed(lost, appeared, effects);
    }

    private EventId gone(Peer peer, Effects effects) {
        peer.phase = Peer.Phase.NONE;
        controller.election().remove(peer.host);
        return effects.record(new NodeStateChanged(peer.host, "lost"));
    }

    private void changed(List<EventId> lost, boolean appeared, Effects effects) {
        DcElection election = controller.election();
        for (Peer peer : peers.values()) {
            if (!peer.isActive() && peer.host.equals(election.dc()) && !controller.isDc()) {
                controller.cib().change(new CibChange.AttributesErased(peer.host), effects);
                election.dcLeft(lost, effects);
                return;
            }
        }
        if (controller.isDc()) {
            if (!lost.isEmpty()) {
                for (Peer peer : peers.values()) {
                    if (!peer.isActive()) {
                        // controld_delete_node_state(..., controld_section_attrs, cib_none), with a callback
                        controller.cib().change(new CibChange.AttributesErased(peer.host), then -> {}, effects);
                    }
                }
                controller.engine().nodesLost(lost, effects);
                controller.join().check(effects);
            }
            if (appeared) {
                newcomers(effects);
            }
        }
        election.check(effects);
    }

    /** I_NODE_JOIN: offer to whom is not in; a join under way starts again. */
    void newcomers(Effects effects) {
        switch (controller.state()) {
            case INTEGRATION, FINALIZE_JOIN -> controller.join().offerAll(effects);
            case IDLE, POLICY_ENGINE, TRANSITION_ENGINE -> {
                controller.engine().interrupt(effects);
                controller.join().offerNew(effects);
            }
            default -> {}
        }
    }

    /** What the CIB is told of a node. */
    SortedMap<String, CibChange.Membership> state(Peer peer, boolean withJoin) {
        String joined = peer.phase == Peer.Phase.CONFIRMED ? "member" : "down";
        return new TreeMap<>(Map.of(
                peer.host,
                new CibChange.Membership(
                        peer.member, peer.online, withJoin || !peer.isActive() ? joined : "", peer.expected)));
    }

    /** What the CIB is told of all nodes. */
    SortedMap<String, CibChange.Membership> states(boolean withJoin) {
        SortedMap<String, CibChange.Membership> all = new TreeMap<>();
        peers.values().forEach(peer -> all.putAll(state(peer, withJoin)));
        return all;
    }

    /** Tell the CIB who is DC and whether it has quorum. */
    void writeQuorum(Effects effects) {
        controller
                .cib()
                .change(
                        new CibChange.QuorumChanged(quorate, Optional.of(effects.host()), everQuorate && !quorate),
                        then -> {},
                        effects);
    }
}
