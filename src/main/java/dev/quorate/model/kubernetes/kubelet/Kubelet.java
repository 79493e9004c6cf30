package dev.quorate.model.kubernetes.kubelet;

import dev.quorate.model.Effects;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.kubernetes.KubeletSettings;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.ComponentMachine;
import dev.quorate.model.kubernetes.client.KubeconfigFile;
import dev.quorate.model.kubernetes.pki.Kubeconfig;
import dev.quorate.trace.KubernetesEvent;
import java.util.Optional;

/**
 * kubelet (pkg/kubelet): one connection through the VIP, over which the node's lease is renewed every ten seconds.
 *
 * <p>An idle one does that and nothing else; what the real one computes every ten seconds without posting it is left
 * out.
 */
public final class Kubelet extends ComponentMachine {

    private final KubeletSettings settings;

    public Kubelet(ProcessSpec spec, KubeletSettings cluster) {
        settings = Settings.with(cluster, spec.arguments());
    }

    @Override
    public void onStart(Effects effects) {
        Optional<Kubeconfig.Resolved> resolved = KubeconfigFile.read(settings.kubeconfig(), effects, message -> {
            effects.record(new KubernetesEvent.FatalLogged("failed to run Kubelet: " + message));
            effects.exit(1);
        });
        if (resolved.isEmpty()) {
            return;
        }
        ApiClient client = add(new ApiClient("api", resolved.get(), settings.http2HealthCheck()));
        NodeLease lease = add(new NodeLease(client, effects.host(), settings));
        PodWorkers pods = add(new PodWorkers(client, effects.host(), settings));
        NodeStatus status = add(new NodeStatus(client, effects.host(), settings, pods::start));
        status.register(effects);
        lease.sync(effects);
    }
}
