package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Message;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdClientMessage.Failure;
import dev.quorate.model.etcd.EtcdClientMessage.Request;
import dev.quorate.model.etcd.EtcdClientMessage.Response;
import dev.quorate.model.kubernetes.client.Component;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The apiserver's etcd client: one connection to one of its endpoints, the next one when that is lost.
 *
 * <p>Reads wait for a connection and are sent again on the next; writes never are, and fail without one (etcd client/v3
 * retry_interceptor.go). Deadlines are the caller's. An endpoint that fell silent is
 * noticed by keepalive: 30 s, then 10 s (storagebackend/factory/etcd3.go).
 */
final class EtcdStore implements Component {

    /** Called with the answer, or with an error as gRPC words it. */
    interface Reply {
        void on(Optional<Response> response, String error, Effects effects);
    }

    /** Called for a connection that stands, first or again. */
    interface Connected {
        void on(Effects effects);
    }

    private static final Timer REDIAL = Timer.of("etcd/redial");
    private static final Timer DIAL = Timer.of("etcd/dial");
    private static final Timer KEEPALIVE = Timer.of("etcd/keepalive");
    private static final Timer KEEPALIVE_TIMEOUT = Timer.of("etcd/keepalive-timeout");
    private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(20); // storagebackend/factory/etcd3.go
    private static final Duration KEEPALIVE_TIME = Duration.ofSeconds(30);
    private static final Duration KEEPALIVE_ANSWER = Duration.ofSeconds(10);
    private static final Duration BACKOFF = Duration.ofSeconds(1); // grpc backoff BaseDelay
    private static final int MAX_PENDING = 100_000;

    private record Pending(Request request, Reply reply, boolean stream) {}

    private final List<String> servers;
    private final Connected connected;
    private final TreeMap<Long, Pending> pending = new TreeMap<>();
    private int server;
    private @Nullable ConnectionId connection;
    private boolean open;
    private long nextId = 1;
    private long keepaliveId;
    private SimTime lastReceived = SimTime.ZERO;

    EtcdStore(List<String> servers, Connected connected) {
        this.servers = servers;
        this.connected = connected;
    }

    void start(Effects effects) {
        dial(effects);
    }

    boolean isConnected() {
        return open;
    }

    /** Send a request; its number. */
    long call(LongFunction<Request> make, Reply reply, Effects effects) {
        return send(make, reply, false, effects);
    }

    /** Open a watch: its replies go on until the connection breaks, which ends it with an error. */
    long watch(LongFunction<Request> make, Reply reply, Effects effects) {
        return send(make, reply, true, effects);
    }

    private long send(LongFunction<Request> make, Reply reply, boolean stream, Effects effects) {
        if (pending.size() >= MAX_PENDING) {
            throw new IllegalStateException("more than " + MAX_PENDING + " requests at etcd at once");
        }
        long id = nextId++;
        Request request = make.apply(id);
        ConnectionId to = connection;
        if (open && to != null) {
            pending.put(id, new Pending(request, reply, stream));
            effects.send(to, request);
        } else if (request.isRead() && !stream) {
            pending.put(id, new Pending(request, reply, false));
        } else {
            reply.on(Optional.empty(), "rpc error: code = Unavailable desc = connection error", effects);
        }
        return id;
    }

    /** The caller gave up; the answer is dropped. */
    void forget(long id) {
        pending.remove(id);
    }

    private Endpoint endpoint(Effects effects) {
        String url = servers.get(server % servers.size());
        String rest = url.substring(url.indexOf("//") < 0 ? 0 : url.indexOf("//") + 2);
        int colon = rest.lastIndexOf(':');
        String address = colon < 0 ? rest : rest.substring(0, colon);
        int port = colon < 0 ? EtcdClientMessage.CLIENT_PORT : Integer.parseInt(rest.substring(colon + 1));
        boolean loopback = address.equals("127.0.0.1") || address.equals("localhost");
        return new Endpoint(loopback ? effects.kernel().addresses().get(0) : address, port);
    }

    private void dial(Effects effects) {
        connection = effects.connect(endpoint(effects));
        effects.setTimer(DIAL, DIAL_TIMEOUT);
    }

    @Override
    public boolean onConnected(ConnectionId established, Effects effects) {
        if (!established.equals(connection)) {
            return false;
        }
        open = true;
        effects.cancelTimer(DIAL);
        lastReceived = effects.monotonic();
        effects.setTimer(KEEPALIVE, KEEPALIVE_TIME);
        for (Pending waiting : pending.values()) {
            effects.send(established, waiting.request);
        }
        connected.on(effects);
        return true;
    }

    @Override
    public boolean onReceived(ConnectionId from, Message message, Effects effects) {
        if (!from.equals(connection)) {
            return false;
        }
        lastReceived = effects.monotonic();
        if (!(message instanceof Response response)) {
            throw new IllegalStateException("etcd does not say " + message);
        }
        if (response.id() == keepaliveId) {
            keepaliveId = 0;
            effects.cancelTimer(KEEPALIVE_TIMEOUT);
            effects.setTimer(KEEPALIVE, KEEPALIVE_TIME);
            return true;
        }
        Pending known = pending.get(response.id());
        if (known != null) {
            answered(known, response, effects);
        }
        return true;
    }

    private void answered(Pending known, Response response, Effects effects) {
        long id = response.id();
        if (response instanceof Failure failure) {
            pending.remove(id);
            known.reply.on(Optional.empty(), failure.error().text(), effects);
            return;
        }
        if (!known.stream) {
            pending.remove(id);
        }
        known.reply.on(Optional.of(response), "", effects);
    }

    @Override
    public boolean onDisconnected(ConnectionId dead, ConnectionError error, Effects effects) {
        if (!dead.equals(connection)) {
            return false;
        }
        lost(effects);
        return true;
    }

    private void lost(Effects effects) {
        connection = null;
        open = false;
        server++;
        effects.cancelTimer(DIAL);
        effects.cancelTimer(KEEPALIVE);
        effects.cancelTimer(KEEPALIVE_TIMEOUT);
        keepaliveId = 0;
        effects.setTimer(REDIAL, server % servers.size() == 0 ? BACKOFF : Duration.ZERO);
        List<Pending> failed = new ArrayList<>();
        for (Map.Entry<Long, Pending> entry : List.copyOf(pending.entrySet())) {
            if (!entry.getValue().request.isRead() || entry.getValue().stream) {
                pending.remove(entry.getKey());
                failed.add(entry.getValue());
            }
        }
        for (Pending each : failed) {
            each.reply.on(
                    Optional.empty(), "rpc error: code = Unavailable desc = error reading from server: EOF", effects);
        }
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (timer.equals(REDIAL)) {
            if (connection == null) {
                dial(effects);
            }
        } else if (timer.equals(DIAL) || timer.equals(KEEPALIVE_TIMEOUT)) {
            ConnectionId silent = connection;
            if (silent != null) {
                effects.close(silent);
            }
            lost(effects);
        } else if (timer.equals(KEEPALIVE)) {
            keepalive(effects);
        } else {
            return false;
        }
        return true;
    }

    private void keepalive(Effects effects) {
        Duration silent = effects.monotonic().since(lastReceived);
        ConnectionId to = connection;
        if (silent.compareTo(KEEPALIVE_TIME) < 0) {
            effects.setTimer(KEEPALIVE, KEEPALIVE_TIME.minus(silent));
        } else if (to != null) {
            keepaliveId = nextId++;
            effects.send(to, new EtcdClientMessage.StatusRequest(keepaliveId));
            effects.setTimer(KEEPALIVE_TIMEOUT, KEEPALIVE_ANSWER);
        }
    }
}
