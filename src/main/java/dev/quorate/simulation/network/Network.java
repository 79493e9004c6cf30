package dev.quorate.simulation.network;

import dev.quorate.model.Endpoint;
import dev.quorate.model.Message;
import dev.quorate.model.net.ArpSettings;
import dev.quorate.model.net.ArpTable;
import dev.quorate.model.net.LinkSettings;
import dev.quorate.model.net.NetworkSettings;
import dev.quorate.model.net.TcpPatience;
import dev.quorate.scenario.fault.NetworkRule;
import dev.quorate.simulation.engine.Driver;
import dev.quorate.simulation.recording.Recorder;
import dev.quorate.time.EventQueue;
import dev.quorate.time.RandomStreams;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.NetworkEvent.VipNeighbourChanged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The data plane: carries packets between hosts over the links of one or more networks.
 *
 * <p>Each network is one switched segment. An address belongs to the network whose hosts share its first three octets.
 * What a kernel would do with a packet it does here, in the simulation's thread; what a person does to the network goes
 * through {@link NetworkActor}.
 */
public final class Network {

    private static final String LOOPBACK = "lo";
    private static final long LOOPBACK_MICROS = 25;

    private final Driver driver;
    private final Recorder recorder;
    private final RandomStreams streams;
    private final TcpPatience patience;
    private final ArpSettings arp;
    private final Map<String, LatencyTable> latencies = new LinkedHashMap<>();
    private final Map<String, LinkSettings> health = new LinkedHashMap<>();
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private final Map<String, List<Station>> members = new LinkedHashMap<>();
    private final Map<String, String> networkOfPrefix = new LinkedHashMap<>();
    private final Map<String, Station> owners = new LinkedHashMap<>();
    private final Map<String, Map<String, Map<String, Link>>> links = new LinkedHashMap<>();
    private final Map<String, String> networkOfAddress = new LinkedHashMap<>();
    private final List<String> vips = new ArrayList<>();
    private final Map<String, EventId> holderEvents = new LinkedHashMap<>();
    private final Map<String, EventId> neighbourEvents = new LinkedHashMap<>();
    private final Set<String> unheardAnnouncers = new TreeSet<>();
    private @Nullable MessageTap tap;

    public Network(Driver driver, Recorder recorder, RandomStreams streams, NetworkSettings settings) {
        this.driver = driver;
        this.recorder = recorder;
        this.streams = streams;
        this.arp = settings.arp();
        this.patience = new TcpPatience(settings.tcp(), settings.arp());
        latencies.put(LOOPBACK, new LatencyTable(LOOPBACK_MICROS, 0));
    }

    /** Let a tap hear of every message. */
    public void tap(MessageTap listener) {
        tap = listener;
    }

    /** Who hears of every message; null when nobody asked. */
    @Nullable
    MessageTap tap() {
        return tap;
    }

    /** Declare a network with the health of its links. */
    public void network(String name, LinkSettings links) {
        latencies.put(name, new LatencyTable(SimTime.micros(links.latencyMedian()), links.latencyShape()));
        health.put(name, links);
        members.put(name, new ArrayList<>());
    }

    /** Plug a host into the networks on which it has an address. */
    public void plug(Station station, Map<String, String> addresses) {
        stations.put(station.name(), station);
        addresses.forEach((network, address) -> {
            List<Station> plugged = members.get(network);
            if (plugged == null) {
                throw new IllegalArgumentException("no network " + network + " among " + members.keySet());
            }
            plugged.add(station);
            networkOfPrefix.put(prefix(address), network);
            owners.put(address, station);
        });
    }

    /** Declare an address that moves between hosts. */
    public void vip(String address) {
        vips.add(address);
    }

    public List<String> vips() {
        return List.copyOf(vips);
    }

    public List<String> networks() {
        return List.copyOf(members.keySet());
    }

    /** The hosts on a network, in the order they were plugged in. */
    public List<Station> on(String network) {
        return List.copyOf(members.getOrDefault(network, List.of()));
    }

    public TcpPatience patience() {
        return patience;
    }

    /** How the hosts' neighbour tables are set. */
    public ArpSettings arpSettings() {
        return arp;
    }

    long nowMicros() {
        return driver.nowMicros();
    }

    List<EventId> causes() {
        return recorder.current();
    }

    /** Schedule what the wire or a kernel does, with the present causes. */
    EventQueue.Entry<Runnable> later(long delayMicros, Runnable work) {
        return at(driver.nowMicros() + delayMicros, work);
    }

    EventQueue.Entry<Runnable> at(long micros, Runnable work) {
        List<EventId> causes = recorder.current();
        return driver.at(micros, () -> {
            recorder.enter(causes);
            work.run();
        });
    }

    void cancel(EventQueue.Entry<Runnable> entry) {
        driver.cancel(entry);
    }

    // ---- the way of a packet ---------------------------------------------------------------------------------

    /** The link and host that a packet to that address takes now; null when nobody answers ARP for it. */
    @Nullable
    Route route(Station from, String address) {
        return isLocal(from, address) ? loopback(from) : abroad(from, known(from, address));
    }

    /** The same for an address that was looked up before. */
    @Nullable
    Route route(Station from, String address, Routes.@Nullable Known known) {
        return isLocal(from, address) ? loopback(from) : abroad(from, known);
    }

    private static boolean isLocal(Station from, String address) {
        return address.startsWith("127.") || from.answersFor(address);
    }

    private Route loopback(Station from) {
        Route loopback = from.routes().loopback();
        return loopback != null ? loopback : from.routes().loopback(new Route(link(from, from, LOOPBACK), from));
    }

    private @Nullable Route abroad(Station from, Routes.@Nullable Known known) {
        if (known == null) {
            return null;
        }
        String before = known.neighbour().peek();
        String neighbour = known.neighbour().resolve(driver.nowMicros(), known.hearing());
        if (neighbour == null) {
            return null;
        }
        if (!neighbour.equals(before)) {
            noteNeighbour(from, known.address(), before, neighbour);
        }
        Route last = known.lastBy(neighbour);
        return last != null
                ? last
                : known.use(new Route(linkByName(from.name(), neighbour, known.network()), stationOf(neighbour)));
    }

    /** What a host's kernel knows of an address; null when it is on no network. */
    Routes.@Nullable Known known(Station from, String address) {
        Routes.Known known = from.routes().to(address);
        if (known != null) {
            return known;
        }
        String network = networkOf(address);
        return network == null
                ? null
                : from.routes()
                        .learn(new Routes.Known(
                                address,
                                network,
                                ownAddressTowards(from, address),
                                from.arp().of(address),
                                new Hearing(from, network)));
    }

    /** What a host can hear on a network. */
    private final class Hearing implements ArpTable.Neighbours {
        private final Station from;
        private final String network;

        Hearing(Station from, String network) {
            this.from = from;
            this.network = network;
        }

        @Override
        public Optional<String> whoHas(String address) {
            return firstAnswer(from, network, address);
        }

        @Override
        public boolean answers(String neighbour, String address) {
            Station station = stationOf(neighbour);
            return station.answersFor(address) && bothWays(from, station, network);
        }
    }

    /** With two holders both answer a broadcast; the first answer counts (arp locktime keeps the second out). */
    private Optional<String> firstAnswer(Station from, String network, String address) {
        String first = null;
        long best = Long.MAX_VALUE;
        for (Station station : members.getOrDefault(network, List.of())) {
            if (station != from && station.answersFor(address) && bothWays(from, station, network)) {
                long took = first == null && owners.containsKey(address)
                        ? 0
                        : link(from, station, network).drawLatency();
                if (took < best) {
                    best = took;
                    first = station.name();
                }
            }
        }
        return Optional.ofNullable(first);
    }

    private boolean bothWays(Station a, Station b, String network) {
        return !link(a, b, network).isCut() && !link(b, a, network).isCut();
    }

    private void noteNeighbour(Station from, String address, @Nullable String before, String now) {
        if (!now.equals(before) && vips.contains(address)) {
            EventId holder = holderEvents.get(now + " " + address);
            recorder.within(recorder.current(), () -> {
                EventId event = recorder.record(
                        from.name(),
                        "",
                        new VipNeighbourChanged(address, before == null ? "" : before, now),
                        holder == null ? List.of() : List.of(holder),
                        List.of());
                neighbourEvents.put(from.name() + " " + address, event);
            });
        }
    }

    /** A host's kernel answers for a VIP since that event. */
    void holds(String host, String vip, EventId event) {
        holderEvents.put(host + " " + vip, event);
    }

    /** The present causes; for an address that moves, also that it was found where it now is. */
    List<EventId> causesOfReaching(Station from, String address) {
        EventId found = neighbourEvents.get(from.name() + " " + address);
        List<EventId> causes = recorder.current();
        if (found == null || causes.contains(found)) {
            return causes;
        }
        List<EventId> all = new ArrayList<>(causes);
        all.add(found);
        all.sort(null);
        return all;
    }

    /** The link from one host to another; made when first asked for. */
    public Link link(Station from, Station to, String network) {
        return linkByName(from.name(), to.name(), network);
    }

    /** The way back of a link. */
    Link back(Link link) {
        Link known = link.back();
        if (known == null) {
            known = linkByName(link.to(), link.from(), link.network());
            link.back(known);
        }
        return known;
    }

    private Link linkByName(String from, String to, String network) {
        Map<String, Map<String, Link>> byFrom = links.computeIfAbsent(network, n -> new LinkedHashMap<>());
        Map<String, Link> byTo = byFrom.computeIfAbsent(from, n -> new LinkedHashMap<>());
        Link known = byTo.get(to);
        if (known == null) {
            LatencyTable latency = latencies.get(network);
            if (latency == null) {
                throw new IllegalStateException("no latency for network " + network);
            }
            known = new Link(
                    from,
                    to,
                    network,
                    latency,
                    health.get(network),
                    streams.stream("network/" + from + ">" + to + "/" + network));
            byTo.put(to, known);
        }
        return known;
    }

    private Station stationOf(String name) {
        Station station = stations.get(name);
        if (station == null) {
            throw new IllegalStateException("no host " + name + " among " + stations.keySet());
        }
        return station;
    }

    private @Nullable String networkOf(String address) {
        String known = networkOfAddress.get(address);
        if (known == null) {
            known = networkOfPrefix.get(prefix(address));
            if (known != null) {
                networkOfAddress.put(address, known);
            }
        }
        return known;
    }

    private static String prefix(String address) {
        return address.substring(0, address.lastIndexOf('.') + 1);
    }

    /** Names of hosts for names or addresses of whom a process waits for: of a VIP, the host it is sent to. */
    public List<String> hostsNamed(Station from, List<String> namesOrAddresses) {
        if (namesOrAddresses.isEmpty() || stations.keySet().containsAll(namesOrAddresses)) {
            return namesOrAddresses;
        }
        List<String> names = new ArrayList<>();
        for (String each : namesOrAddresses) {
            Station owner = owners.get(each);
            String neighbour = from.arp().of(each).peek();
            if (owner != null) {
                names.add(owner.name());
            } else {
                names.add(neighbour != null ? neighbour : each);
            }
        }
        return names;
    }

    // ---- what kernels ask for --------------------------------------------------------------------------------

    /** Send a datagram; whether it arrives nobody is told. */
    public void sendDatagram(Station from, int fromPort, Endpoint to, Message message) {
        Route route = route(from, to.address());
        if (route == null || route.link().loses(to.port())) {
            if (tap != null) {
                tap.datagramLost(from, fromPort, to, route, message);
            }
            return;
        }
        Endpoint source = new Endpoint(sourceAddress(from, to.address()), fromPort);
        deliver(route, source, to, message);
        if (route.link().duplicates()) {
            deliver(route, source, to, message);
        }
    }

    private void deliver(Route route, Endpoint source, Endpoint to, Message message) {
        List<EventId> causes = recorder.current();
        long sentMicros = driver.nowMicros();
        driver.after(route.link().drawDatagramLatency(), () -> {
            Station target = route.target();
            boolean reaches = !route.link().isCut() && target.answersFor(to.address());
            Socket socket = reaches ? target.datagramSocket(to.port()) : null;
            if (tap != null) {
                tap.datagram(
                        sentMicros, source, to, route, stationOf(route.link().from()), socket, message, causes);
            }
            if (socket != null) {
                socket.datagram(source, to.port(), message, causes);
            }
        });
    }

    /** Open a connection from a host on behalf of a process. */
    public TcpEnd connect(Station from, Socket owner, Endpoint to) {
        TcpEnd end = new TcpEnd(this, from, sourceAddress(from, to.address()), to, owner);
        end.connect();
        return end;
    }

    private String sourceAddress(Station from, String to) {
        if (to.startsWith("127.") || from.answersFor(to)) {
            return to;
        }
        Routes.Known known = known(from, to);
        return known != null ? known.source() : ownAddressTowards(from, to);
    }

    private static String ownAddressTowards(Station from, String to) {
        for (String own : from.ownAddresses()) {
            if (prefix(own).equals(prefix(to))) {
                return own;
            }
        }
        return from.ownAddresses().get(0);
    }

    /** Broadcast a gratuitous ARP on the address's network. */
    public void announce(Station from, String address) {
        String network = networkOf(address);
        if (network == null || unheardAnnouncers.contains(from.name())) {
            return;
        }
        for (Station neighbour : members.getOrDefault(network, List.of())) {
            Link link = link(from, neighbour, network);
            if (neighbour != from && !link.loses(0)) {
                later(link.drawLatency(), () -> announced(from, neighbour, address, link));
            }
        }
    }

    private void announced(Station from, Station neighbour, String address, Link link) {
        if (link.isCut() || !neighbour.isAnswering()) {
            return;
        }
        ArpTable.Entry entry = neighbour.arp().of(address);
        String before = entry.peek();
        if (entry.gratuitous(from.name(), driver.nowMicros())) {
            noteNeighbour(neighbour, address, before, from.name());
        }
    }

    // ---- what is done to the network -------------------------------------------------------------------------

    void announcementsHeard(String host, boolean heard) {
        if (heard) {
            unheardAnnouncers.remove(host);
        } else {
            unheardAnnouncers.add(host);
        }
    }

    /** The link that a rule is about. */
    Link linkOf(NetworkRule rule) {
        return linkByName(rule.from(), rule.to(), rule.network());
    }

    /** Every link that was ever used or ruled, in a stable order. */
    List<Link> everyLink() {
        List<Link> all = new ArrayList<>();
        links.values().forEach(byFrom -> byFrom.values().forEach(byTo -> all.addAll(byTo.values())));
        return all;
    }
}
