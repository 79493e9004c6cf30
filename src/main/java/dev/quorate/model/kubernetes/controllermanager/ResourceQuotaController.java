package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.api.ResourceQuota;
import dev.quorate.model.kubernetes.client.Informer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts what each quota's namespace uses, every five minutes and when pods go (pkg/controller/resourcequota).
 *
 * <p>The quota itself is held by admission in the apiserver; two controllers that are active at once count twice, and one
 * write wins.
 */
public final class ResourceQuotaController extends QueuedController {

    private static final int SYNCS = 5; // --concurrent-resource-quota-syncs
    private static final Duration RESYNC = Duration.ofMinutes(5); // --resource-quota-sync-period
    private static final Timer ALL = Timer.of("resourcequota/resync");

    private @Nullable Informer<ResourceQuota> quotas;
    private @Nullable Informer<Pod> pods;

    public ResourceQuotaController() {
        super("resourcequota", SYNCS);
    }

    @Override
    void prepare(ControllerContext context, Effects effects) {
        quotas = context.informers()
                .informer(Resource.RESOURCEQUOTAS, "", ResourceQuota.class)
                .handle((change, before, quota, later) -> {
                    if (before == null || before.hardPods() != quota.hardPods()) {
                        enqueue(quota.key().path(), later);
                    }
                });
        pods = context.informers().informer(Resource.PODS, "", Pod.class).handle((change, before, pod, later) -> {
            boolean ended = before != null && !before.isTerminated() && pod.isTerminated();
            if (change == Change.DELETED || ended) {
                replenish(pod.metadata().namespace(), later);
            }
        });
    }

    private void replenish(String namespace, Effects effects) {
        if (quotas == null) {
            return;
        }
        List<String> touched = new ArrayList<>();
        for (ResourceQuota quota : quotas.objects()) {
            if (namespace.isEmpty() || quota.metadata().namespace().equals(namespace)) {
                touched.add(quota.key().path());
            }
        }
        touched.forEach(path -> enqueue(path, effects));
    }

    @Override
    void sync(String key, WorkQueue.Done done, Effects effects) {
        ResourceQuota quota = quotas == null ? null : quotas.find(key);
        if (quota == null || pods == null) {
            done.on(false, effects);
            return;
        }
        int used = 0;
        for (Pod pod : pods.objects()) {
            boolean counts = pod.metadata().namespace().equals(quota.metadata().namespace()) && !pod.isTerminated();
            used += counts ? 1 : 0;
        }
        if (used == quota.usedPods()) {
            done.on(false, effects);
            return;
        }
        ResourceQuota counted = quota.withUsedPods(used);
        call(
                id -> new ApiRequest.Update(id, counted, Duration.ZERO),
                (response, later) -> done.on(!response.isSuccess() && !response.isNotFound(), later),
                effects);
    }

    @Override
    public void run(Effects effects) {
        super.run(effects);
        effects.setTimer(ALL, RESYNC);
    }

    @Override
    public void stop(Effects effects) {
        effects.cancelTimer(ALL);
        super.stop(effects);
    }

    @Override
    public boolean onTimer(Timer timer, Effects effects) {
        if (!timer.equals(ALL)) {
            return super.onTimer(timer, effects);
        }
        replenish("", effects);
        effects.setTimer(ALL, RESYNC);
        return true;
    }
}
