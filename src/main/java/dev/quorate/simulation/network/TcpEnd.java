package dev.quorate.simulation.network;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Message;
import dev.quorate.time.EventQueue;
import dev.quorate.trace.EventId;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One end of a TCP connection in its host's kernel: what it sent and has no acknowledgement for, and its timers.
 *
 * <p>Segments and acknowledgements are simulated; an acknowledgement that gets through is not an event of its own, since
 * nobody can see when it comes. One that does not get through leaves the data unacknowledged, with all that follows:
 * retransmission after 200 ms, doubled up to 120 s, ETIMEDOUT in the end (tcp(7), RFC 6298).
 */
public final class TcpEnd {

    /** A segment in the send queue: a message, or FIN when the message is null. */
    private static final class Segment {
        private final @Nullable Message message;
        private final List<EventId> causes;
        private final long sentMicros;
        private boolean inFlight;
        private boolean delivered;

        Segment(@Nullable Message message, List<EventId> causes, long sentMicros) {
            this.message = message;
            this.causes = causes;
            this.sentMicros = sentMicros;
        }
    }

    private final Network network;
    private final Station station;
    private final String localAddress;
    private final Endpoint remote;
    private final ConnectionId id;
    private final Socket owner;
    private final ArrayDeque<Segment> unacknowledged = new ArrayDeque<>();
    private @Nullable TcpEnd peer;
    private Routes.@Nullable Known way;
    private EventQueue.@Nullable Entry<Runnable> retransmission;
    private EventQueue.@Nullable Entry<Runnable> keepalive;
    private int attempts;
    private int probes;
    private long nextArrivalMicros = Long.MIN_VALUE;
    private long lastHeardMicros;
    private boolean established;
    private boolean orphan;
    private boolean gone;

    TcpEnd(Network network, Station station, String localAddress, Endpoint remote, Socket owner) {
        this.network = network;
        this.station = station;
        this.localAddress = localAddress;
        this.remote = remote;
        this.owner = owner;
        this.id = new ConnectionId(station.nextConnection());
        station.connections().add(this);
    }

    public ConnectionId id() {
        return id;
    }

    Socket owner() {
        return owner;
    }

    Station station() {
        return station;
    }

    Endpoint remote() {
        return remote;
    }

    // ---- making the connection -------------------------------------------------------------------------------

    void connect() {
        sendSyn(0);
    }

    private void sendSyn(int attempt) {
        if (gone) {
            return;
        }
        if (network.patience().givesUpConnecting(attempt)) {
            fail(ConnectionError.TIMED_OUT);
            return;
        }
        Route route = route();
        if (route == null) {
            network.later(network.patience().arpFailureMicros(), () -> fail(ConnectionError.UNREACHABLE));
            return;
        }
        armRetransmission(network.patience().afterSynMicros(attempt), () -> sendSyn(attempt + 1));
        if (!route.link().loses(remote.port())) {
            network.later(route.link().drawLatency(), () -> synArrives(route));
        }
    }

    private void synArrives(Route route) {
        Station target = route.target();
        if (gone || established || route.link().isCut() || !target.answersFor(remote.address())) {
            return;
        }
        Link back = network.back(route.link());
        if (back.loses(0)) {
            return;
        }
        Socket listener = target.listener(remote.port());
        if (listener == null) {
            network.later(back.drawLatency(), () -> {
                if (!established && !back.isCut()) {
                    fail(ConnectionError.REFUSED);
                }
            });
            return;
        }
        network.later(back.drawLatency(), () -> synAckArrives(target, back, listener));
    }

    private void synAckArrives(Station target, Link back, Socket listener) {
        if (gone || established || back.isCut() || !station.isAnswering()) {
            return;
        }
        established = true;
        disarm();
        lastHeardMicros = network.nowMicros();
        confirm();
        TcpEnd other =
                new TcpEnd(network, target, remote.address(), new Endpoint(localAddress, 1 + portOf(id)), listener);
        other.established = true;
        other.peer = this;
        other.lastHeardMicros = network.nowMicros();
        peer = other;
        owner.connected(id, network.causesOfReaching(station, remote.address()));
        armKeepalive();
        other.armKeepalive();
        listener.accepted(other.id, remote.port(), other.remote, network.causes());
    }

    private static int portOf(ConnectionId id) {
        return 32_767 + (int) (id.number() % 28_000);
    }

    private @Nullable Route route() {
        return network.route(station, remote.address(), way());
    }

    /** What the kernel here knows of the other end's address. */
    private Routes.@Nullable Known way() {
        Routes.Known known = way;
        if (known == null) {
            known = network.known(station, remote.address());
            way = known;
        }
        return known;
    }

    /** Progress is as good as an ARP answer. */
    private void confirm() {
        Routes.Known known = way();
        if (known != null) {
            known.neighbour().confirm(network.nowMicros());
        }
    }

    // ---- data ------------------------------------------------------------------------------------------------

    public void send(Message message) {
        if (gone || orphan) {
            return;
        }
        enqueue(message);
    }

    /** Close this end: what was sent is still delivered, then FIN. The owner hears no more of it. */
    public void close() {
        if (gone || orphan) {
            return;
        }
        if (!established) {
            forget();
            return;
        }
        orphan = true;
        stopKeepalive();
        enqueue(null);
    }

    /** The owning process died: FIN, or RST when it left data unread. */
    public void ownerDied(boolean unread) {
        if (unread && established && !gone) {
            TcpEnd other = peer;
            if (other != null) {
                sendReset(other);
            }
            forget();
        } else {
            close();
        }
    }

    /** The host lost power: nothing is sent. */
    void vanish() {
        forget();
    }

    private void enqueue(@Nullable Message message) {
        Segment segment = new Segment(message, network.causes(), network.nowMicros());
        unacknowledged.addLast(segment);
        if (retransmission == null && established) {
            transmit(segment);
        }
    }

    private void transmit(Segment segment) {
        Route route = station.answersFor(localAddress) ? route() : null;
        if (route == null || route.link().loses(remote.port())) {
            segment.inFlight = false;
            armRetransmission();
            return;
        }
        segment.inFlight = true;
        nextArrivalMicros =
                Math.max(nextArrivalMicros, network.nowMicros() + route.link().drawLatency());
        network.at(nextArrivalMicros, () -> arrives(segment, route));
    }

    private void arrives(Segment segment, Route route) {
        if (gone || !segment.inFlight) {
            return;
        }
        segment.inFlight = false;
        Station target = route.target();
        if (route.link().isCut() || !target.answersFor(remote.address()) || !earlierOnesWereDelivered(segment)) {
            armRetransmission();
            return;
        }
        Link back = network.back(route.link());
        TcpEnd other = peer;
        if (other == null || other.gone || other.station != target) {
            // The kernel there does not know the connection: the host rebooted, or the address moved to another one.
            if (back.loses(0)) {
                armRetransmission();
            } else {
                network.later(back.drawLatency(), () -> resetArrives(back));
            }
            return;
        }
        if (!segment.delivered) {
            segment.delivered = true;
            MessageTap tap = network.tap();
            if (tap != null && segment.message != null) {
                tap.delivered(segment.sentMicros, this, other, route.link().network(), segment.message, segment.causes);
            }
            other.take(segment);
        }
        if (back.loses(0)) {
            armRetransmission();
        } else {
            acknowledged(segment);
        }
    }

    private boolean earlierOnesWereDelivered(Segment segment) {
        for (Segment earlier : unacknowledged) {
            if (earlier == segment) {
                return true;
            }
            if (!earlier.delivered) {
                return false;
            }
        }
        return false;
    }

    /** What came at this end goes up to its owner. */
    private void take(Segment segment) {
        heard();
        Message message = segment.message;
        if (message != null) {
            if (!orphan) {
                owner.received(id, message, segment.causes);
            }
        } else if (orphan) {
            forget();
        } else {
            forget();
            owner.disconnected(id, ConnectionError.CLOSED, segment.causes);
        }
    }

    /** Acknowledgements are cumulative. */
    private void acknowledged(Segment segment) {
        Segment first;
        do {
            first = unacknowledged.removeFirst();
        } while (first != segment);
        attempts = 0;
        disarm();
        heard();
        confirm();
        if (orphan && unacknowledged.isEmpty()) {
            forget();
            return;
        }
        for (Segment next : unacknowledged) {
            if (retransmission != null) {
                return;
            }
            if (!next.inFlight) {
                transmit(next);
            }
        }
    }

    private void retransmit() {
        retransmission = null;
        attempts++;
        if (network.patience().givesUpData(attempts, orphan)) {
            fail(ConnectionError.TIMED_OUT);
            return;
        }
        Segment first = unacknowledged.peekFirst();
        if (first != null && station.isAnswering()) {
            transmit(first);
            if (retransmission == null) {
                armRetransmission();
            }
        } else if (first != null) {
            armRetransmission();
        }
    }

    // ---- the end of it ---------------------------------------------------------------------------------------

    private void sendReset(TcpEnd other) {
        Route route = route();
        if (route != null && !route.link().loses(remote.port())) {
            network.later(route.link().drawLatency(), () -> other.resetArrives(route.link()));
        }
    }

    private void resetArrives(Link way) {
        if (!gone && !way.isCut() && station.isAnswering()) {
            fail(ConnectionError.RESET);
        }
    }

    /** Tell the owner, unless it closed this end itself, and forget the connection. */
    private void fail(ConnectionError error) {
        if (gone) {
            return;
        }
        boolean tell = !orphan;
        forget();
        if (tell) {
            owner.disconnected(id, error, network.causes());
        }
    }

    private void forget() {
        if (gone) {
            return;
        }
        gone = true;
        disarm();
        stopKeepalive();
        MessageTap tap = network.tap();
        if (tap != null) {
            for (Segment segment : unacknowledged) {
                if (!segment.delivered && segment.message != null) {
                    tap.neverDelivered(segment.sentMicros, this, segment.message, segment.causes);
                }
            }
        }
        unacknowledged.clear();
        station.connections().remove(this);
    }

    // ---- timers ----------------------------------------------------------------------------------------------

    private void armRetransmission() {
        if (retransmission == null) {
            armRetransmission(network.patience().afterDataMicros(attempts), this::retransmit);
        }
    }

    private void armRetransmission(long delayMicros, Runnable work) {
        disarm();
        retransmission = network.later(delayMicros, work);
    }

    private void disarm() {
        if (retransmission != null) {
            network.cancel(retransmission);
            retransmission = null;
        }
    }

    private void heard() {
        lastHeardMicros = network.nowMicros();
        probes = 0;
    }

    private void armKeepalive() {
        keepalive = network.later(network.patience().keepaliveMicros(probes), this::keepaliveDue);
    }

    private void stopKeepalive() {
        if (keepalive != null) {
            network.cancel(keepalive);
            keepalive = null;
        }
    }

    /** Idle for an interval: probe. With data outstanding, retransmission does that work (tcp_keepalive_timer). */
    private void keepaliveDue() {
        if (gone) {
            return;
        }
        long interval = network.patience().keepaliveMicros(0);
        long idle = network.nowMicros() - lastHeardMicros;
        if (idle < interval && probes == 0) {
            keepalive = network.later(interval - idle, this::keepaliveDue);
            return;
        }
        if (unacknowledged.isEmpty() && station.isAnswering()) {
            probe();
        }
        if (!gone) {
            armKeepalive();
        }
    }

    private void probe() {
        if (network.patience().givesUpProbing(probes)) {
            fail(ConnectionError.TIMED_OUT);
            return;
        }
        probes++;
        Route route = station.answersFor(localAddress) ? route() : null;
        if (route == null
                || route.link().loses(remote.port())
                || !route.target().answersFor(remote.address())) {
            return;
        }
        Link back = network.back(route.link());
        if (back.loses(0)) {
            return;
        }
        TcpEnd other = peer;
        if (other == null || other.gone || other.station != route.target()) {
            fail(ConnectionError.RESET);
        } else {
            other.heard();
            heard();
            confirm();
        }
    }
}
