package dev.quorate.model.kubernetes.tools;

import dev.quorate.model.Effects;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.ProberSettings;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.ConfigMap;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.ComponentMachine;
import dev.quorate.model.kubernetes.client.KubeconfigFile;
import dev.quorate.model.kubernetes.pki.Kubeconfig;
import dev.quorate.trace.ClientEvent;
import dev.quorate.trace.KubernetesEvent;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client outside the masters: reads and writes a little through the VIP at each interval, and notes when that begins
 * or ceases to succeed.
 *
 * <p>After a failure it connects anew, as a person's next command does: it measures the API behind the VIP, not a
 * connection that died.
 */
public final class Prober extends ComponentMachine {

    private static final Timer INTERVAL = Timer.of("probe");
    private static final ObjectKey OBJECT = new ObjectKey(Resource.CONFIGMAPS, "default", "prober");

    /** One of the two probes: whether it runs, and how the last one went. */
    private static final class Probe {
        private final String target;
        private boolean running;
        private @Nullable Boolean available;

        Probe(String target) {
            this.target = target;
        }
    }

    private final ProberSettings settings;
    private @Nullable ApiClient client;
    private Probe read = new Probe("");
    private Probe write = new Probe("");
    private boolean exists;
    private long count;

    public Prober(ProcessSpec spec, ProberSettings cluster) {
        settings = Settings.with(cluster, spec.arguments());
    }

    @Override
    public void onStart(Effects effects) {
        Optional<Kubeconfig.Resolved> resolved = KubeconfigFile.read(settings.kubeconfig(), effects, message -> {
            effects.record(new KubernetesEvent.FatalLogged(message));
            effects.exit(1);
        });
        if (resolved.isPresent()) {
            ApiClient api = add(new ApiClient("api", resolved.get(), false));
            client = api;
            read = new Probe("read https://" + api.server());
            write = new Probe("write https://" + api.server());
            probe(effects);
        }
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        if (timer.equals(INTERVAL)) {
            probe(effects);
        } else {
            super.onTimer(timer, effects);
        }
    }

    private void probe(Effects effects) {
        effects.setTimer(INTERVAL, settings.interval());
        ApiClient api = client;
        if (api == null) {
            return;
        }
        if (!read.running) {
            read.running = true;
            api.call(
                    id -> new ApiRequest.Get(id, OBJECT, ApiRequest.MOST_RECENT, settings.timeout()),
                    settings.timeout(),
                    (response, later) -> ended(read, response.status() == 404 || response.isSuccess(), response, later),
                    effects);
        }
        if (!write.running) {
            write.running = true;
            ConfigMap next = ConfigMap.of("default", "prober", Collections.singletonMap("n", Long.toString(++count)));
            api.call(
                    id -> exists
                            ? new ApiRequest.Update(id, next, settings.timeout())
                            : new ApiRequest.Create(id, next, settings.timeout()),
                    settings.timeout(),
                    this::written,
                    effects);
        }
    }

    private void written(ApiResponse response, Effects effects) {
        boolean answered = response.isSuccess() || response.status() == 409;
        if (answered) {
            exists = true;
        } else if (response.isNotFound()) {
            exists = false;
        }
        Boolean before = write.available;
        ended(write, answered, response, effects);
        if (response.isSuccess() && !Boolean.TRUE.equals(before)) {
            effects.record(new ClientEvent.WriteSucceeded(write.target));
        }
    }

    private void ended(Probe probe, boolean success, ApiResponse response, Effects effects) {
        probe.running = false;
        if (!Boolean.valueOf(success).equals(probe.available)) {
            probe.available = success;
            effects.record(new ClientEvent.AvailabilityChanged(
                    probe.target,
                    success,
                    success ? "" : (response.status() == 0 ? "" : response.status() + " ") + response.message()));
        }
        ApiClient api = client;
        if (response.status() == 0 && api != null) {
            api.disconnect(effects);
        }
    }
}
