package dev.quorate.model;

import dev.quorate.time.EventQueue;
import dev.quorate.time.RandomStream;
import dev.quorate.time.RandomStreams;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A small bench for machines without the engine: hosts, processes, a network and virtual time, no actors.
 *
 * <p>For unit tests of {@code model} only. Cuts drop datagrams and stall connections (a connection attempt or a stream
 * hangs while cut, and goes on when healed); a killed process's peers see RESET; a host that is off is silent. The
 * whole truth (retransmission limits, ARP, clocks with a rate) is in {@code simulation}.
 */
public final class Lab {

    private final EventQueue<Runnable> queue = new EventQueue<>();
    private final RandomStreams streams;
    private final Map<String, LabHost> hosts = new LinkedHashMap<>();
    private final List<TraceRecord> trace = new ArrayList<>();
    private final Map<String, Function<ProcessSpec, Machine>> kinds = new LinkedHashMap<>();
    private final Map<Long, LabConnection> connections = new LinkedHashMap<>();
    private SimTime now = SimTime.ZERO;
    private long nextConnection = 1;
    private Duration minLatency = Duration.ofNanos(100_000);
    private Duration maxLatency = Duration.ofNanos(300_000);
    private Duration syncLatency = Duration.ofMillis(2);
    private BiPredicate<String, String> cut = (from, to) -> false;
    private final Map<String, Map<String, RandomStream>> wires = new LinkedHashMap<>();
    private double lossRatio;
    private Runnable afterEvent = () -> {};
    private long events;
    private AddressObserver addressObserver = (host, address, held) -> {};
    private final List<String> announced = new ArrayList<>();
    private MessageObserver messageObserver = (from, to, message) -> true;

    /** Hears of each address that a kernel begins or ceases to answer for. */
    public interface AddressObserver {
        void changed(String host, String address, boolean held);
    }

    /** Hears every message when it is said; what it answers false to, a datagram, is lost. */
    public interface MessageObserver {
        boolean said(String from, String to, Message message);
    }

    /** Tell this observer of messages: between hosts by their names, within one as {@code host/process}. */
    public Lab onMessage(MessageObserver observer) {
        messageObserver = observer;
        return this;
    }

    /** Tell this observer of VIPs that come and go. */
    public Lab onAddress(AddressObserver observer) {
        addressObserver = observer;
        return this;
    }

    public Lab(long seed) {
        streams = new RandomStreams(seed);
    }

    public Lab latency(Duration min, Duration max) {
        minLatency = min;
        maxLatency = max;
        return this;
    }

    public Lab syncLatency(Duration latency) {
        syncLatency = latency;
        return this;
    }

    /** One host's disk alone. */
    public Lab syncLatency(String host, Duration latency) {
        hostOf(host).syncLatency = latency;
        return this;
    }

    /** Register how a kind of process is made, for {@code spawn}. */
    public Lab kind(String kind, Function<ProcessSpec, Machine> factory) {
        kinds.put(kind, factory);
        return this;
    }

    /** Add a host; {@code addresses} maps network names to its address there. */
    public Lab host(String name, Map<String, String> addresses) {
        hosts.put(name, new LabHost(name, new TreeMap<>(addresses)));
        return this;
    }

    /** Start a machine on a host as a process of that name; at once. */
    public Lab start(String host, String process, Supplier<? extends Machine> machine) {
        hostOf(host).spawn(process, process, machine.get(), "");
        return this;
    }

    /** Drop what the predicate (from host, to host) names, from now on. */
    public Lab cut(BiPredicate<String, String> links) {
        cut = links;
        return this;
    }

    /** Cut the hosts into groups that do not hear each other. */
    public Lab partition(List<List<String>> groups) {
        return cut((from, to) -> groups.stream().noneMatch(g -> g.contains(from) && g.contains(to)));
    }

    public Lab heal() {
        cut = (from, to) -> false;
        for (LabConnection connection : List.copyOf(connections.values())) {
            connection.flush();
        }
        return this;
    }

    /** Let a host's clocks run at that rate (0.5: half as fast) from the start, its wall clock off by an offset. */
    public Lab clock(String host, double rate, Duration wallOffset) {
        hostOf(host).rate = rate;
        hostOf(host).wallOffset = wallOffset;
        return this;
    }

    public Lab loss(double ratio) {
        lossRatio = ratio;
        return this;
    }

    public void signal(String host, String process, Signal signal) {
        hostOf(host).signal(process, signal);
    }

    public void powerOff(String host) {
        hostOf(host).powerOff();
    }

    /** Say something to a process as another process of its host would, a tool say. */
    public void tell(String host, String from, String process, Message message) {
        LabProcess target = hostOf(host).processes.get(process);
        if (target != null) {
            target.offer(() -> target.machine.onLocal(from, message, target));
        }
    }

    public SimTime now() {
        return now;
    }

    /** Look at the world after each event. */
    public Lab afterEvent(Runnable look) {
        afterEvent = look;
        return this;
    }

    /** Run until that instant; at most a million events, so that a loop without delay ends soon. */
    public Lab runUntil(SimTime end) {
        for (int i = 0; i < 1_000_000; i++) {
            long next = queue.nextMicros();
            if (next > end.micros()) {
                now = end;
                return this;
            }
            now = new SimTime(next);
            Runnable due = queue.poll();
            if (due != null) {
                events++;
                due.run();
                afterEvent.run();
            }
        }
        throw new IllegalStateException("more than 1,000,000 events before " + end);
    }

    /** How many events were handled so far: what a protocol costs. */
    public long events() {
        return events;
    }

    public Lab runFor(Duration span) {
        return runUntil(now.plus(span));
    }

    public List<TraceRecord> trace() {
        return List.copyOf(trace);
    }

    /** Gratuitous ARPs, in order: {@code n1 192.168.15.200}. */
    public List<String> announced() {
        return List.copyOf(announced);
    }

    /** What an event names as its causes beside the input that it answers: {@code n1 lost the token; n2 left}. */
    public String causes(TraceRecord record) {
        return record.causes().stream()
                .map(id -> trace.get((int) id.seq() - 1))
                .map(cause -> cause.host() + " " + cause.event().describe())
                .collect(Collectors.joining("; "));
    }

    /** The recorded events of one type, in order. */
    public <E extends TraceEvent> List<TraceRecord> trace(Class<E> type) {
        return trace.stream().filter(r -> type.isInstance(r.event())).toList();
    }

    /** The trace as golden text: {@code 3.481s k8s-master02 corosync formed membership ...}. */
    public String golden() {
        StringBuilder text = new StringBuilder();
        for (TraceRecord r : trace) {
            text.append(r.at())
                    .append(' ')
                    .append(r.host())
                    .append(' ')
                    .append(r.component())
                    .append(": ")
                    .append(r.event().describe())
                    .append('\n');
        }
        return text.toString();
    }

    public boolean isRunning(String host, String process) {
        return hostOf(host).isRunning(process);
    }

    public boolean holds(String host, String address) {
        return hostOf(host).addresses().contains(address);
    }

    /** The machine that runs under that name, to look into. */
    public <M extends Machine> M machine(String host, String process, Class<M> type) {
        LabProcess running = hostOf(host).processes.get(process);
        if (running == null) {
            throw new IllegalStateException("no process " + process + " on " + host);
        }
        return type.cast(running.machine);
    }

    public Kernel kernel(String host) {
        return hostOf(host);
    }

    private LabHost hostOf(String name) {
        LabHost host = hosts.get(name);
        if (host == null) {
            throw new IllegalStateException("no host " + name + " among " + hosts.keySet());
        }
        return host;
    }

    private Optional<LabHost> holderOf(String address) {
        for (LabHost host : hosts.values()) {
            if (host.powered && (host.own.containsValue(address) || host.vips.contains(address))) {
                return Optional.of(host);
            }
        }
        return Optional.empty();
    }

    private long delay(String from, String to) {
        RandomStream wire = wires.computeIfAbsent(from, f -> new LinkedHashMap<>())
                .computeIfAbsent(to, t -> streams.stream("network/" + from + ">" + t));
        return SimTime.micros(wire.uniform(minLatency, maxLatency));
    }

    private EventId append(String host, String component, TraceEvent event, List<String> because, EventId... causes) {
        EventId id = new EventId(trace.size() + 1L);
        trace.add(new TraceRecord(id, now, host, component, event, List.of(causes), because));
        return id;
    }

    /** A host of the bench. */
    private final class LabHost implements Kernel {
        private final String name;
        private final TreeMap<String, String> own;
        private final Set<String> vips = new LinkedHashSet<>();
        private final Map<String, LabProcess> processes = new LinkedHashMap<>();
        private final Map<String, TreeMap<String, Object>> disks = new LinkedHashMap<>();
        private final Map<String, TreeMap<String, Object>> synced = new LinkedHashMap<>();
        private final Map<String, Object> files = new TreeMap<>();
        private boolean powered = true;
        private @org.jspecify.annotations.Nullable Duration syncLatency;
        private double rate = 1;
        private Duration wallOffset = Duration.ZERO;

        LabHost(String name, TreeMap<String, String> own) {
            this.name = name;
            this.own = own;
        }

        boolean spawn(String process, String kind, Machine machine, String parent) {
            if (processes.containsKey(process)) {
                return false;
            }
            LabProcess started = new LabProcess(this, process, kind, machine, parent);
            processes.put(process, started);
            started.offer(() -> machine.onStart(started));
            return true;
        }

        void powerOff() {
            powered = false;
            List<String> dropped = List.copyOf(vips);
            vips.clear();
            dropped.forEach(address -> addressObserver.changed(name, address, false));
            files.keySet().removeIf(path -> path.startsWith("/run/"));
            for (LabProcess process : List.copyOf(processes.values())) {
                process.end(-1);
            }
            disks.clear();
            synced.forEach((process, disk) -> disks.put(process, new TreeMap<>(disk)));
        }

        @Override
        public List<String> addresses() {
            List<String> all = new ArrayList<>(own.values());
            all.addAll(vips);
            return all;
        }

        @Override
        public String address(String network) {
            String address = own.get(network);
            if (address == null) {
                throw new IllegalStateException(name + " has no address on network " + network);
            }
            return address;
        }

        @Override
        public void addAddress(String address) {
            if (vips.add(address)) {
                addressObserver.changed(name, address, true);
            }
        }

        @Override
        public void removeAddress(String address, String reason) {
            if (vips.remove(address)) {
                addressObserver.changed(name, address, false);
            }
        }

        @Override
        public void announce(String address) {
            announced.add(name + " " + address);
        }

        @Override
        public boolean spawn(ProcessSpec spec) {
            Function<ProcessSpec, Machine> factory = kinds.get(spec.kind());
            if (factory == null) {
                throw new IllegalStateException("no kind " + spec.kind() + " among " + kinds.keySet());
            }
            return spawn(spec.name(), spec.kind(), factory.apply(spec), "");
        }

        boolean spawnChild(ProcessSpec spec, String parent) {
            Function<ProcessSpec, Machine> factory = kinds.get(spec.kind());
            if (factory == null) {
                throw new IllegalStateException("no kind " + spec.kind() + " among " + kinds.keySet());
            }
            return spawn(spec.name(), spec.kind(), factory.apply(spec), parent);
        }

        @Override
        public void signal(String process, Signal signal) {
            LabProcess target = processes.get(process);
            if (target == null) {
                return;
            }
            switch (signal) {
                case KILL -> target.end(137);
                case STOP -> target.paused = true;
                case CONT -> target.resume();
                default -> target.offer(() -> target.machine.onSignal(signal, target));
            }
        }

        @Override
        public boolean isRunning(String process) {
            return processes.containsKey(process);
        }

        @Override
        public List<String> processes() {
            return List.copyOf(processes.keySet());
        }

        @Override
        public Optional<Object> file(String path) {
            return Optional.ofNullable(files.get(path));
        }

        @Override
        public void writeFile(String path, Object content) {
            files.put(path, content);
        }

        @Override
        public void deleteFile(String path) {
            files.remove(path);
        }

        @Override
        public List<String> files(String folder) {
            return files.keySet().stream()
                    .filter(path -> path.startsWith(folder))
                    .toList();
        }

        @Override
        public void power(String host, PowerAction action) {
            if (action == PowerAction.ON) {
                hostOf(host).powered = true;
            } else {
                hostOf(host).powerOff();
            }
        }

        @Override
        public boolean isPowered(String host) {
            return hostOf(host).powered;
        }

        @Override
        public void resetHost(boolean reboot, String reason) {
            powerOff();
        }
    }

    /** A connection between two processes; a half whose process is gone is null. */
    private final class LabConnection {
        private final LabProcess client;
        private final long clientId;
        private final long serverId;
        private final Endpoint to;
        private @org.jspecify.annotations.Nullable LabProcess server;
        private final List<Runnable> stalled = new ArrayList<>();
        private boolean open = true;
        private long lastMicros;

        LabConnection(LabProcess client, Endpoint to) {
            this.client = client;
            this.to = to;
            this.clientId = nextConnection++;
            this.serverId = nextConnection++;
        }

        boolean isCut() {
            String peer =
                    server == null ? holderOf(to.address()).map(h -> h.name).orElse("") : server.host.name;
            return cut.test(client.host.name, peer) || cut.test(peer, client.host.name);
        }

        void pass(Runnable delivery) {
            if (isCut()) {
                stalled.add(delivery);
                return;
            }
            long at = now.micros() + delay(client.host.name, to.address());
            lastMicros = Math.max(at, lastMicros);
            queue.schedule(lastMicros, () -> {
                if (!open) {
                    return;
                }
                if (isCut()) {
                    stalled.add(delivery);
                } else {
                    delivery.run();
                }
            });
        }

        void flush() {
            List<Runnable> waiting = List.copyOf(stalled);
            stalled.clear();
            waiting.forEach(this::pass);
        }

        void open() {
            pass(() -> {
                Optional<LabHost> holder = holderOf(to.address());
                if (holder.isEmpty()) {
                    stalled.add(() -> fail(client, clientId, ConnectionError.TIMED_OUT));
                    return;
                }
                LabProcess listener = holder.get().processes.values().stream()
                        .filter(p -> p.listening.contains(to.port()))
                        .findFirst()
                        .orElse(null);
                if (listener == null) {
                    pass(() -> fail(client, clientId, ConnectionError.REFUSED));
                    return;
                }
                server = listener;
                connections.put(serverId, this);
                Endpoint peer = new Endpoint(client.host.addresses().get(0), 50_000);
                listener.offer(
                        () -> listener.machine.onAccepted(new ConnectionId(serverId), to.port(), peer, listener));
                pass(() -> client.offer(() -> client.machine.onConnected(new ConnectionId(clientId), client)));
            });
        }

        void send(long fromId, Message message) {
            boolean fromClient = fromId == clientId;
            String peer = server == null ? to.toString() : server.host.name;
            messageObserver.said(fromClient ? client.host.name : peer, fromClient ? peer : client.host.name, message);
            pass(() -> {
                LabProcess target = fromClient ? server : client;
                long id = fromClient ? serverId : clientId;
                if (target != null && target.alive) {
                    target.offer(() -> target.machine.onReceived(new ConnectionId(id), message, target));
                }
            });
        }

        void closedBy(long id, ConnectionError error) {
            LabProcess peer = id == clientId ? server : client;
            long peerId = id == clientId ? serverId : clientId;
            connections.remove(id);
            if (peer != null) {
                pass(() -> fail(peer, peerId, error));
            }
        }

        void fail(LabProcess process, long id, ConnectionError error) {
            if (connections.remove(id) != null && process.alive) {
                process.offer(() -> process.machine.onDisconnected(new ConnectionId(id), error, process));
            }
        }
    }

    /** A process of the bench, and the effects its machine sees. */
    private final class LabProcess implements Effects {
        private final LabHost host;
        private final String name;
        private final String kind;
        private final String parent;
        private final Machine machine;
        private final Map<Timer, EventQueue.Entry<Runnable>> timers = new LinkedHashMap<>();
        private final Set<Integer> listening = new LinkedHashSet<>();
        private final Set<Integer> datagramPorts = new LinkedHashSet<>();
        private final Set<String> told = new LinkedHashSet<>();
        private final List<Runnable> waiting = new ArrayList<>();
        private boolean paused;
        private boolean alive = true;

        LabProcess(LabHost host, String name, String kind, Machine machine, String parent) {
            this.host = host;
            this.name = name;
            this.kind = kind;
            this.machine = machine;
            this.parent = parent;
        }

        void offer(Runnable input) {
            queue.schedule(now, () -> handle(input));
        }

        private void handle(Runnable input) {
            if (!alive) {
                return;
            }
            if (paused) {
                waiting.add(input);
            } else {
                input.run();
            }
        }

        void resume() {
            paused = false;
            List<Runnable> due = List.copyOf(waiting);
            waiting.clear();
            due.forEach(input -> queue.schedule(now, () -> handle(input)));
        }

        void end(int code) {
            if (!alive) {
                return;
            }
            alive = false;
            timers.values().forEach(queue::cancel);
            host.processes.remove(name);
            for (Map.Entry<Long, LabConnection> entry : List.copyOf(connections.entrySet())) {
                LabConnection connection = entry.getValue();
                boolean own =
                        entry.getKey() == connection.clientId ? connection.client == this : connection.server == this;
                if (own && host.powered) {
                    connection.closedBy(entry.getKey(), ConnectionError.RESET);
                } else if (own) {
                    connections.remove(entry.getKey());
                }
            }
            for (LabProcess other : host.processes.values()) {
                if (other.told.remove(name) || told.contains(other.name)) {
                    other.offer(() -> other.machine.onLocalLost(name, other));
                }
            }
            LabProcess up = host.processes.get(parent);
            if (up != null && code >= 0) {
                up.offer(() -> up.machine.onChildExited(name, code, up));
            }
        }

        @Override
        public String host() {
            return host.name;
        }

        @Override
        public String process() {
            return name;
        }

        @Override
        public SimTime monotonic() {
            return host.rate == 1 ? now : new SimTime(Math.round(now.micros() * host.rate));
        }

        @Override
        public SimTime wall() {
            return monotonic().plus(host.wallOffset);
        }

        @Override
        public RandomStream random(String purpose) {
            return streams.stream(name + "/" + host.name + "/" + purpose);
        }

        @Override
        public void setTimer(Timer timer, Duration delay, List<String> awaited) {
            cancelTimer(timer);
            Duration real = host.rate == 1 ? delay : Duration.ofNanos(Math.round(delay.toNanos() / host.rate));
            // a paused process finds its due timers when it goes on, but for those that it cancels or sets anew first
            Due due = new Due(timer);
            due.entry = queue.schedule(now.plus(real), () -> handle(due));
            timers.put(timer, due.entry);
        }

        /** A timer that may be cancelled as long as it was not handled. */
        private final class Due implements Runnable {
            private final Timer timer;
            private EventQueue.@org.jspecify.annotations.Nullable Entry<Runnable> entry;

            Due(Timer timer) {
                this.timer = timer;
            }

            @Override
            public void run() {
                if (timers.get(timer) == entry) {
                    timers.remove(timer);
                    machine.onTimer(timer, LabProcess.this);
                }
            }
        }

        @Override
        public void cancelTimer(Timer timer) {
            EventQueue.Entry<Runnable> entry = timers.remove(timer);
            if (entry != null) {
                queue.cancel(entry);
            }
        }

        @Override
        public void sendDatagram(int fromPort, Endpoint to, Message message) {
            Optional<LabHost> target = holderOf(to.address());
            if (target.isEmpty()) {
                return;
            }
            LabHost receiver = target.get();
            boolean dropped = !messageObserver.said(host.name, receiver.name, message);
            boolean lost = lossRatio > 0
                    && streams.stream("loss/" + host.name + ">" + receiver.name).chance(lossRatio);
            if (dropped || lost || cut.test(host.name, receiver.name)) {
                return;
            }
            String source = host.own.values().stream()
                    .filter(a -> samePrefix(a, to.address()))
                    .findFirst()
                    .orElse(host.addresses().get(0));
            queue.schedule(now.micros() + delay(host.name, receiver.name), () -> {
                if (cut.test(host.name, receiver.name)) {
                    return;
                }
                for (LabProcess process : receiver.processes.values()) {
                    if (process.datagramPorts.contains(to.port())) {
                        process.handle(() -> process.machine.onDatagram(
                                new Endpoint(source, fromPort), to.port(), message, process));
                        return;
                    }
                }
            });
        }

        private boolean samePrefix(String a, String b) {
            return a.substring(0, a.lastIndexOf('.')).equals(b.substring(0, b.lastIndexOf('.')));
        }

        @Override
        public void listenDatagrams(int port) {
            datagramPorts.add(port);
        }

        @Override
        public void listen(int port) {
            listening.add(port);
        }

        @Override
        public void stopListening(int port) {
            listening.remove(port);
        }

        @Override
        public ConnectionId connect(Endpoint to) {
            LabConnection connection = new LabConnection(this, to);
            connections.put(connection.clientId, connection);
            connection.open();
            return new ConnectionId(connection.clientId);
        }

        @Override
        public void send(ConnectionId connection, Message message) {
            LabConnection known = connections.get(connection.number());
            if (known != null) {
                known.send(connection.number(), message);
            }
        }

        @Override
        public void close(ConnectionId connection) {
            LabConnection known = connections.get(connection.number());
            if (known != null) {
                known.closedBy(connection.number(), ConnectionError.CLOSED);
            }
        }

        @Override
        public void tell(String process, Message message) {
            LabProcess target = host.processes.get(process);
            if (target == null) {
                offer(() -> machine.onLocalLost(process, this));
                return;
            }
            messageObserver.said(host.name + "/" + name, host.name + "/" + process, message);
            told.add(process);
            target.offer(() -> target.machine.onLocal(name, message, target));
        }

        @Override
        public void write(WriteBatch batch) {
            TreeMap<String, Object> disk = host.disks.computeIfAbsent(name, n -> new TreeMap<>());
            batch.writes().forEach(w -> apply(disk, w));
        }

        @Override
        public void persist(WriteBatch batch, long token) {
            write(batch);
            queue.schedule(now.plus(host.syncLatency == null ? syncLatency : host.syncLatency), () -> {
                TreeMap<String, Object> safe = host.synced.computeIfAbsent(name, n -> new TreeMap<>());
                if (host.powered) {
                    batch.writes().forEach(w -> apply(safe, w));
                    handle(() -> machine.onPersisted(token, this));
                }
            });
        }

        private void apply(TreeMap<String, Object> disk, WriteBatch.Write write) {
            if (write.value().isPresent()) {
                disk.put(write.key(), write.value().get());
            } else {
                disk.remove(write.key());
            }
        }

        @Override
        public Optional<Object> read(String key) {
            return Optional.ofNullable(
                    host.disks.computeIfAbsent(name, n -> new TreeMap<>()).get(key));
        }

        @Override
        public SortedMap<String, Object> readAll(String prefix) {
            TreeMap<String, Object> disk = host.disks.computeIfAbsent(name, n -> new TreeMap<>());
            return new TreeMap<>(disk.subMap(prefix, prefix + Character.MAX_VALUE));
        }

        @Override
        public Kernel kernel() {
            return new ChildKernel(host, name);
        }

        @Override
        public EventId record(TraceEvent event, EventId... furtherCauses) {
            return append(host.name, kind, event, List.of(), furtherCauses);
        }

        @Override
        public EventId recordBecause(TraceEvent event, List<String> settings, EventId... furtherCauses) {
            return append(host.name, kind, event, settings, furtherCauses);
        }

        @Override
        public void exit(int code) {
            queue.schedule(now, () -> end(code));
        }
    }

    /** The host's kernel as one process sees it: what it spawns is its child. */
    private record ChildKernel(LabHost host, String parent) implements Kernel {
        @Override
        public List<String> addresses() {
            return host.addresses();
        }

        @Override
        public String address(String network) {
            return host.address(network);
        }

        @Override
        public void addAddress(String address) {
            host.addAddress(address);
        }

        @Override
        public void removeAddress(String address, String reason) {
            host.removeAddress(address, reason);
        }

        @Override
        public void announce(String address) {
            host.announce(address);
        }

        @Override
        public boolean spawn(ProcessSpec spec) {
            return host.spawnChild(spec, parent);
        }

        @Override
        public void signal(String process, Signal signal) {
            host.signal(process, signal);
        }

        @Override
        public boolean isRunning(String process) {
            return host.isRunning(process);
        }

        @Override
        public List<String> processes() {
            return host.processes();
        }

        @Override
        public Optional<Object> file(String path) {
            return host.file(path);
        }

        @Override
        public void writeFile(String path, Object content) {
            host.writeFile(path, content);
        }

        @Override
        public void deleteFile(String path) {
            host.deleteFile(path);
        }

        @Override
        public List<String> files(String folder) {
            return host.files(folder);
        }

        @Override
        public void power(String name, PowerAction action) {
            host.power(name, action);
        }

        @Override
        public boolean isPowered(String name) {
            return host.isPowered(name);
        }

        @Override
        public void resetHost(boolean reboot, String reason) {
            host.resetHost(reboot, reason);
        }
    }
}
