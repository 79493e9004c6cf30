package dev.quorate.model.corosync.totem;

import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Timer;
import dev.quorate.model.corosync.totem.TotemMessage.Ping;
import dev.quorate.model.corosync.totem.TotemMessage.Pong;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The way to the other nodes: bare UDP, or knet, which sends to nodes only whose link is up.
 *
 * <p>knet's heartbeat thread wakes every 200 ms (libknet, KNET_THREADS_TIMERES), pings each node when the interval has
 * passed, and takes a link down when its last pong is too old; a link comes up with the pong after {@code pongCount}
 * pongs (libknet/threads_rx.c). After a link went down its timeout is ten times as long, and one less with each second
 * (KNET_LINK_PONG_TIMEOUT_BACKOFF). A link that comes up for the first time carries data only after its MTU was found, by
 * another thread that wakes every 200 ms (libknet/threads_pmtud.c). Data from a node whose link is down is thrown away
 * (threads_rx.c: "Source host not reachable yet. Discarding packet"); pings and pongs never are. The check runs only at
 * the wake-ups that could find a link overdue; the others would change nothing.
 */
final class Links {

    static final int PORT = 5405;

    private static final Timer PING = Timer.of("knet-ping");
    private static final Timer CHECK = Timer.of("knet-check");
    private static final Timer PMTUD = Timer.of("knet-pmtud");
    private static final long TICK_MICROS = 200_000;
    private static final long BACKOFF_MICROS = 1_000_000;
    private static final int BACKOFF = 10;

    private final boolean knet;
    private final int self;
    private final int pongCount;
    private final long timeoutMicros;
    private final Duration pingEvery;
    private final Map<Integer, Link> links = new TreeMap<>();
    private long originMicros;
    private long pmtudMicros;
    private boolean checking;

    /** A link to one other node. */
    private static final class Link {
        final Endpoint endpoint;
        boolean connected;
        boolean hasMtu;
        int pongs;
        long lastPong = Long.MIN_VALUE;
        long backoffSince;

        Link(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        boolean isUp() {
            return connected && hasMtu;
        }
    }

    Links(TotemSettings settings, TotemTimeouts timeouts, int self, Collection<RingNode> nodes) {
        this.knet = settings.transport() == TotemSettings.Transport.KNET;
        this.self = self;
        this.pongCount = settings.knetPongCount();
        this.timeoutMicros = SimTime.micros(timeouts.pingTimeout());
        long interval = SimTime.micros(timeouts.pingInterval());
        // a ping leaves at the first wake-up after the interval
        this.pingEvery = SimTime.span(Math.max(1, (interval + TICK_MICROS - 1) / TICK_MICROS) * TICK_MICROS);
        for (RingNode node : nodes) {
            if (node.nodeId() != self) {
                Link link = new Link(new Endpoint(node.address(), PORT));
                link.connected = !knet;
                link.hasMtu = !knet;
                links.put(node.nodeId(), link);
            }
        }
    }

    void start(Effects effects) {
        effects.listenDatagrams(PORT);
        originMicros = effects.monotonic().micros();
        if (knet && !links.isEmpty()) {
            for (Link link : links.values()) {
                link.backoffSince = originMicros;
            }
            pmtudMicros = originMicros + effects.random("knet").nextLong(TICK_MICROS);
            // the heartbeat thread ran before the links were set up: its next wake-up comes at any moment of its round
            long first = 1 + effects.random("knet").nextLong(TICK_MICROS);
            originMicros += first - TICK_MICROS;
            effects.setTimer(PING, SimTime.span(first));
        }
    }

    /** Whether data that comes from there is taken. */
    boolean accepts(Endpoint from) {
        if (!knet) {
            return true;
        }
        for (Link link : links.values()) {
            if (link.endpoint.equals(from)) {
                return link.connected;
            }
        }
        return false;
    }

    /** Send to every node that can be reached. */
    void multicast(TotemMessage message, Effects effects) {
        for (Link link : links.values()) {
            if (link.isUp()) {
                effects.sendDatagram(PORT, link.endpoint, message);
            }
        }
    }

    void send(int node, TotemMessage message, Effects effects) {
        Link link = links.get(node);
        if (link != null && link.isUp()) {
            effects.sendDatagram(PORT, link.endpoint, message);
        }
    }

    /** Handle a timer of its own; false when it is somebody else's. */
    boolean onTimer(Timer timer, Effects effects) {
        if (timer.equals(PING)) {
            check(effects);
            Ping ping = new Ping(self, effects.monotonic().micros());
            for (Link link : links.values()) {
                effects.sendDatagram(PORT, link.endpoint, ping);
            }
            effects.setTimer(PING, pingEvery);
            return true;
        }
        if (timer.equals(CHECK)) {
            checking = false;
            check(effects);
            return true;
        }
        if (timer.equals(PMTUD)) {
            for (Link link : links.values()) {
                link.hasMtu |= link.connected;
            }
            return true;
        }
        return false;
    }

    void onPing(Ping ping, Effects effects) {
        Link link = links.get(ping.from());
        if (knet && link != null) {
            effects.sendDatagram(PORT, link.endpoint, new Pong(self, ping.sentMicros()));
        }
    }

    void onPong(Pong pong, Effects effects) {
        Link link = links.get(pong.from());
        long now = effects.monotonic().micros();
        if (!knet || link == null || now - pong.sentMicros() > timeoutMicros) {
            return;
        }
        link.lastPong = now;
        if (!link.connected) {
            if (link.pongs >= pongCount) {
                connect(link, now, effects);
            } else {
                link.pongs++;
            }
        }
        if (!checking) {
            scheduleCheck(now, effects);
        }
    }

    private void connect(Link link, long now, Effects effects) {
        link.connected = true;
        if (!link.hasMtu) {
            effects.setTimer(PMTUD, SimTime.span(tickAfter(now, pmtudMicros) - now));
        }
    }

    /** Take down what is overdue, and look again at the first wake-up that could find more. */
    private void check(Effects effects) {
        long now = effects.monotonic().micros();
        for (Link link : links.values()) {
            if (link.lastPong != Long.MIN_VALUE && now - link.lastPong >= timeoutAt(link, now)) {
                link.connected = false;
                link.pongs = 0;
                link.lastPong = Long.MIN_VALUE;
                link.backoffSince = now;
            }
        }
        if (!checking) {
            scheduleCheck(now, effects);
        }
    }

    private void scheduleCheck(long now, Effects effects) {
        long earliest = Long.MAX_VALUE;
        for (Link link : links.values()) {
            if (link.lastPong != Long.MIN_VALUE) {
                earliest = Math.min(earliest, overdueAt(link, now));
            }
        }
        if (earliest != Long.MAX_VALUE) {
            checking = true;
            effects.setTimer(CHECK, SimTime.span(Math.max(earliest - now, 1)));
        }
    }

    private long overdueAt(Link link, long now) {
        long tick = tickAfter(Math.max(link.lastPong + timeoutMicros - 1, now), originMicros);
        while (tick - link.lastPong < timeoutAt(link, tick)) {
            tick += TICK_MICROS;
        }
        return tick;
    }

    private static long tickAfter(long micros, long origin) {
        return origin + (Math.floorDiv(micros - origin, TICK_MICROS) + 1) * TICK_MICROS;
    }

    private long timeoutAt(Link link, long micros) {
        long steps = (micros - link.backoffSince) / BACKOFF_MICROS;
        return timeoutMicros * Math.max(1, BACKOFF - steps);
    }
}
