package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.BootstrapToken;
import dev.quorate.model.kubernetes.api.ConfigMap;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.api.Secret;
import dev.quorate.model.kubernetes.client.Informer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Signs the kubeconfig of {@code kube-public/cluster-info} with every bootstrap token that may sign, so that a joining
 * node can trust it (pkg/controller/bootstrap/bootstrapsigner.go). Off unless {@code --controllers} names it (S10).
 * Idempotent: two that are active write the same.
 */
public final class BootstrapSigner extends QueuedController {

    private static final String CLUSTER_INFO = "kube-public/cluster-info";
    private static final String KUBECONFIG = "kubeconfig";
    private static final String SIGNATURE = "jws-kubeconfig-";

    private @Nullable Informer<ConfigMap> maps;
    private @Nullable Informer<Secret> secrets;

    public BootstrapSigner() {
        super("bootstrapsigner", 1);
    }

    @Override
    void prepare(ControllerContext context, Effects effects) {
        maps = context.informers()
                .informer(Resource.CONFIGMAPS, "kube-public", ConfigMap.class)
                .handle((change, before, map, later) -> enqueue(CLUSTER_INFO, later));
        secrets = context.informers()
                .informer(Resource.SECRETS, "kube-system", Secret.class)
                .handle((change, before, secret, later) -> {
                    if (secret.type().equals(BootstrapToken.TYPE)) {
                        enqueue(CLUSTER_INFO, later);
                    }
                });
    }

    @Override
    void sync(String key, WorkQueue.Done done, Effects effects) {
        ConfigMap info = maps == null ? null : maps.find(key);
        String kubeconfig = info == null ? null : info.data().get(KUBECONFIG);
        if (info == null || kubeconfig == null || secrets == null) {
            done.on(false, effects);
            return;
        }
        Map<String, String> data = new TreeMap<>(info.data());
        data.keySet().removeIf(name -> name.startsWith(SIGNATURE));
        for (Secret secret : secrets.objects()) {
            BootstrapToken.of(secret)
                    .filter(token -> token.signs() && !token.isExpired(effects.wall()))
                    .ifPresent(token -> data.put(SIGNATURE + token.id(), token.sign(kubeconfig)));
        }
        if (data.equals(info.data())) {
            done.on(false, effects);
            return;
        }
        ConfigMap signed = info.withData(data);
        call(
                id -> new ApiRequest.Update(id, signed, Duration.ZERO),
                (response, later) -> done.on(!response.isSuccess() && !response.isNotFound(), later),
                effects);
    }
}
