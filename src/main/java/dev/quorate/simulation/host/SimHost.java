package dev.quorate.simulation.host;

import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.PowerAction;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.model.WriteBatch;
import dev.quorate.model.host.HostSettings;
import dev.quorate.model.net.ArpTable;
import dev.quorate.scenario.fault.DiskCondition;
import dev.quorate.scenario.fault.ProcessCondition;
import dev.quorate.simulation.engine.Driver;
import dev.quorate.simulation.network.Network;
import dev.quorate.simulation.network.NetworkCommand;
import dev.quorate.simulation.network.Routes;
import dev.quorate.simulation.network.Socket;
import dev.quorate.simulation.network.Station;
import dev.quorate.simulation.network.TcpEnd;
import dev.quorate.simulation.network.TcpTable;
import dev.quorate.simulation.recording.Recorder;
import dev.quorate.time.RandomStream;
import dev.quorate.time.RandomStreams;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.HostEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** A host's hardware and kernel: power, clock, disk, addresses, sockets, processes. */
public final class SimHost implements Station {

    /** What a host needs of the world around it. */
    public interface Surroundings {
        Machine machine(String host, ProcessSpec spec);

        void power(String by, String target, PowerAction action);

        boolean isPowered(String target);

        void tellNetwork(NetworkCommand command);
    }

    /** In memory: gone with the power. */
    private static final String TMPFS = "/run/";

    private static final long POWER_CYCLE_MICROS = 2_000_000;

    /** What one input costs a process of a healthy host: too little to simulate, unless the CPU is slowed. */
    private static final long WORK_MICROS = 200;

    private final HostSpec spec;
    private final Surroundings world;
    private final Driver driver;
    private final Recorder recorder;
    private final Network network;
    private final RandomStreams streams;
    private final HostClock clock;
    private final long baseRatePpm;
    private final Disk disk;
    private final ArpTable arp;
    private final TcpTable connections = new TcpTable();
    private final Routes routes = new Routes();
    private final List<String> ownAddresses;
    private final List<String> addedAddresses = new ArrayList<>();
    private final Map<String, HostedProcess> processes = new LinkedHashMap<>();
    private final Map<Integer, HostedProcess> listeners = new TreeMap<>();
    private final Map<Integer, HostedProcess> datagramSockets = new TreeMap<>();
    private final Map<String, Integer> incarnations = new TreeMap<>();
    private final Map<String, ProcessCondition> conditions = new TreeMap<>();
    private final Map<String, Object> files;
    private final List<Runnable> whileFrozen = new ArrayList<>();
    private @Nullable ActorRef<HostCommand> actor;
    private boolean powered;
    private boolean booted;
    private boolean frozen;
    private long frozenAtMicros;
    private boolean clockJumpsAtThaw;
    private boolean watchdogWorks = true;
    private int boots;
    private int powerEpoch;
    private long nextConnection = 1;
    private long cpuDelayMicros;
    private int toolNumber;

    public SimHost(
            HostSpec spec,
            Surroundings world,
            Driver driver,
            Recorder recorder,
            Network network,
            RandomStreams streams) {
        this.spec = spec;
        this.world = world;
        this.driver = driver;
        this.recorder = recorder;
        this.network = network;
        this.streams = streams;
        HostSettings settings = spec.settings();
        RandomStream clockRandom = streams.stream("clock/" + spec.name());
        this.baseRatePpm = settings.clock().drawRatePpm(clockRandom);
        this.clock =
                new HostClock(driver.nowMicros(), baseRatePpm, settings.clock().drawOffsetMicros(clockRandom));
        this.disk = new Disk(streams.stream("disk/" + spec.name()), settings.disk());
        this.arp = new ArpTable(network.arpSettings());
        this.files = new TreeMap<>(spec.files());
        this.ownAddresses = List.copyOf(spec.addresses().values());
        network.plug(this, spec.addresses());
    }

    // ---- parts -----------------------------------------------------------------------------------------------

    @Override
    public String name() {
        return spec.name();
    }

    public HostSpec spec() {
        return spec;
    }

    Driver driver() {
        return driver;
    }

    Recorder recorder() {
        return recorder;
    }

    Network network() {
        return network;
    }

    RandomStreams streams() {
        return streams;
    }

    HostClock clock() {
        return clock;
    }

    Disk disk() {
        return disk;
    }

    long nowMicros() {
        return driver.nowMicros();
    }

    void actor(ActorRef<HostCommand> self) {
        actor = self;
    }

    private ActorRef<HostCommand> actor() {
        if (actor == null) {
            throw new IllegalStateException("host " + name() + " has no actor yet");
        }
        return actor;
    }

    // ---- power and boot --------------------------------------------------------------------------------------

    public boolean isPowered() {
        return powered;
    }

    public boolean isFrozen() {
        return frozen;
    }

    public void power(PowerAction action) {
        switch (action) {
            case OFF -> powerOff("power off");
            case ON -> powerOn();
            case REBOOT -> {
                powerOff("power cycle");
                schedule(POWER_CYCLE_MICROS, this::powerOn);
            }
        }
    }

    /** Power on, with a boot of the usual length. */
    public void powerOn() {
        powerOn(bootDelayMicros());
    }

    /** Power on, with a boot that takes that long. */
    public void powerOn(long bootMicros) {
        if (powered) {
            return;
        }
        powered = true;
        recorder.record(name(), "", new HostEvent.HostPoweredOn());
        schedule(bootMicros, this::boot);
    }

    private long bootDelayMicros() {
        return SimTime.micros(spec.settings().boot().draw(streams.stream("boot/" + name())));
    }

    private void boot() {
        booted = true;
        boots++;
        recorder.record(name(), "", new HostEvent.HostBooted(boots));
        recorder.silences().end("power/" + name(), nowMicros());
        spawn(spec.init(), "");
    }

    private void powerOff(String reason) {
        if (!powered) {
            return;
        }
        EventId event = recorder.record(name(), "", new HostEvent.HostPoweredOff());
        recorder.silences().begin("power/" + name(), event, name(), nowMicros());
        powered = false;
        booted = false;
        frozen = false;
        powerEpoch++;
        whileFrozen.clear();
        recorder.silences().end("freeze/" + name(), nowMicros());
        for (HostedProcess process : List.copyOf(processes.values())) {
            drop(process);
        }
        connections.vanish();
        arp.clear();
        disk.losePower();
        files.keySet().removeIf(path -> path.startsWith(TMPFS));
        for (String vip : List.copyOf(addedAddresses)) {
            addedAddresses.remove(vip);
            tellVip(vip, false, reason);
        }
    }

    /** sysrq, the watchdog, or a panic: this host goes down by itself. */
    void reset(boolean reboot, String reason) {
        if (reason.startsWith("the watchdog") && !watchdogWorks) {
            return;
        }
        // After the present call, in the actor's own turn: the caller must not vanish beneath its machine's feet.
        List<EventId> causes = recorder.current();
        actor().tell(new HostCommand.Power(reboot ? PowerAction.REBOOT : PowerAction.OFF, causes));
    }

    void power(String target, PowerAction action) {
        world.power(name(), target, action);
    }

    boolean isPowered(String target) {
        return world.isPowered(target);
    }

    public void freeze(boolean clockJumps) {
        if (!powered || frozen) {
            return;
        }
        EventId event = recorder.record(name(), "", new HostEvent.HostFrozen());
        recorder.silences().begin("freeze/" + name(), event, name(), nowMicros());
        frozen = true;
        frozenAtMicros = nowMicros();
        clockJumpsAtThaw = clockJumps;
        processes.values().forEach(p -> p.armedTimers().forEach(p::unschedule));
        addedAddresses.forEach(vip -> tellVip(vip, false, "frozen"));
    }

    public void thaw() {
        if (!frozen) {
            return;
        }
        frozen = false;
        recorder.record(name(), "", new HostEvent.HostThawed(clockJumpsAtThaw));
        recorder.silences().end("freeze/" + name(), nowMicros());
        if (!clockJumpsAtThaw) {
            clock.stoodStill(nowMicros(), nowMicros() - frozenAtMicros);
        }
        addedAddresses.forEach(vip -> tellVip(vip, true, "thawed"));
        List<Runnable> waiting = List.copyOf(whileFrozen);
        whileFrozen.clear();
        waiting.forEach(Runnable::run);
        processes.values().forEach(HostedProcess::thaw);
        rescheduleTimers();
    }

    /** Offer due timers in due order, whatever process they belong to; later ones by the clock as it runs now. */
    private void rescheduleTimers() {
        List<ArmedTimer> armed = new ArrayList<>();
        Map<ArmedTimer, HostedProcess> owners = new LinkedHashMap<>();
        for (HostedProcess process : processes.values()) {
            for (ArmedTimer timer : process.armedTimers()) {
                if (timer.entry() != null || !timerWasDue(timer)) {
                    armed.add(timer);
                    owners.put(timer, process);
                }
            }
        }
        armed.sort(Comparator.comparingLong(ArmedTimer::dueMonotonicMicros));
        for (ArmedTimer timer : armed) {
            HostedProcess owner = owners.get(timer);
            if (owner != null) {
                owner.schedule(timer);
            }
        }
    }

    /** A timer without an entry was unscheduled by a freeze, unless its input already waits in a paused process. */
    private boolean timerWasDue(ArmedTimer timer) {
        return timer.entry() == null && timer.dueMonotonicMicros() <= clock.monotonic(frozenAtMicros);
    }

    /** Later, if the host has not lost power by then; postponed while it is frozen. */
    void schedule(long delayMicros, Runnable work) {
        int epoch = powerEpoch;
        List<EventId> causes = recorder.current();
        driver.after(delayMicros, () -> runInEpoch(epoch, causes, work));
    }

    private void runInEpoch(int epoch, List<EventId> causes, Runnable work) {
        if (epoch != powerEpoch) {
            return;
        }
        if (frozen) {
            whileFrozen.add(() -> runInEpoch(epoch, causes, work));
            return;
        }
        recorder.within(causes, work);
    }

    // ---- clock -----------------------------------------------------------------------------------------------

    public void stepClock(long stepMicros) {
        clock.stepWall(stepMicros);
        recorder.record(name(), "", new HostEvent.ClockStepped(stepMicros));
    }

    public void clockRate(long ratePpm) {
        clock.changeRate(nowMicros(), ratePpm == HostClock.TRUE_RATE_PPM ? baseRatePpm : ratePpm);
        EventId event = recorder.record(name(), "", new HostEvent.ClockRateChanged(ratePpm));
        if (ratePpm == HostClock.TRUE_RATE_PPM) {
            recorder.silences().end("clock/" + name(), nowMicros());
        } else {
            recorder.silences().begin("clock/" + name(), event, name(), nowMicros());
        }
        if (!frozen) {
            processes
                    .values()
                    .forEach(p -> p.armedTimers().stream()
                            .filter(t -> t.entry() != null)
                            .forEach(p::schedule));
        }
    }

    // ---- processes -------------------------------------------------------------------------------------------

    public @Nullable HostedProcess process(String name) {
        return processes.get(name);
    }

    /** The run is over: no process takes another input. */
    public void stop() {
        processes.values().forEach(HostedProcess::end);
        connections.vanish();
    }

    /** Numbers the tools that are run on this host, so that each is a process of its own name. */
    public int nextToolNumber() {
        return ++toolNumber;
    }

    public List<HostedProcess> processes() {
        return List.copyOf(processes.values());
    }

    List<String> processNames() {
        return List.copyOf(processes.keySet());
    }

    boolean spawn(ProcessSpec process, String parent) {
        if (!booted || processes.containsKey(process.name())) {
            return false;
        }
        int incarnation = incarnations.merge(process.name(), 1, Integer::sum);
        ProcessCondition condition = conditions.getOrDefault(process.name(), ProcessCondition.NORMAL);
        Machine machine = condition.kind() == ProcessCondition.Kind.CRASH_AT_START
                ? effects -> effects.exit(1)
                : world.machine(name(), process);
        HostedProcess started = new HostedProcess(this, process, incarnation, parent, machine);
        started.hang(condition.kind() == ProcessCondition.Kind.HANG);
        processes.put(process.name(), started);
        started.inputDelay(cpuDelayMicros);
        List<String> arguments = new ArrayList<>();
        process.arguments().forEach((flag, value) -> arguments.add("--" + flag + "=" + value));
        List<EventId> before = recorder.current();
        EventId event = recorder.record(name(), process.name(), new HostEvent.ProcessStarted(incarnation, arguments));
        started.startedBy(event);
        recorder.silences().end("process/" + name() + "/" + process.name(), nowMicros());
        started.offer(new Input.Start(), List.of(event));
        recorder.enter(before);
        long execMicros = SimTime.micros(spec.settings().cpu().drawExec(streams.stream("exec/" + name())))
                + SimTime.micros(condition.delay());
        schedule(execMicros, () -> actor().tell(new HostCommand.Spawn(started)));
        return true;
    }

    void signal(String process, Signal signal) {
        HostedProcess target = processes.get(process);
        if (target == null) {
            return;
        }
        switch (signal) {
            case KILL -> processEnded(target, 128 + signal.number(), "SIGKILL");
            case STOP -> {
                if (!target.isPaused()) {
                    target.pause();
                    EventId event = recorder.record(name(), process, new HostEvent.ProcessPaused());
                    recorder.silences().begin("pause/" + name() + "/" + process, event, name(), nowMicros());
                }
            }
            case CONT -> {
                if (target.isPaused()) {
                    recorder.record(name(), process, new HostEvent.ProcessResumed());
                    recorder.silences().end("pause/" + name() + "/" + process, nowMicros());
                    target.resume();
                }
            }
            default -> target.offer(new Input.Signalled(signal), recorder.current());
        }
    }

    /** A process ended, by itself or by a signal: its sockets close, its parent and its local peers learn it. */
    void processEnded(HostedProcess process, int exitCode, String reason) {
        List<EventId> before = recorder.current();
        EventId event = recorder.record(
                name(), process.name(), new HostEvent.ProcessExited(process.incarnation(), exitCode, reason));
        String silence = "process/" + name() + "/" + process.name();
        recorder.silences().end("pause/" + name() + "/" + process.name(), nowMicros());
        if (exitCode != 0) {
            recorder.silences().begin(silence, event, name(), nowMicros());
        }
        List<TcpEnd> ends = connections.of(process);
        boolean unread = drop(process);
        ends.forEach(end -> end.ownerDied(unread));
        List<EventId> causes = List.of(event);
        for (String peer : process.localPeers()) {
            HostedProcess other = processes.get(peer);
            if (other != null) {
                other.localPeers().remove(process.name());
                other.offer(new Input.LocalLost(process.name()), causes);
            }
        }
        HostedProcess parent = processes.get(process.parent());
        HostedProcess init = processes.get(spec.init().name());
        HostedProcess told = parent != null ? parent : init;
        if (told != null && told != process) {
            told.offer(new Input.ChildExited(process.name(), exitCode), causes);
        }
        recorder.enter(before);
    }

    /** Take a process out of the kernel's tables and stop its actor; answers whether it left input unread. */
    private boolean drop(HostedProcess process) {
        processes.remove(process.name());
        listeners.values().removeIf(p -> p == process);
        datagramSockets.values().removeIf(p -> p == process);
        boolean unread = process.end();
        ActorRef<Envelope> gone = process.actor();
        if (gone != null) {
            actor().tell(new HostCommand.Reap(gone));
        }
        return unread;
    }

    /** Say something to a process from outside, as a device's panel would; nobody hears when it does not run. */
    public void tell(String process, Message message) {
        HostedProcess target = processes.get(process);
        if (target != null) {
            target.offer(new Input.Local("", message), recorder.current());
        }
    }

    /** A slow CPU: every input of every process takes {@code factor} times its usual work; 1 is normal. */
    public void cpuSlowness(double factor) {
        cpuDelayMicros = (long) ((factor - 1) * WORK_MICROS);
        processes.values().forEach(p -> p.inputDelay(cpuDelayMicros));
    }

    public void watchdogWorks(boolean works) {
        watchdogWorks = works;
    }

    /** How processes of that name behave from now on. */
    public void processCondition(String process, ProcessCondition condition) {
        conditions.put(process, condition);
        HostedProcess running = processes.get(process);
        if (running != null) {
            running.hang(condition.kind() == ProcessCondition.Kind.HANG);
        }
    }

    // ---- disk and files --------------------------------------------------------------------------------------

    /** Write to the page cache; a full disk ends the process, and the answer is false. */
    boolean write(HostedProcess process, WriteBatch batch) {
        if (disk.isFull()) {
            process.exit(1);
            recorder.record(name(), process.name(), new HostEvent.DiskWriteFailed("no space left on device"));
            return false;
        }
        disk.write(process.name(), batch);
        return true;
    }

    void persist(HostedProcess process, WriteBatch batch, long token) {
        if (!write(process, batch)) {
            return;
        }
        long done = disk.syncDone(nowMicros());
        schedule(done - nowMicros(), () -> {
            disk.sync(process.name(), batch);
            process.offer(new Input.Persisted(token), recorder.current());
        });
    }

    /** How the disk does from now on. */
    public void diskCondition(DiskCondition condition) {
        disk.condition(condition);
    }

    /** What a process keeps on the disk, as a backup takes it. */
    public Map<String, Object> backup(String process) {
        return disk.contents(process);
    }

    /** Put a backup back in place of what a process keeps on the disk. */
    public void restore(String process, Map<String, Object> contents) {
        disk.replace(process, contents);
    }

    public Optional<Object> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    List<String> files(String prefix) {
        return files.keySet().stream().filter(path -> path.startsWith(prefix)).toList();
    }

    public void writeFile(String path, Object content) {
        files.put(path, content);
    }

    public void deleteFile(String path) {
        files.remove(path);
    }

    // ---- network ---------------------------------------------------------------------------------------------

    List<String> addresses() {
        List<String> all = new ArrayList<>(ownAddresses);
        all.addAll(addedAddresses);
        return all;
    }

    String address(String networkName) {
        String address = spec.addresses().get(networkName);
        if (address == null) {
            throw new IllegalStateException("host " + name() + " has no address on network " + networkName + "; it has "
                    + spec.addresses().keySet());
        }
        return address;
    }

    public boolean holds(String address) {
        return addedAddresses.contains(address);
    }

    public void addAddress(String address) {
        if (!addedAddresses.contains(address)) {
            addedAddresses.add(address);
            tellVip(address, true, "");
        }
    }

    public void removeAddress(String address, String reason) {
        if (addedAddresses.remove(address)) {
            tellVip(address, false, reason);
        }
    }

    /** Broadcast a gratuitous ARP for an address. */
    public void announce(String address) {
        network.announce(this, address);
    }

    private void tellVip(String address, boolean held, String reason) {
        world.tellNetwork(new NetworkCommand.VipChanged(address, name(), held, reason, recorder.current()));
    }

    @Override
    public List<String> ownAddresses() {
        return ownAddresses;
    }

    @Override
    public boolean answersFor(String address) {
        return isAnswering()
                && (ownAddresses.contains(address) || addedAddresses.contains(address) || address.startsWith("127."));
    }

    @Override
    public boolean isAnswering() {
        return booted && !frozen;
    }

    @Override
    public ArpTable arp() {
        return arp;
    }

    @Override
    public Routes routes() {
        return routes;
    }

    @Override
    public @Nullable Socket datagramSocket(int port) {
        return datagramSockets.get(port);
    }

    @Override
    public @Nullable Socket listener(int port) {
        return listeners.get(port);
    }

    void bind(int port, HostedProcess process) {
        listeners.putIfAbsent(port, process);
    }

    void bindDatagrams(int port, HostedProcess process) {
        datagramSockets.putIfAbsent(port, process);
    }

    void unbind(int port, HostedProcess process) {
        listeners.remove(port, process);
    }

    @Override
    public long nextConnection() {
        return nextConnection++;
    }

    @Override
    public TcpTable connections() {
        return connections;
    }

    /** Run something in this host's actor, with the present causes. */
    public void inActor(Consumer<SimHost> change) {
        actor().tell(new HostCommand.Change(change, recorder.current()));
    }
}
