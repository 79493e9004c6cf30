package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Deployment;
import dev.quorate.model.kubernetes.api.ObjectMeta.OwnerReference;
import dev.quorate.model.kubernetes.api.ReplicaSet;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.Informer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives each Deployment a ReplicaSet of its template and, when the template changes, brings the pods over step by step
 * (pkg/controller/deployment; maxSurge and maxUnavailable at their default of 25 %).
 *
 * <p>A ReplicaSet is named after its template, so two controllers that are active at once make the same one: the second
 * is refused with AlreadyExists, and scaling is guarded by the resource version.
 */
public final class DeploymentController extends QueuedController {

    private static final int SYNCS = 5; // --concurrent-deployment-syncs
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789"; // apimachinery util/rand SafeEncodeString

    private @Nullable Informer<Deployment> deployments;
    private @Nullable Informer<ReplicaSet> sets;

    public DeploymentController() {
        super("deployment", SYNCS);
    }

    @Override
    void prepare(ControllerContext context, Effects effects) {
        deployments = context.informers()
                .informer(Resource.DEPLOYMENTS, "", Deployment.class)
                .handle((change, before, deployment, later) ->
                        enqueue(deployment.key().path(), later));
        sets = context.informers()
                .informer(Resource.REPLICASETS, "", ReplicaSet.class)
                .handle((change, before, set, later) -> set.metadata()
                        .owner()
                        .filter(owner -> owner.kind().equals("Deployment"))
                        .ifPresent(owner -> enqueue(set.metadata().namespace() + "/" + owner.name(), later)));
    }

    @Override
    void sync(String key, WorkQueue.Done done, Effects effects) {
        Deployment deployment = deployments == null ? null : deployments.find(key);
        if (deployment == null || deployment.metadata().isDeleting()) {
            done.on(false, effects);
            return;
        }
        ReplicaSet current = null;
        List<ReplicaSet> old = new ArrayList<>();
        for (ReplicaSet set : owned(deployment)) {
            if (set.podCpuMillis() == deployment.podCpuMillis() && current == null) {
                current = set;
            } else {
                old.add(set);
            }
        }
        int total = old.stream().mapToInt(ReplicaSet::replicas).sum() + (current == null ? 0 : current.replicas());
        int surge = (deployment.replicas() + 3) / 4; // 25 %, rounded up
        int has = current == null ? 0 : current.replicas();
        int wants = has > deployment.replicas()
                ? deployment.replicas()
                : Math.min(deployment.replicas(), Math.max(has, has + deployment.replicas() + surge - total));
        if (current == null) {
            create(deployment, wants, done, effects);
        } else if (has != wants) {
            scale(current, wants, done, effects);
        } else {
            reconcileOld(deployment, current, old, total, done, effects);
        }
    }

    private List<ReplicaSet> owned(Deployment deployment) {
        List<ReplicaSet> owned = new ArrayList<>();
        if (sets != null) {
            for (ReplicaSet set : sets.objects()) {
                boolean ours = set.metadata()
                        .owner()
                        .filter(owner ->
                                owner.uid().equals(deployment.metadata().uid()))
                        .isPresent();
                if (ours && !set.metadata().isDeleting()) {
                    owned.add(set);
                }
            }
        }
        return owned;
    }

    private void create(Deployment deployment, int replicas, WorkQueue.Done done, Effects effects) {
        String name = deployment.metadata().name() + "-" + templateHash(deployment);
        ReplicaSet set = ReplicaSet.of(deployment.metadata().namespace(), name, replicas, deployment.podCpuMillis());
        ReplicaSet owned = set.withMetadata(set.metadata()
                .withOwner(new OwnerReference(
                        "Deployment",
                        deployment.metadata().name(),
                        deployment.metadata().uid())));
        call(
                id -> new ApiRequest.Create(id, owned, Duration.ZERO),
                (response, later) -> done.on(!response.isSuccess(), later),
                effects);
    }

    private void scale(ReplicaSet set, int replicas, WorkQueue.Done done, Effects effects) {
        ReplicaSet scaled = set.withReplicas(replicas);
        call(
                id -> new ApiRequest.Update(id, scaled, Duration.ZERO),
                (response, later) -> done.on(!response.isSuccess(), later),
                effects);
    }

    /** rolling.go reconcileOldReplicaSets: never fewer ready pods than 75 % of what is wanted. */
    private void reconcileOld(
            Deployment deployment,
            ReplicaSet current,
            List<ReplicaSet> old,
            int total,
            WorkQueue.Done done,
            Effects effects) {
        int least = deployment.replicas() - deployment.replicas() / 4;
        int notYetReady = current.replicas() - current.readyReplicas();
        int surplus = total - least - notYetReady;
        for (ReplicaSet set : old) {
            int down = Math.min(set.replicas(), surplus);
            if (down > 0) {
                scale(set, set.replicas() - down, done, effects);
                return;
            }
        }
        int pods = current.statusReplicas()
                + old.stream().mapToInt(ReplicaSet::statusReplicas).sum();
        if (pods == deployment.statusReplicas()) {
            done.on(false, effects);
            return;
        }
        Deployment counted = deployment.withStatus(pods);
        call(
                id -> new ApiRequest.Update(id, counted, Duration.ZERO),
                (response, later) -> done.on(!response.isSuccess() && !response.isNotFound(), later),
                effects);
    }

    /** The pod-template-hash: 32-bit FNV-1a of the template, in letters that spell no words. */
    private static String templateHash(Deployment deployment) {
        int hash = 0x811c9dc5;
        for (byte b : ("cpu=" + deployment.podCpuMillis() + "m").getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        StringBuilder name = new StringBuilder();
        for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
            name.append(LETTERS.charAt(digit % LETTERS.length()));
        }
        return name.toString();
    }
}
