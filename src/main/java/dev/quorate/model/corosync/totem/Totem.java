package dev.quorate.model.corosync.totem;

import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Message;
import dev.quorate.model.Timer;
import dev.quorate.model.corosync.totem.TotemMessage.CommitToken;
import dev.quorate.model.corosync.totem.TotemMessage.JoinMessage;
import dev.quorate.model.corosync.totem.TotemMessage.Mcast;
import dev.quorate.model.corosync.totem.TotemMessage.MergeDetect;
import dev.quorate.model.corosync.totem.TotemMessage.OrfToken;
import dev.quorate.model.corosync.totem.TotemMessage.Ping;
import dev.quorate.model.corosync.totem.TotemMessage.Pong;
import dev.quorate.model.corosync.totem.TotemMessage.TokenHoldCancel;
import dev.quorate.trace.EventId;
import dev.quorate.trace.MembershipEvent;
import java.util.List;

/**
 * The Totem single ring protocol as Corosync runs it (exec/totemsrp.c v3.1.7; Amir et al., "The Totem single-ring
 * ordering and membership protocol", 1995).
 *
 * <p>Here is what the services above call and which handler an input goes to; the protocol is in {@link RingStates}.
 */
public final class Totem {

    private final TotemTimeouts timeouts;
    private final Links links;
    private final Wire wire;
    private final Ordering ordering;
    private final RingStates states;

    /** A ring protocol for one node of a nodelist. */
    public Totem(TotemSettings settings, int self, List<RingNode> nodelist, TotemListener listener) {
        this.timeouts = TotemTimeouts.of(settings, nodelist.size());
        this.links = new Links(settings, timeouts, self, nodelist);
        this.wire = new Wire(links, self);
        this.ordering = new Ordering(settings, self, links, listener);
        this.states = new RingStates(settings, timeouts, self, new NodeNames(nodelist), wire, ordering, listener);
    }

    /** Begin alone: load the last ring's number, one more, and look for others (main_iface_change_fn). */
    public void start(Effects effects) {
        states.load(effects);
        links.start(effects);
        states.start(effects);
    }

    /** Send to all members, in total order. */
    public void multicast(Message payload, Effects effects) {
        ordering.enqueue(payload);
        states.cancelHold(effects);
    }

    /** The services begin to synchronise on a new ring: only {@link #multicastOfSync} is sent until they have done. */
    public void syncBegins() {
        ordering.syncBegins();
    }

    /** Send a message of the synchronisation. */
    public void multicastOfSync(Message payload, Effects effects) {
        ordering.enqueueOfSync(payload);
        states.cancelHold(effects);
    }

    /** The services are of one mind on the new ring. */
    public void syncEnds(Effects effects) {
        ordering.syncEnds();
        states.cancelHold(effects);
    }

    /** Say good-bye (totemsrp_finalize, memb_leave_message_send). */
    public void leave(Effects effects) {
        wire.toOthers(states.farewell(), effects);
        effects.record(new MembershipEvent.LeftRing());
    }

    @Override
    public String toString() {
        return states.toString();
    }

    /** The ring this node is on, or tries to form. */
    public RingId ring() {
        return states.ring();
    }

    /** The effective times. */
    public TotemTimeouts timeouts() {
        return timeouts;
    }

    /** Handle a datagram. */
    public void onDatagram(Endpoint from, TotemMessage message, Effects effects) {
        if (message instanceof Ping ping) {
            links.onPing(ping, effects);
        } else if (message instanceof Pong pong) {
            links.onPong(pong, effects);
        } else if (links.accepts(from)) {
            onMessage(message, effects);
        }
    }

    private void onMessage(TotemMessage message, Effects effects) {
        if (message instanceof OrfToken orf) {
            states.onToken(orf, effects);
        } else if (message instanceof Mcast mcast) {
            states.onMcast(mcast, effects);
        } else if (message instanceof MergeDetect detect) {
            states.onMergeDetect(detect, effects);
        } else if (message instanceof JoinMessage join) {
            states.onJoin(join, effects);
        } else if (message instanceof CommitToken commit) {
            states.onCommitToken(commit, effects);
        } else if (message instanceof TokenHoldCancel cancel) {
            states.onHoldCancel(cancel, effects);
        }
    }

    /** Handle a timer of its own; false when it is somebody else's. */
    public boolean onTimer(Timer timer, Effects effects) {
        if (links.onTimer(timer, effects)) {
            return true;
        }
        switch (timer.name()) {
            case "token" -> states.onTokenTimeout(effects);
            case "token-retransmit" -> states.onRetransmitTimeout(effects);
            case "token-hold" -> states.onHoldTimeout(effects);
            case "merge" -> states.onMergeTimeout(effects);
            case "join" -> states.onJoinTimeout(effects);
            case "consensus" -> states.onConsensusTimeout(effects);
            case "loopback" -> wire.takeOwn(this::onMessage, effects);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The event that says how the present ring came to be, for the services above to name as their cause. */
    public List<EventId> causes() {
        return states.causes();
    }
}
