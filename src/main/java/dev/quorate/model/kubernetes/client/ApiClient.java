package dev.quorate.model.kubernetes.client;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Message;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiAnswer;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.pki.Certificate;
import dev.quorate.model.kubernetes.pki.Kubeconfig;
import dev.quorate.model.kubernetes.pki.TlsMessage;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClientEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection to a kubeconfig's server, shared by all requests of a process, made again when it breaks.
 *
 * <p>As Go's transport: a request that times out leaves the connection alone, so that a connection to a peer that
 * vanished silently is used on and on, until the health check finds it dead (30 s without a frame, then a ping of
 * 15 s) or the kernel gives it up.
 */
public final class ApiClient implements Component {

    /** Called with the answer; {@link ApiResponse#status()} is 0 when none came. */
    @FunctionalInterface
    public interface Reply {
        void on(ApiResponse response, Effects effects);
    }

    /** Called with each event of a watch. */
    @FunctionalInterface
    public interface WatchEvents {
        void on(ApiAnswer.WatchEvent event, Effects effects);
    }

    private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(30); // client-go transport/cache.go net.Dialer
    private static final Duration TLS_HANDSHAKE_TIMEOUT = Duration.ofSeconds(10); // client-go transport/cache.go
    private static final Duration READ_IDLE_TIMEOUT = Duration.ofSeconds(30); // apimachinery util/net/http.go
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(15); // apimachinery util/net/http.go
    private static final int MAX_PENDING = 100_000;

    private enum State {
        NONE,
        DIALING,
        HANDSHAKE,
        OPEN
    }

    /** {@code deadline} is the end of time for a request without a timeout. */
    private record Pending(
            ApiRequest request,
            SimTime deadline,
            Reply reply,
            @Nullable WatchEvents events) {
        boolean timed() {
            return !deadline.equals(SimTime.MAX);
        }
    }

    private final Kubeconfig.Resolved config;
    private final boolean healthCheck;
    private final String requestTimer;
    private final Timer dialTimer;
    private final Timer idleTimer;
    private final Timer pingTimer;
    private final List<String> awaited;
    private final TreeMap<Long, Pending> pending = new TreeMap<>();
    private State state = State.NONE;
    private @Nullable ConnectionId connection;
    private SimTime lastReceived = SimTime.ZERO;
    private long nextId = 1;
    private String lastError = "";

    /**
     * @param name tells the clients of one machine apart, in timers' names
     * @param healthCheck whether silent connections are pinged
     */
    public ApiClient(String name, Kubeconfig.Resolved config, boolean healthCheck) {
        this.config = config;
        this.healthCheck = healthCheck;
        requestTimer = name + "/request";
        dialTimer = Timer.of(name + "/dial");
        idleTimer = Timer.of(name + "/read-idle");
        pingTimer = Timer.of(name + "/ping");
        awaited = List.of(config.server().address());
    }

    /** The number that the next request will have. */
    public long nextId() {
        return nextId;
    }

    /** {@code 192.168.15.200:6443}. */
    public String server() {
        return config.server().toString();
    }

    /**
     * Send a request.
     *
     * @param timeout the client's own, zero for none
     * @return the request's number, for {@link #cancel}
     */
    public long call(LongFunction<ApiRequest> request, Duration timeout, Reply reply, Effects effects) {
        return begin(request, timeout, reply, null, effects);
    }

    /** Open a watch; {@code end} is told when it is over, for whatever reason. */
    public long watch(LongFunction<ApiRequest> request, WatchEvents events, Reply end, Effects effects) {
        return begin(request, Duration.ZERO, end, events, effects);
    }

    private long begin(
            LongFunction<ApiRequest> make,
            Duration timeout,
            Reply reply,
            @Nullable WatchEvents events,
            Effects effects) {
        if (pending.size() >= MAX_PENDING) {
            throw new IllegalStateException("more than " + MAX_PENDING + " requests at once to " + server());
        }
        long id = nextId++;
        ApiRequest request = make.apply(id);
        boolean timed = !timeout.isZero();
        SimTime deadline = timed ? effects.monotonic().plus(timeout) : SimTime.MAX;
        pending.put(id, new Pending(request, deadline, reply, events));
        if (timed) {
            effects.setTimer(Timer.of(requestTimer, id), timeout, awaited);
        }
        ConnectionId open = connection;
        if (state == State.OPEN && open != null) {
            effects.send(open, request);
        } else if (state == State.NONE) {
            dial(effects);
        }
        return id;
    }

    /** Give a request up: its reply is never called. One that is over is left alone. */
    public void cancel(long id, Effects effects) {
        Pending given = pending.remove(id);
        if (given != null) {
            if (given.timed()) {
                effects.cancelTimer(Timer.of(requestTimer, id));
            }
            reset(id, effects);
        }
    }

    /** Close the connection; the next request makes another. Requests on it fail. */
    public void disconnect(Effects effects) {
        if (connection != null) {
            drop("use of closed network connection", effects);
        }
    }

    private void reset(long id, Effects effects) {
        ConnectionId open = connection;
        if (state == State.OPEN && open != null) {
            effects.send(open, new ApiRequest.Cancel(id));
        }
    }

    private void dial(Effects effects) {
        state = State.DIALING;
        connection = effects.connect(config.server());
        effects.setTimer(dialTimer, DIAL_TIMEOUT, awaited);
    }

    @Override
    public boolean onConnected(ConnectionId established, Effects effects) {
        if (!established.equals(connection)) {
            return false;
        }
        state = State.HANDSHAKE;
        effects.setTimer(dialTimer, TLS_HANDSHAKE_TIMEOUT, awaited);
        effects.send(established, new TlsMessage.ClientHello());
        return true;
    }

    @Override
    public boolean onReceived(ConnectionId from, Message message, Effects effects) {
        if (!from.equals(connection)) {
            return false;
        }
        lastReceived = effects.monotonic();
        if (message instanceof ApiResponse response) {
            answered(response, effects);
        } else if (message instanceof ApiAnswer.WatchEvent event) {
            Pending watch = pending.get(event.id());
            if (watch != null && watch.events != null) {
                watch.events.on(event, effects);
            }
        } else if (message instanceof ApiAnswer.Pong) {
            effects.cancelTimer(pingTimer);
            effects.setTimer(idleTimer, READ_IDLE_TIMEOUT, awaited);
        } else if (message instanceof TlsMessage.ServerHello hello) {
            verify(from, hello.certificate(), effects);
        } else {
            throw new IllegalStateException("an apiserver does not say " + message);
        }
        return true;
    }

    private void verify(ConnectionId open, Certificate certificate, Effects effects) {
        effects.cancelTimer(dialTimer);
        Certificate ca = config.certificateAuthority();
        Optional<String> wrong = ca == null
                ? Optional.of("x509: certificate signed by unknown authority")
                : certificate.verifyServer(ca, config.server().address(), effects.wall());
        if (wrong.isPresent()) {
            effects.send(open, new TlsMessage.Alert("bad certificate"));
            effects.close(open);
            lost(wrong.get(), effects);
            return;
        }
        state = State.OPEN;
        effects.send(open, new TlsMessage.ClientFinished(config.clientCertificate()));
        if (healthCheck) {
            effects.setTimer(idleTimer, READ_IDLE_TIMEOUT, awaited);
        }
        for (Pending waiting : pending.values()) {
            effects.send(open, waiting.request);
        }
    }

    private void answered(ApiResponse response, Effects effects) {
        Pending done = pending.get(response.id());
        if (done == null) {
            return;
        }
        if (!effects.monotonic().isBefore(done.deadline)) {
            // It lay in the socket while the process stood still: Go's timers run first.
            effects.cancelTimer(Timer.of(requestTimer, response.id()));
            timedOut(response.id(), effects);
            return;
        }
        pending.remove(response.id());
        if (done.timed()) {
            effects.cancelTimer(Timer.of(requestTimer, response.id()));
        }
        if (response.status() < 500) {
            lastError = "";
        }
        done.reply.on(response, effects);
    }

    @Override
    public boolean onDisconnected(ConnectionId dead, ConnectionError error, Effects effects) {
        if (!dead.equals(connection)) {
            return false;
        }
        boolean dialing = state == State.DIALING;
        lost(
                dialing
                        ? "dial tcp " + server() + ": connect: " + error.words()
                        : error == ConnectionError.CLOSED ? "EOF" : "read tcp " + server() + ": read: " + error.words(),
                effects);
        return true;
    }

    /** The connection is no more: every request on it fails. The next request dials anew. */
    private void lost(String error, Effects effects) {
        state = State.NONE;
        connection = null;
        effects.cancelTimer(dialTimer);
        effects.cancelTimer(idleTimer);
        effects.cancelTimer(pingTimer);
        complain(error, effects);
        List<Map.Entry<Long, Pending>> failed = new ArrayList<>(pending.entrySet());
        pending.clear();
        for (Map.Entry<Long, Pending> entry : failed) {
            if (entry.getValue().timed()) {
                effects.cancelTimer(Timer.of(requestTimer, entry.getKey()));
            }
        }
        for (Map.Entry<Long, Pending> entry : failed) {
            entry.getValue().reply.on(ApiResponse.failed(entry.getKey(), error), effects);
        }
    }

    /** Record an error when it is another than the last. */
    private void complain(String error, Effects effects) {
        if (!error.equals(lastError)) {
            lastError = error;
            effects.record(new ClientEvent.ErrorSeen("https://" + server(), error));
        }
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (timer.name().equals(requestTimer)) {
            timedOut(timer.number(), effects);
        } else if (timer.equals(dialTimer)) {
            drop(
                    state == State.DIALING
                            ? "dial tcp " + server() + ": i/o timeout"
                            : "net/http: TLS handshake timeout",
                    effects);
        } else if (timer.equals(idleTimer)) {
            idle(effects);
        } else if (timer.equals(pingTimer)) {
            drop("http2: client connection lost", effects);
        } else {
            return false;
        }
        return true;
    }

    private void timedOut(long id, Effects effects) {
        Pending given = pending.remove(id);
        if (given != null) {
            reset(id, effects);
            String error = "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
            complain(error, effects);
            given.reply.on(ApiResponse.failed(id, error), effects);
        }
    }

    private void drop(String error, Effects effects) {
        ConnectionId open = connection;
        if (open != null) {
            effects.close(open);
        }
        lost(error, effects);
    }

    /** The timer is not reset at each frame but, when due, set for what is missing: the same instants, fewer timers. */
    private void idle(Effects effects) {
        Duration silent = effects.monotonic().since(lastReceived);
        ConnectionId open = connection;
        if (silent.compareTo(READ_IDLE_TIMEOUT) < 0) {
            effects.setTimer(idleTimer, READ_IDLE_TIMEOUT.minus(silent), awaited);
        } else if (open != null) {
            effects.send(open, new ApiRequest.Ping(0));
            effects.setTimer(pingTimer, PING_TIMEOUT, awaited);
        }
    }
}
