package dev.quorate.model.kubernetes.calibration;

import dev.quorate.model.Effects;
import dev.quorate.model.Signal;
import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.leaderelection.LeaderElectedMachine;
import dev.quorate.model.kubernetes.leaderelection.LeaderElectionConfig;
import java.time.Duration;

/** The program that was measured: client-go's elector around a loop of work; SIGTERM cancels its context. */
final class Worker extends LeaderElectedMachine {

    /** What its command line says. */
    record Flags(
            Duration lease, Duration deadline, Duration retry, boolean release, ClientGo version, String identity) {
        static Flags of(ClientGo version, boolean release) {
            return new Flags(
                    Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2), release, version, "");
        }
    }

    private final Flags flags;
    private boolean cancelled;

    Worker(Flags flags) {
        super("/etc/worker.conf", true, false);
        this.flags = flags;
    }

    @Override
    protected LeaderElectionConfig election(String identity) {
        return new LeaderElectionConfig(
                "kube-system",
                "worker",
                flags.identity.isEmpty() ? identity : flags.identity,
                flags.lease,
                flags.deadline,
                flags.retry,
                flags.release,
                flags.version);
    }

    @Override
    protected void begin(ApiClient client, Effects effects) {
        campaign(effects);
    }

    @Override
    protected void startWork(Effects effects) {
        workStarted(effects);
    }

    @Override
    protected void stopWork(Effects effects) {}

    @Override
    protected int lostCode() {
        return 1;
    }

    @Override
    public void onStoppedLeading(Effects effects) {
        effects.exit(cancelled ? 0 : 1);
    }

    @Override
    public void onSignal(Signal signal, Effects effects) {
        cancelled = true;
        elector().orElseThrow().cancel("signal " + signal.number(), effects);
    }
}
