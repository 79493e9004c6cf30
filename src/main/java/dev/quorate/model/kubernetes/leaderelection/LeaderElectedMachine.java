package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.model.Effects;
import dev.quorate.model.Signal;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.ComponentMachine;
import dev.quorate.model.kubernetes.client.KubeconfigFile;
import dev.quorate.model.kubernetes.pki.Kubeconfig;
import dev.quorate.trace.KubernetesEvent;
import dev.quorate.trace.LeaderElectionEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process that reads a kubeconfig, connects, takes a Lease if it is to, works while it leads, and exits when it
 * has lost the lease: the supervisor starts it again as a new candidate.
 */
public abstract class LeaderElectedMachine extends ComponentMachine implements LeaderElector.Callbacks {

    private final String kubeconfig;
    private final boolean leaderElect;
    private final boolean http2HealthCheck;
    private @Nullable LeaderElector elector;
    private @Nullable ApiClient client;
    private String lease = "";
    private String identity = "";

    protected LeaderElectedMachine(String kubeconfig, boolean leaderElect, boolean http2HealthCheck) {
        this.kubeconfig = kubeconfig;
        this.leaderElect = leaderElect;
        this.http2HealthCheck = http2HealthCheck;
    }

    /** The candidate's configuration under that identity. */
    protected abstract LeaderElectionConfig election(String identity);

    /** Connected in principle: begin, and in time call {@link #campaign}. */
    protected abstract void begin(ApiClient client, Effects effects);

    /** Start to work. */
    protected abstract void startWork(Effects effects);

    /** Stop working; the process goes on or ends after it. */
    protected abstract void stopWork(Effects effects);

    /** The exit code when the lease is lost. */
    protected abstract int lostCode();

    @Override
    public void onStart(Effects effects) {
        Optional<Kubeconfig.Resolved> resolved =
                KubeconfigFile.read(kubeconfig, effects, message -> fatal(message, 1, effects));
        if (resolved.isEmpty()) {
            return;
        }
        identity = Identity.fresh(effects);
        LeaderElectionConfig config = election(identity);
        lease = config.lease();
        ApiClient connected = add(new ApiClient("api", resolved.get(), http2HealthCheck));
        client = connected;
        if (leaderElect) {
            elector = add(new LeaderElector(config, LeaseCalls.over(connected, config.requestTimeout()), this));
        }
        begin(connected, effects);
    }

    /** Run for the lease, or work at once when there is no election. */
    protected final void campaign(Effects effects) {
        LeaderElector candidate = elector;
        if (candidate != null) {
            candidate.run(effects);
        } else {
            startWork(effects);
        }
    }

    protected final ApiClient client() {
        ApiClient connected = client;
        if (connected == null) {
            throw new IllegalStateException("not started");
        }
        return connected;
    }

    protected final Optional<LeaderElector> elector() {
        return Optional.ofNullable(elector);
    }

    /** Caches are synced and workers run. */
    protected final void workStarted(Effects effects) {
        effects.record(new LeaderElectionEvent.WorkStarted(lease, identity));
    }

    protected final void fatal(String message, int code, Effects effects) {
        effects.record(new KubernetesEvent.FatalLogged(message));
        effects.exit(code);
    }

    @Override
    public void onStartedLeading(Effects effects) {
        startWork(effects);
    }

    @Override
    public void onLeadingCancelled(Effects effects) {
        stopWork(effects);
    }

    @Override
    public void onStoppedLeading(Effects effects) {
        fatal("leaderelection lost", lostCode(), effects);
    }

    @Override
    public void onSignal(Signal signal, Effects effects) {
        LeaderElector candidate = elector;
        if (candidate != null) {
            candidate.processEnds("signal " + signal.number(), effects);
        }
        super.onSignal(signal, effects);
    }
}
