package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.model.kubernetes.KubeControllerManagerSettings;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.InformerFactory;
import dev.quorate.model.kubernetes.leaderelection.LeaderElectedMachine;
import dev.quorate.model.kubernetes.leaderelection.LeaderElectionConfig;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * kube-controller-manager (cmd/kube-controller-manager/app/controllermanager.go).
 *
 * <p>A new leader waits for a healthy apiserver, starts its controllers one after the other in random order (a Go map),
 * then the informers; it works once every cache is synced: 11 to 12.3 s after the acquisition with
 * {@code --allocate-node-cidrs}, one to two without.
 */
public final class KubeControllerManager extends LeaderElectedMachine {

    private static final Timer HEALTHZ = Timer.of("wait-for-apiserver");
    private static final Timer CLIENTS = Timer.of("build-clients");
    private static final Duration HEALTHZ_TIMEOUT = Duration.ofSeconds(10); // WaitForAPIServer(client, 10s)
    private static final Duration HEALTHZ_PAUSE = Duration.ofSeconds(1);

    /** Discovery, REST mapper and rate-limited clients, as measured on v1.20.2: 11.0 to 12.3 s less nodeipam's 10 s. */
    private static final Duration MIN_CLIENTS = Duration.ofMillis(950);

    private static final Duration MAX_CLIENTS = Duration.ofMillis(2_200);

    private final KubeControllerManagerSettings settings;
    private final Function<KubeControllerManagerSettings, List<Controller>> factory;
    private List<Controller> controllers = List.of();
    private @Nullable InformerFactory informers;
    private SimTime healthzSince = SimTime.ZERO;
    private boolean working;
    private boolean terminating;

    public KubeControllerManager(ProcessSpec spec, KubeControllerManagerSettings cluster) {
        this(spec, cluster, Controllers::all);
    }

    /**
     * @param factory makes the controllers of a new leader; those that {@code --controllers} leaves out are not started
     */
    public KubeControllerManager(
            ProcessSpec spec,
            KubeControllerManagerSettings cluster,
            Function<KubeControllerManagerSettings, List<Controller>> factory) {
        this(Settings.with(cluster, spec.arguments()), factory);
    }

    private KubeControllerManager(
            KubeControllerManagerSettings settings, Function<KubeControllerManagerSettings, List<Controller>> factory) {
        super(settings.kubeconfig(), settings.leaderElect(), settings.http2HealthCheck());
        this.settings = settings;
        this.factory = factory;
    }

    @Override
    protected LeaderElectionConfig election(String identity) {
        return new LeaderElectionConfig(
                settings.leaderElectResourceNamespace(),
                settings.leaderElectResourceName(),
                identity,
                settings.leaderElectLeaseDuration(),
                settings.leaderElectRenewDeadline(),
                settings.leaderElectRetryPeriod(),
                settings.releaseLeaderElectionLockOnExit(),
                ClientGo.of(settings.clientGo()));
    }

    @Override
    protected void begin(ApiClient client, Effects effects) {
        for (String path : List.of(
                settings.rootCaFile(),
                settings.clusterSigningCertFile(),
                settings.clusterSigningKeyFile(),
                settings.serviceAccountPrivateKeyFile())) {
            if (!path.isEmpty() && effects.kernel().file(path).isEmpty()) {
                fatal("open " + path + ": no such file or directory", 1, effects);
                return;
            }
        }
        campaign(effects);
    }

    @Override
    protected void startWork(Effects effects) {
        working = true;
        healthzSince = effects.monotonic();
        waitForApiserver(effects);
    }

    private void waitForApiserver(Effects effects) {
        client().call(
                        id -> new ApiRequest.Probe(id, "/healthz", List.of(), Duration.ZERO),
                        HEALTHZ_TIMEOUT,
                        (response, later) -> {
                            if (!working) {
                                return;
                            }
                            if (response.status() == 200) {
                                Duration took = later.random("build-clients").uniform(MIN_CLIENTS, MAX_CLIENTS);
                                later.setTimer(CLIENTS, took);
                            } else if (later.monotonic().since(healthzSince).compareTo(HEALTHZ_TIMEOUT) >= 0) {
                                fatal("failed to wait for apiserver being healthy", lostCode(), later);
                            } else {
                                later.setTimer(HEALTHZ, HEALTHZ_PAUSE);
                            }
                        },
                        effects);
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        if (timer.equals(HEALTHZ)) {
            waitForApiserver(effects);
        } else if (timer.equals(CLIENTS)) {
            startControllers(effects);
        } else {
            for (Controller controller : controllers) {
                if (controller.onTimer(timer, effects)) {
                    return;
                }
            }
            super.onTimer(timer, effects);
        }
    }

    private void startControllers(Effects effects) {
        List<Controller> made = new ArrayList<>();
        for (Controller controller : factory.apply(settings)) {
            if (Controllers.isEnabled(controller.name(), settings.controllers())) {
                made.add(controller);
            }
        }
        effects.random("controllers").shuffle(made);
        controllers = made;
        InformerFactory shared = add(new InformerFactory(client()));
        informers = shared;
        startNext(0, new ControllerContext(client(), shared, settings), effects);
    }

    private void startNext(int index, ControllerContext context, Effects effects) {
        if (!working) {
            return;
        }
        if (index < controllers.size()) {
            controllers.get(index).start(context, later -> startNext(index + 1, context, later), effects);
            return;
        }
        context.informers()
                .start(
                        later -> {
                            if (working) {
                                workStarted(later);
                                controllers.forEach(c -> c.run(later));
                            }
                        },
                        effects);
    }

    @Override
    protected void stopWork(Effects effects) {
        working = false;
        effects.cancelTimer(HEALTHZ);
        effects.cancelTimer(CLIENTS);
        controllers.forEach(c -> c.stop(effects));
        InformerFactory shared = informers;
        if (shared != null) {
            shared.stop(effects);
        }
    }

    /** klog.Fatalf exits with 255; newer ones with FlushAndExit(1). */
    @Override
    protected int lostCode() {
        return ClientGo.of(settings.clientGo()).isAtLeast(ClientGo.V0_27) ? 1 : 255;
    }

    @Override
    public void onStoppedLeading(Effects effects) {
        if (terminating) {
            effects.exit(0);
        } else {
            super.onStoppedLeading(effects);
        }
    }

    /** No handler: it dies at once and keeps the lease, unless the gate of KEP-5366 is on. */
    @Override
    public void onSignal(Signal signal, Effects effects) {
        Optional<dev.quorate.model.kubernetes.leaderelection.LeaderElector> candidate = elector();
        if (settings.releaseLeaderElectionLockOnExit() && candidate.isPresent()) {
            terminating = true;
            candidate.get().cancel("signal " + signal.number(), effects);
        } else {
            super.onSignal(signal, effects);
        }
    }
}
