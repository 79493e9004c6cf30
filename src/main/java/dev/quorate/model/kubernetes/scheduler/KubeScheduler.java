package dev.quorate.model.kubernetes.scheduler;

import dev.quorate.model.Effects;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.model.kubernetes.KubeSchedulerSettings;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.InformerFactory;
import dev.quorate.model.kubernetes.leaderelection.LeaderElectedMachine;
import dev.quorate.model.kubernetes.leaderelection.LeaderElectionConfig;
import dev.quorate.model.kubernetes.leaderelection.LeaderElector;
import java.util.Optional;

/**
 * kube-scheduler (cmd/kube-scheduler/app/server.go): every one keeps its caches warm, the leader schedules.
 *
 * <p>Caches are synced before it becomes a candidate, so a new leader works at once.
 */
public final class KubeScheduler extends LeaderElectedMachine {

    private final KubeSchedulerSettings settings;
    private final SchedulingLoop loop;
    private boolean terminating;

    public KubeScheduler(ProcessSpec spec, KubeSchedulerSettings cluster) {
        this(spec, cluster, new ScoringLoop());
    }

    /**
     * @param loop what the leader does
     */
    public KubeScheduler(ProcessSpec spec, KubeSchedulerSettings cluster, SchedulingLoop loop) {
        this(Settings.with(cluster, spec.arguments()), loop);
    }

    private KubeScheduler(KubeSchedulerSettings settings, SchedulingLoop loop) {
        super(settings.kubeconfig(), settings.leaderElect(), settings.http2HealthCheck());
        this.settings = settings;
        this.loop = add(loop);
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
                false,
                ClientGo.of(settings.clientGo()));
    }

    @Override
    protected void begin(ApiClient client, Effects effects) {
        InformerFactory informers = add(new InformerFactory(client));
        loop.prepare(client, informers, settings, effects);
        informers.start(this::campaign, effects);
    }

    @Override
    protected void startWork(Effects effects) {
        workStarted(effects);
        loop.run(effects);
    }

    @Override
    protected void stopWork(Effects effects) {
        loop.stop(effects);
    }

    @Override
    protected int lostCode() {
        return ClientGo.of(settings.clientGo()).isAtLeast(ClientGo.V0_27) ? 1 : 255;
    }

    @Override
    public void onStoppedLeading(Effects effects) {
        if (terminating && ClientGo.of(settings.clientGo()).isAtLeast(ClientGo.V0_27)) {
            effects.exit(0); // "Requested to terminate, exiting"
        } else {
            super.onStoppedLeading(effects);
        }
    }

    /** SIGTERM cancels the context; the lease is not released. */
    @Override
    public void onSignal(Signal signal, Effects effects) {
        Optional<LeaderElector> candidate = elector();
        if (candidate.isPresent() && (signal == Signal.TERM || signal == Signal.INT)) {
            terminating = true;
            candidate.get().cancel("signal " + signal.number(), effects);
        } else {
            super.onSignal(signal, effects);
        }
    }
}
