package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.KubeApiserverSettings;
import dev.quorate.model.kubernetes.api.ApiAnswer;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.Namespace;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.ComponentMachine;
import dev.quorate.model.kubernetes.pki.Certificate;
import dev.quorate.model.kubernetes.pki.PrivateKey;
import dev.quorate.model.kubernetes.pki.TlsMessage;
import dev.quorate.time.SimTime;
import dev.quorate.trace.KubernetesEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * kube-apiserver: serves the API over TLS on port 6443, with its state in etcd alone.
 *
 * <p>Any number may run. Without a quorum of etcd it stays up, answers reads at resource version 0 from its cache and
 * fails everything else.
 */
public final class KubeApiserver extends ComponentMachine {

    private static final Timer STARTED = Timer.of("started");
    private static final Timer STORAGE = Timer.of("storage-backend");
    private static final Timer SHUTDOWN = Timer.of("shutdown");
    private static final Duration STORAGE_TIMEOUT =
            Duration.ofSeconds(20); // storagebackend/factory/etcd3.go dialTimeout
    private static final List<String> SYSTEM_NAMESPACES =
            List.of("kube-system", "kube-public", "kube-node-lease", "default");

    private final KubeApiserverSettings settings;
    private final EtcdStore store;
    private final WatchCache cache;
    private final Registry registry;
    private final Health health;
    private final EndpointReconciler reconciler;
    private final TreeMap<ConnectionId, Session> sessions = new TreeMap<>();
    private final Deadlines deadlines = new Deadlines(sessions);
    private final Watches watches;
    private @Nullable Certificate certificate;
    private @Nullable Certificate clientCa;
    private boolean serving;
    private boolean storageFound;
    private boolean started;
    private boolean shuttingDown;
    private boolean draining;

    public KubeApiserver(ProcessSpec spec, KubeApiserverSettings cluster) {
        settings = Settings.with(cluster, spec.arguments());
        store = add(new EtcdStore(settings.etcdServers(), this::storageConnected));
        watches = new Watches(sessions, deadlines, settings);
        cache = add(new WatchCache(store, watches));
        registry = new Registry(store, cache, new Strategy(settings), new StoreEvents("etcd"));
        health = add(new Health(store, cache, settings));
        reconciler = add(new EndpointReconciler(store, registry, cache));
    }

    @Override
    public void onStart(Effects effects) {
        Optional<String> wrong = readFiles(effects);
        if (wrong.isPresent()) {
            fatal(wrong.get(), effects);
            return;
        }
        store.start(effects);
        effects.setTimer(STORAGE, STORAGE_TIMEOUT);
        effects.setTimer(STARTED, settings.startTime());
    }

    private Optional<String> readFiles(Effects effects) {
        for (String path : List.of(settings.tlsCertFile(), settings.tlsPrivateKeyFile(), settings.clientCaFile())) {
            if (effects.kernel().file(path).isEmpty()) {
                return Optional.of("open " + path + ": no such file or directory");
            }
        }
        Object cert = effects.kernel().file(settings.tlsCertFile()).orElseThrow();
        Object key = effects.kernel().file(settings.tlsPrivateKeyFile()).orElseThrow();
        Object ca = effects.kernel().file(settings.clientCaFile()).orElseThrow();
        if (!(cert instanceof Certificate serving) || !(ca instanceof Certificate authority)) {
            return Optional.of("tls: failed to find any PEM data in certificate input");
        }
        if (!(key instanceof PrivateKey pair) || !pair.key().equals(serving.key())) {
            return Optional.of("tls: private key does not match public key");
        }
        certificate = serving;
        clientCa = authority;
        return Optional.empty();
    }

    private static void fatal(String message, Effects effects) {
        effects.record(new KubernetesEvent.FatalLogged(message));
        effects.exit(1);
    }

    private void storageConnected(Effects effects) {
        storageFound = true;
        effects.cancelTimer(STORAGE);
        cache.connected(effects);
        serveIfReady(effects);
    }

    private void serveIfReady(Effects effects) {
        if (started && storageFound && !serving && !shuttingDown) {
            serving = true;
            effects.listen(settings.securePort());
            createSystemNamespaces(effects);
            if (settings.endpointReconcilerType().equals("lease")) {
                reconciler.start(effects);
            }
        }
    }

    /** pkg/controlplane/controller/systemnamespaces: create what is missing. */
    private void createSystemNamespaces(Effects effects) {
        for (String name : SYSTEM_NAMESPACES) {
            if (cache.find(new ObjectKey(Resource.NAMESPACES, "", name)) == null) {
                registry.create(
                        new ApiRequest.Create(0, Namespace.of(name), Duration.ZERO),
                        "kube-apiserver",
                        (response, later) -> {},
                        effects);
            }
        }
    }

    // -- connections and TLS

    @Override
    public void onAccepted(ConnectionId connection, int port, Endpoint peer, Effects effects) {
        sessions.put(connection, new Session(connection, peer.address()));
    }

    @Override
    public void onReceived(ConnectionId connection, Message message, Effects effects) {
        Session session = sessions.get(connection);
        if (session == null) {
            super.onReceived(connection, message, effects);
        } else if (message instanceof ApiRequest request) {
            requested(session, request, effects);
        } else if (message instanceof TlsMessage.ClientHello) {
            Certificate own = certificate;
            if (own != null) {
                effects.send(connection, new TlsMessage.ServerHello(own));
            }
        } else if (message instanceof TlsMessage.ClientFinished finished) {
            authenticate(session, finished.certificate(), effects);
        }
        // A TLS alert is logged by the real one; the client closes.
    }

    /** The x509 authenticator: the common name is the user, organizations are its groups. */
    private void authenticate(Session session, @Nullable Certificate client, Effects effects) {
        session.open = true;
        Certificate ca = clientCa;
        if (client != null && ca != null) {
            Optional<String> wrong = client.verifyChain(ca, effects.wall());
            if (wrong.isPresent()) {
                session.authenticationError = wrong.get();
            } else {
                session.user = client.commonName();
                session.groups = client.organizations();
            }
        }
        session.writer = session.user + "@" + session.peer;
    }

    @Override
    public void onDisconnected(ConnectionId connection, ConnectionError error, Effects effects) {
        if (sessions.remove(connection) == null) {
            super.onDisconnected(connection, error, effects);
        }
        exitWhenDrained(effects);
    }

    // -- requests

    private void requested(Session session, ApiRequest request, Effects effects) {
        if (!session.open) {
            return;
        }
        if (request instanceof ApiRequest.Ping) {
            effects.send(session.connection, new ApiAnswer.Pong(request.id()));
        } else if (request instanceof ApiRequest.Cancel) {
            session.inFlight.remove(request.id());
            session.watches.remove(request.id());
        } else {
            begin(session, request, effects);
        }
    }

    private void begin(Session session, ApiRequest request, Effects effects) {
        long id = request.id();
        Duration limit = request.timeout().isZero() ? settings.requestTimeout() : request.timeout();
        SimTime deadline = effects.monotonic().plus(limit);
        if (!(request instanceof ApiRequest.Watch)) {
            session.inFlight.put(id, deadline);
            deadlines.arm(deadline, effects);
        }
        Registry.Answer answer = (response, later) -> answer(session, response, later);
        if (!session.authenticationError.isEmpty()) {
            answer.on(ApiResponse.error(id, 401, "Unauthorized", "Unauthorized"), effects);
            return;
        }
        Optional<String> forbidden = Authorization.forbids(session.user, session.groups, request);
        if (forbidden.isPresent()) {
            answer.on(ApiResponse.error(id, 403, "Forbidden", forbidden.get()), effects);
        } else {
            route(session, request, answer, effects);
        }
    }

    private void route(Session session, ApiRequest request, Registry.Answer answer, Effects effects) {
        if (request instanceof ApiRequest.Get get) {
            registry.get(get, answer, effects);
        } else if (request instanceof ApiRequest.ListAll list) {
            registry.list(list, answer, effects);
        } else if (request instanceof ApiRequest.Update update) {
            registry.update(update, session.writer, answer, effects);
        } else if (request instanceof ApiRequest.Create create) {
            registry.create(create, session.writer, answer, effects);
        } else if (request instanceof ApiRequest.PatchObject patch) {
            registry.patch(patch, session.writer, answer, effects);
        } else if (request instanceof ApiRequest.Delete delete) {
            registry.delete(delete, session.writer, answer, effects);
        } else if (request instanceof ApiRequest.Bind bind) {
            registry.bind(bind, session.writer, answer, effects);
        } else if (request instanceof ApiRequest.Watch watch) {
            watches.watch(session, watch, cache, effects);
        } else if (request instanceof ApiRequest.Probe probe) {
            health.probe(probe, shuttingDown, answer, effects);
        }
    }

    private void answer(Session session, ApiResponse response, Effects effects) {
        if (session.inFlight.remove(response.id()) != null) {
            effects.send(session.connection, response);
            exitWhenDrained(effects);
        }
    }

    // -- time and end

    @Override
    public void onTimer(Timer timer, Effects effects) {
        if (timer.equals(Deadlines.TIMER)) {
            deadlines.due(effects);
        } else if (timer.equals(STARTED)) {
            started = true;
            serveIfReady(effects);
        } else if (timer.equals(STORAGE)) {
            fatal(
                    "Unable to create storage backend: config " + settings.etcdServers()
                            + ", err (context deadline exceeded)",
                    effects);
        } else if (timer.equals(SHUTDOWN)) {
            stopServing(effects);
        } else {
            super.onTimer(timer, effects);
        }
    }

    /** Graceful termination: readyz fails at once, serving ends after shutdown-delay-duration, requests finish. */
    @Override
    public void onSignal(Signal signal, Effects effects) {
        if (signal != Signal.TERM && signal != Signal.INT) {
            super.onSignal(signal, effects);
            return;
        }
        if (shuttingDown) {
            effects.exit(1); // a second signal: server/signal.go
            return;
        }
        shuttingDown = true;
        effects.setTimer(SHUTDOWN, settings.shutdownDelayDuration());
    }

    private void stopServing(Effects effects) {
        draining = true;
        effects.stopListening(settings.securePort());
        reconciler.stop(effects);
        exitWhenDrained(effects);
    }

    private void exitWhenDrained(Effects effects) {
        if (draining && sessions.values().stream().allMatch(s -> s.inFlight.isEmpty())) {
            for (Session session : sessions.values()) {
                effects.close(session.connection);
            }
            sessions.clear();
            draining = false;
            effects.exit(0);
        }
    }
}
