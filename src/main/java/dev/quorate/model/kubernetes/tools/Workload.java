package dev.quorate.model.kubernetes.tools;

import dev.quorate.model.Effects;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ReplicaSet;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.ComponentMachine;
import dev.quorate.model.kubernetes.client.KubeconfigFile;
import dev.quorate.model.kubernetes.pki.ClusterPki;
import dev.quorate.model.kubernetes.pki.Kubeconfig;
import dev.quorate.trace.KubernetesEvent;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates the cluster's pods once: a ReplicaSet, tried again every five seconds until the API has it; then it exits.
 *
 * <p>Arguments: {@code name}, {@code namespace}, {@code replicas}, {@code cpu} in thousandths of a core.
 */
public final class Workload extends ComponentMachine {

    private static final Timer RETRY = Timer.of("workload/retry");
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final ReplicaSet set;
    private @Nullable ApiClient client;

    public Workload(ProcessSpec spec) {
        set = ReplicaSet.of(
                spec.arguments().getOrDefault("namespace", "default"),
                spec.arguments().getOrDefault("name", "web"),
                number(spec, "replicas", 1),
                number(spec, "cpu", 100));
    }

    private static int number(ProcessSpec spec, String name, int otherwise) {
        String given = spec.arguments().get(name);
        try {
            return given == null ? otherwise : Integer.parseInt(given);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "workload's argument " + name + " must be a whole number, was '" + given + "'", e);
        }
    }

    @Override
    public void onStart(Effects effects) {
        Optional<Kubeconfig.Resolved> resolved = KubeconfigFile.read(ClusterPki.ADMIN, effects, message -> {
            effects.record(new KubernetesEvent.FatalLogged(message));
            effects.exit(1);
        });
        if (resolved.isPresent()) {
            client = add(new ApiClient("api", resolved.get(), true));
            create(effects);
        }
    }

    private void create(Effects effects) {
        ApiClient api = client;
        if (api == null) {
            return;
        }
        api.call(
                id -> new ApiRequest.Create(id, set, Duration.ZERO),
                PAUSE,
                (response, later) -> {
                    if (response.isSuccess() || response.status() == 409) {
                        later.exit(0);
                    } else {
                        later.setTimer(RETRY, PAUSE);
                    }
                },
                effects);
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        if (timer.equals(RETRY)) {
            create(effects);
        } else {
            super.onTimer(timer, effects);
        }
    }
}
