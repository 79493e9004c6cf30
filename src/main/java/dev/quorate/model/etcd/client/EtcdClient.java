package dev.quorate.model.etcd.client;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Message;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdClientMessage.CancelRequest;
import dev.quorate.model.etcd.EtcdClientMessage.Failure;
import dev.quorate.model.etcd.EtcdClientMessage.Request;
import dev.quorate.model.etcd.EtcdClientMessage.Response;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * etcd's client library (clientv3): one connection to the first endpoint that answers, and calls on it.
 *
 * <p>Reads that fail with Unavailable are sent again until their deadline; writes are not, as they may have taken
 * effect (retry_interceptor.go). A call without a connection waits for one. Part of a machine, which passes its inputs
 * on.
 */
public final class EtcdClient {

    /** The text of a call that met its deadline. */
    public static final String DEADLINE_EXCEEDED = "context deadline exceeded";

    private static final String TIMER_CALL = "etcd-call";
    private static final Timer RECONNECT = Timer.of("etcd-reconnect");
    private static final Timer CONNECT_TIMEOUT = Timer.of("etcd-connect");
    private static final Duration MIN_CONNECT_TIMEOUT = Duration.ofSeconds(20); // gRPC connection-backoff.md
    private static final Duration BACKOFF_BASE = Duration.ofSeconds(1); // gRPC backoff.DefaultConfig
    private static final double BACKOFF_FACTOR = 1.6;
    private static final double BACKOFF_JITTER = 0.2;
    private static final Duration BACKOFF_MAX = Duration.ofMinutes(2);
    private static final Duration RETRY = Duration.ofMillis(25); // options.go defaultBackoffWaitBetween
    private static final double RETRY_JITTER = 0.1;

    /** What becomes of a call; a stream's answers come one by one. */
    public interface Reply {
        void onResponse(Response response, Effects effects);

        void onError(String error, Effects effects);
    }

    private record Call(Request request, Reply reply, boolean stream, long deadlineMicros) {}

    private final List<Endpoint> endpoints;
    private final Map<Long, Call> calls = new TreeMap<>();
    private @Nullable ConnectionId connection;
    private boolean ready;
    private int endpoint;
    private int failures;
    private long nextId = 1;

    /** A client that tries the endpoints in this order. */
    public EtcdClient(List<Endpoint> endpoints) {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("a client needs at least one endpoint");
        }
        this.endpoints = List.copyOf(endpoints);
    }

    public void start(Effects effects) {
        connection = effects.connect(endpoints.get(endpoint));
        effects.setTimer(CONNECT_TIMEOUT, MIN_CONNECT_TIMEOUT);
    }

    /** Call and wait for one answer, at most so long. */
    public void call(Request request, Duration timeout, Reply reply, Effects effects) {
        long deadline = effects.monotonic().plus(timeout).micros();
        long id = add(new Call(request, reply, false, deadline), effects);
        effects.setTimer(Timer.of(TIMER_CALL, id), timeout);
    }

    /** Open a stream: answers come until it breaks, or {@link #end}. */
    public long stream(Request request, Reply reply, Effects effects) {
        return add(new Call(request, reply, true, Long.MAX_VALUE), effects);
    }

    /** Listen no more to a stream. */
    public void end(long stream) {
        calls.remove(stream);
    }

    private long add(Call call, Effects effects) {
        long id = nextId++;
        calls.put(id, call);
        send(id, call, effects);
        return id;
    }

    private void send(long id, Call call, Effects effects) {
        ConnectionId open = connection;
        if (ready && open != null) {
            effects.send(open, call.request().withId(id));
        }
    }

    public void onConnected(ConnectionId id, Effects effects) {
        if (id.equals(connection)) {
            ready = true;
            failures = 0;
            effects.cancelTimer(CONNECT_TIMEOUT);
            calls.forEach((number, call) -> send(number, call, effects));
        }
    }

    public void onDisconnected(ConnectionId id, ConnectionError error, Effects effects) {
        if (id.equals(connection)) {
            lost(error.words(), effects);
        }
    }

    private void lost(String why, Effects effects) {
        boolean hadSent = ready;
        ready = false;
        connection = null;
        endpoint = (endpoint + 1) % endpoints.size();
        failures++;
        effects.cancelTimer(CONNECT_TIMEOUT);
        effects.setTimer(RECONNECT, hadSent || failures < endpoints.size() ? Duration.ZERO : backoff(effects));
        if (!hadSent) {
            return;
        }
        for (Map.Entry<Long, Call> entry : List.copyOf(calls.entrySet())) {
            Call call = entry.getValue();
            if (call.stream() || !call.request().isRead()) {
                calls.remove(entry.getKey());
                effects.cancelTimer(Timer.of(TIMER_CALL, entry.getKey()));
                call.reply().onError("rpc error: code = Unavailable desc = " + why, effects);
            }
        }
    }

    private Duration backoff(Effects effects) {
        double max = SimTime.micros(BACKOFF_MAX);
        double micros = SimTime.micros(BACKOFF_BASE);
        for (int round = endpoints.size(); round < failures && micros < max; round++) {
            micros *= BACKOFF_FACTOR;
        }
        double jitter = 1 + BACKOFF_JITTER * (2 * effects.random("backoff").nextDouble() - 1);
        return SimTime.span(Math.round(Math.min(micros, max) * jitter));
    }

    /** A message on its connection; answers false for one of another's. */
    public boolean onReceived(ConnectionId id, Message message, Effects effects) {
        if (!id.equals(connection) || !(message instanceof Response response)) {
            return false;
        }
        Call call = calls.get(response.id());
        if (call == null) {
            return true;
        }
        if (response instanceof Failure failure
                && failure.error().isUnavailable()
                && call.request().isRead()) {
            double jitter = 1 + RETRY_JITTER * (2 * effects.random("backoff").nextDouble() - 1);
            effects.setTimer(
                    Timer.of("etcd-retry", response.id()), SimTime.span(Math.round(SimTime.micros(RETRY) * jitter)));
            return true;
        }
        if (!call.stream()) {
            calls.remove(response.id());
            effects.cancelTimer(Timer.of(TIMER_CALL, response.id()));
        }
        if (response instanceof Failure failure) {
            calls.remove(response.id());
            call.reply().onError(failure.error().text(), effects);
        } else {
            call.reply().onResponse(response, effects);
        }
        return true;
    }

    /** One of its timers; answers false for one of another's. */
    public boolean onTimer(Timer timer, Effects effects) {
        if (timer.equals(RECONNECT)) {
            start(effects);
        } else if (timer.equals(CONNECT_TIMEOUT)) {
            ConnectionId slow = connection;
            if (slow != null && !ready) {
                effects.close(slow);
                lost(ConnectionError.TIMED_OUT.words(), effects);
            }
        } else if (timer.name().equals("etcd-retry")) {
            Call call = calls.get(timer.number());
            if (call != null) {
                send(timer.number(), call, effects);
            }
        } else if (timer.name().equals(TIMER_CALL)) {
            Call call = calls.remove(timer.number());
            ConnectionId open = connection;
            if (ready && open != null) {
                effects.send(open, new CancelRequest(timer.number()));
            }
            if (call != null) {
                call.reply().onError(DEADLINE_EXCEEDED, effects);
            }
        } else {
            return false;
        }
        return true;
    }

    /** Calls under way; for tests. */
    List<Request> pending() {
        List<Request> pending = new ArrayList<>();
        calls.values().forEach(c -> pending.add(c.request()));
        return pending;
    }
}
