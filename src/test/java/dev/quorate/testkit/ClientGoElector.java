package dev.quorate.testkit;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.leaderelection.LeaderElectedMachine;
import dev.quorate.model.kubernetes.leaderelection.LeaderElectionConfig;
import dev.quorate.model.kubernetes.pki.ClusterPki;
import java.time.Duration;

/** The same job done client-go's way: a lease is judged by one's own clock since one saw it change. */
final class ClientGoElector extends LeaderElectedMachine {

    ClientGoElector() {
        super(ClusterPki.ADMIN, true, true);
    }

    @Override
    protected LeaderElectionConfig election(String identity) {
        return new LeaderElectionConfig(
                "kube-system",
                "elector",
                identity,
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                false,
                ClientGo.of("0.36"));
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
}
