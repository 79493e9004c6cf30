package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdClientMessage.RangeRequest;
import dev.quorate.model.etcd.EtcdOp;
import dev.quorate.model.kubernetes.KubeApiserverSettings;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.client.Component;
import java.time.Duration;
import java.util.TreeMap;

/** {@code /healthz}, {@code /livez}, {@code /readyz} and {@code /version}; the etcd check has its own short timeout. */
final class Health implements Component {

    private static final String TIMER = "health-check";

    private record Check(ApiRequest.Probe probe, Registry.Answer answer, long call) {}

    private final EtcdStore store;
    private final WatchCache cache;
    private final KubeApiserverSettings settings;
    private final TreeMap<Long, Check> running = new TreeMap<>();
    private long next;

    Health(EtcdStore store, WatchCache cache, KubeApiserverSettings settings) {
        this.store = store;
        this.cache = cache;
        this.settings = settings;
    }

    void probe(ApiRequest.Probe probe, boolean shuttingDown, Registry.Answer answer, Effects effects) {
        boolean ready = probe.path().equals("/readyz");
        if (probe.path().equals("/version")) {
            answer.on(ApiResponse.ok(probe.id()), effects);
        } else if (ready && shuttingDown) {
            failed(probe, answer, "[-]shutdown failed: reason withheld", effects);
        } else if (ready && !cache.isReady()) {
            failed(probe, answer, "[-]informer-sync failed: reason withheld", effects);
        } else if (probe.exclude().contains("etcd")) {
            answer.on(ApiResponse.ok(probe.id()), effects);
        } else {
            checkEtcd(probe, answer, effects);
        }
    }

    private void checkEtcd(ApiRequest.Probe probe, Registry.Answer answer, Effects effects) {
        long number = ++next;
        Duration timeout =
                probe.path().equals("/readyz") ? settings.etcdReadycheckTimeout() : settings.etcdHealthcheckTimeout();
        effects.setTimer(Timer.of(TIMER, number), timeout);
        // Set before the call, which may answer at once.
        running.put(number, new Check(probe, answer, 0));
        long call = store.call(
                id -> new RangeRequest(id, EtcdOp.Range.of("/registry/health"), false),
                (response, error, later) -> {
                    Check check = running.remove(number);
                    if (check == null) {
                        return;
                    }
                    later.cancelTimer(Timer.of(TIMER, number));
                    if (response.isPresent()) {
                        check.answer.on(ApiResponse.ok(check.probe.id()), later);
                    } else {
                        failed(check.probe, check.answer, "[-]etcd failed: reason withheld", later);
                    }
                },
                effects);
        running.computeIfPresent(number, (n, check) -> new Check(check.probe, check.answer, call));
    }

    private static void failed(ApiRequest.Probe probe, Registry.Answer answer, String check, Effects effects) {
        String name = probe.path().substring(1);
        answer.on(ApiResponse.error(probe.id(), 500, "InternalError", check + "; " + name + " check failed"), effects);
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (!timer.name().equals(TIMER)) {
            return false;
        }
        Check check = running.remove(timer.number());
        if (check != null) {
            store.forget(check.call);
            failed(check.probe, check.answer, "[-]etcd failed: reason withheld", effects);
        }
        return true;
    }
}
