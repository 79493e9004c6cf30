package dev.quorate.simulation.host;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Kernel;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Timer;
import dev.quorate.model.WriteBatch;
import dev.quorate.simulation.network.Socket;
import dev.quorate.simulation.network.TcpEnd;
import dev.quorate.simulation.recording.Recorder;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.TraceEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a process: hosts a machine, gives it its inputs, carries out its effects.
 *
 * <p>While it is paused its inputs queue here, due timers among them, and are offered in that order when it goes on.
 */
public final class HostedProcess implements Effects, Socket {

    private static final int NEVER = Integer.MIN_VALUE;

    private final SimHost host;
    private final Recorder recorder;
    private final ProcessSpec spec;
    private final int incarnation;
    private final String parent;
    private final Machine machine;
    private final Kernel kernel;
    private final Map<Timer, ArmedTimer> timers = new LinkedHashMap<>();
    private final Map<String, RandomStream> randoms = new LinkedHashMap<>();
    private final TreeSet<String> localPeers = new TreeSet<>();
    private final TreeSet<ConnectionId> acceptedConnections = new TreeSet<>();
    private final ArrayDeque<Envelope> held = new ArrayDeque<>();
    private @Nullable ActorRef<Envelope> actor;
    private List<EventId> absence = List.of();
    private EventId startedBy = new EventId(0);
    private boolean paused;
    private boolean hung;
    private boolean alive = true;
    private int exitCode = NEVER;
    private long inputDelayMicros;
    private long busyUntilMicros = Long.MIN_VALUE;
    private long inputCount;
    private @Nullable Input lastInput;

    HostedProcess(SimHost host, ProcessSpec spec, int incarnation, String parent, Machine machine) {
        this.host = host;
        this.recorder = host.recorder();
        this.spec = spec;
        this.incarnation = incarnation;
        this.parent = parent;
        this.machine = machine;
        this.kernel = new ProcessKernel(host, this);
    }

    // ---- life ------------------------------------------------------------------------------------------------

    @Override
    public String name() {
        return spec.name();
    }

    public ProcessSpec spec() {
        return spec;
    }

    public Machine machine() {
        return machine;
    }

    int incarnation() {
        return incarnation;
    }

    String parent() {
        return parent;
    }

    public boolean isAlive() {
        return alive;
    }

    public boolean isPaused() {
        return paused;
    }

    /** How many inputs it took. */
    public long inputCount() {
        return inputCount;
    }

    /** What it took last, in words. */
    public String lastInput() {
        return lastInput == null ? "nothing" : lastInput.words();
    }

    EventId startedBy() {
        return startedBy;
    }

    void startedBy(EventId event) {
        startedBy = event;
    }

    @Nullable
    ActorRef<Envelope> actor() {
        return actor;
    }

    /** The host's actor spawned this process's actor: what waited for it is handed over. */
    void spawned(ActorRef<Envelope> ref) {
        actor = ref;
        repost();
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        repost();
    }

    private void repost() {
        List<Envelope> waiting = List.copyOf(held);
        held.clear();
        waiting.forEach(this::post);
    }

    /** Let the process hang: only what comes on connections that others opened to it is still served. */
    void hang(boolean hangs) {
        boolean was = hung;
        hung = hangs;
        if (was && !hangs && !paused) {
            resume();
        }
    }

    /** A slow CPU: each input takes that much longer, one after the other. */
    void inputDelay(long micros) {
        inputDelayMicros = micros;
    }

    /** The process is gone: no input reaches its machine any more. */
    boolean end() {
        boolean unread = !held.isEmpty();
        alive = false;
        for (ArmedTimer timer : timers.values()) {
            timer.disarm();
            unschedule(timer);
        }
        timers.clear();
        held.clear();
        return unread;
    }

    Set<String> localPeers() {
        return localPeers;
    }

    // ---- inputs ----------------------------------------------------------------------------------------------

    void offer(Input input, List<EventId> causes) {
        if (!alive) {
            return;
        }
        Envelope envelope = new Envelope(input, causes);
        if (inputDelayMicros > 0) {
            busyUntilMicros = Math.max(busyUntilMicros, host.nowMicros()) + inputDelayMicros;
            host.driver().at(busyUntilMicros, () -> post(envelope));
        } else {
            post(envelope);
        }
    }

    private void post(Envelope envelope) {
        if (!alive) {
            return;
        }
        if (actor == null || paused || host.isFrozen() || (hung && !isServed(envelope.input()))) {
            held.addLast(envelope);
        } else {
            actor.tell(envelope);
        }
    }

    /** The host stands still no more. */
    void thaw() {
        if (!paused) {
            resume();
        }
    }

    private boolean isServed(Input input) {
        if (input instanceof Input.Accepted) {
            return true;
        }
        return input instanceof Input.Received received && acceptedConnections.contains(received.connection());
    }

    /** One input in this process's own actor. */
    void handle(Envelope envelope) {
        if (!alive) {
            return;
        }
        if (paused || (hung && !isServed(envelope.input()))) {
            held.addLast(envelope);
            return;
        }
        inputCount++;
        lastInput = envelope.input();
        recorder.enter(envelope.causes());
        if (envelope.input() instanceof Input.TimerDue due) {
            ArmedTimer timer = due.timer();
            if (!timer.isArmed()) {
                return;
            }
            timer.disarm();
            timers.remove(timer.key());
            if (!timer.awaited().isEmpty()) {
                absence = recorder.silences()
                        .explain(host.name(), timer.awaited(), timer.silentSinceMicros(), host.nowMicros());
            }
        }
        try {
            envelope.input().giveTo(machine, this);
        } catch (RuntimeException e) {
            host.driver()
                    .fail(new MachineFailedException(
                            host.name(),
                            name(),
                            host.driver().now(),
                            envelope.input().words(),
                            e));
        } finally {
            absence = List.of();
        }
        if (exitCode != NEVER && alive) {
            host.processEnded(this, exitCode, exitCode == 0 ? "finished" : "by itself");
        }
        recorder.enter(List.of());
    }

    @Override
    public void datagram(Endpoint from, int port, Message message, List<EventId> causes) {
        offer(new Input.Datagram(from, port, message), causes);
    }

    @Override
    public void accepted(ConnectionId connection, int port, Endpoint peer, List<EventId> causes) {
        acceptedConnections.add(connection);
        offer(new Input.Accepted(connection, port, peer), causes);
    }

    @Override
    public void connected(ConnectionId connection, List<EventId> causes) {
        offer(new Input.Connected(connection), causes);
    }

    @Override
    public void received(ConnectionId connection, Message message, List<EventId> causes) {
        offer(new Input.Received(connection, message), causes);
    }

    @Override
    public void disconnected(ConnectionId connection, ConnectionError error, List<EventId> causes) {
        acceptedConnections.remove(connection);
        offer(new Input.Disconnected(connection, error), causes);
    }

    // ---- timers ----------------------------------------------------------------------------------------------

    void timerDue(ArmedTimer timer) {
        timer.entry(null);
        if (timer.isArmed()) {
            offer(new Input.TimerDue(timer), timer.causes());
        }
    }

    List<ArmedTimer> armedTimers() {
        return List.copyOf(timers.values());
    }

    /** Set the timer in virtual time by the host's clock as it runs now. */
    void schedule(ArmedTimer timer) {
        unschedule(timer);
        timer.entry(host.driver().at(host.clock().instantOf(timer.dueMonotonicMicros()), timer));
    }

    void unschedule(ArmedTimer timer) {
        if (timer.entry() != null) {
            host.driver().cancel(timer.entry());
            timer.entry(null);
        }
    }

    @Override
    public void setTimer(Timer timer, Duration delay, List<String> awaited) {
        setTimer(timer, delay, awaited, host.nowMicros());
    }

    @Override
    public void setTimer(Timer timer, Duration delay, List<String> awaited, SimTime since) {
        setTimer(timer, delay, awaited, Math.min(host.nowMicros(), host.clock().instantOf(since.micros())));
    }

    private void setTimer(Timer timer, Duration delay, List<String> awaited, long silentSinceMicros) {
        long due = host.clock().monotonic(host.nowMicros()) + Math.max(0, SimTime.micros(delay));
        ArmedTimer armed = new ArmedTimer(
                this, timer, due, silentSinceMicros, host.network().hostsNamed(host, awaited), recorder.current());
        drop(timers.put(timer, armed));
        if (!host.isFrozen()) {
            schedule(armed);
        }
    }

    @Override
    public void cancelTimer(Timer timer) {
        drop(timers.remove(timer));
    }

    private void drop(@Nullable ArmedTimer replaced) {
        if (replaced != null) {
            replaced.disarm();
            unschedule(replaced);
        }
    }

    // ---- effects ---------------------------------------------------------------------------------------------

    @Override
    public String host() {
        return host.name();
    }

    @Override
    public String process() {
        return spec.name();
    }

    @Override
    public SimTime monotonic() {
        return new SimTime(host.clock().monotonic(host.nowMicros()));
    }

    @Override
    public SimTime wall() {
        return new SimTime(host.clock().wall(host.nowMicros()));
    }

    @Override
    public RandomStream random(String purpose) {
        return randoms.computeIfAbsent(purpose, p -> host.streams().stream(spec.name() + "/" + host.name() + "/" + p));
    }

    @Override
    public void sendDatagram(int fromPort, Endpoint to, Message message) {
        host.network().sendDatagram(host, fromPort, to, message);
    }

    @Override
    public void listenDatagrams(int port) {
        host.bindDatagrams(port, this);
    }

    @Override
    public void listen(int port) {
        host.bind(port, this);
    }

    @Override
    public void stopListening(int port) {
        host.unbind(port, this);
    }

    @Override
    public ConnectionId connect(Endpoint to) {
        return host.network().connect(host, this, to).id();
    }

    @Override
    public void send(ConnectionId connection, Message message) {
        TcpEnd end = host.connections().end(connection.number());
        if (end != null) {
            end.send(message);
        }
    }

    @Override
    public void close(ConnectionId connection) {
        TcpEnd end = host.connections().end(connection.number());
        if (end != null) {
            end.close();
        }
    }

    @Override
    public void tell(String process, Message message) {
        HostedProcess peer = host.process(process);
        if (peer == null) {
            offer(new Input.LocalLost(process), recorder.current());
            return;
        }
        localPeers.add(process);
        peer.localPeers.add(spec.name());
        peer.offer(new Input.Local(spec.name(), message), recorder.current());
    }

    @Override
    public void write(WriteBatch batch) {
        host.write(this, batch);
    }

    @Override
    public void persist(WriteBatch batch, long token) {
        host.persist(this, batch, token);
    }

    @Override
    public Optional<Object> read(String key) {
        return host.disk().read(spec.name(), key);
    }

    @Override
    public SortedMap<String, Object> readAll(String prefix) {
        return host.disk().readAll(spec.name(), prefix);
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }

    @Override
    public EventId record(TraceEvent event, EventId... furtherCauses) {
        return recordBecause(event, List.of(), furtherCauses);
    }

    @Override
    public EventId recordBecause(TraceEvent event, List<String> settings, EventId... furtherCauses) {
        List<EventId> further = absence;
        if (furtherCauses.length > 0) {
            further = new ArrayList<>(absence);
            for (EventId cause : furtherCauses) {
                if (cause.seq() > 0) {
                    further.add(cause);
                }
            }
        }
        return recorder.record(host.name(), spec.name(), event, further, settings);
    }

    @Override
    public void exit(int code) {
        exitCode = code;
    }
}
