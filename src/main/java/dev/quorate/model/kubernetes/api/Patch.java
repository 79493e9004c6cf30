package dev.quorate.model.kubernetes.api;

import java.util.List;

/** A change to some fields of an object, applied by the apiserver to whatever the store holds. */
public interface Patch {

    /**
     * The object with the change.
     *
     * @throws IllegalArgumentException when it does not suit the object; the apiserver answers 422
     */
    ApiObject applyTo(ApiObject object);

    /** {@code spec.podCIDR}, as the node IPAM controller patches it. */
    record PodCidr(String podCidr) implements Patch {
        @Override
        public ApiObject applyTo(ApiObject object) {
            return as(Node.class, object).withPodCidr(podCidr);
        }
    }

    /** A node's taints: add those, remove these. */
    record Taints(List<Node.Taint> add, List<Node.Taint> remove) implements Patch {
        @Override
        public ApiObject applyTo(ApiObject object) {
            Node node = as(Node.class, object);
            List<Node.Taint> taints = new java.util.ArrayList<>(node.taints());
            taints.removeIf(t ->
                    remove.stream().anyMatch(r -> same(r, t)) || add.stream().anyMatch(a -> same(a, t)));
            taints.addAll(add);
            return node.withTaints(taints);
        }

        private static boolean same(Node.Taint a, Node.Taint b) {
            return a.key().equals(b.key()) && a.effect().equals(b.effect());
        }
    }

    /** {@code kubectl cordon} and {@code uncordon}. */
    record Unschedulable(boolean unschedulable) implements Patch {
        @Override
        public ApiObject applyTo(ApiObject object) {
            return as(Node.class, object).withUnschedulable(unschedulable);
        }
    }

    /** A node's Ready condition. */
    record NodeReady(Node.Ready ready, dev.quorate.time.@org.jspecify.annotations.Nullable SimTime heartbeat)
            implements Patch {
        @Override
        public ApiObject applyTo(ApiObject object) {
            return as(Node.class, object).withReady(ready, heartbeat);
        }
    }

    /** A Lease's holder, as an operator edits it. */
    record HolderIdentity(String holderIdentity) implements Patch {
        @Override
        public ApiObject applyTo(ApiObject object) {
            return as(Lease.class, object).withHolderIdentity(holderIdentity);
        }
    }

    /** {@code spec.replicas} of a ReplicaSet or Deployment. */
    record Replicas(int replicas) implements Patch {
        @Override
        public ApiObject applyTo(ApiObject object) {
            return object instanceof Deployment deployment
                    ? deployment.withReplicas(replicas)
                    : as(ReplicaSet.class, object).withReplicas(replicas);
        }
    }

    /** The pods' CPU in the template of a Deployment: a new revision. */
    record PodTemplate(int podCpuMillis) implements Patch {
        @Override
        public ApiObject applyTo(ApiObject object) {
            return as(Deployment.class, object).withPodCpuMillis(podCpuMillis);
        }
    }

    /** A pod's status, as its kubelet posts it. */
    record PodStatus(Pod.Phase phase, boolean ready) implements Patch {
        @Override
        public ApiObject applyTo(ApiObject object) {
            return as(Pod.class, object).withStatus(phase, ready);
        }
    }

    private static <T extends ApiObject> T as(Class<T> type, ApiObject object) {
        if (!type.isInstance(object)) {
            throw new IllegalArgumentException("patch is for a " + type.getSimpleName() + ", not for " + object.key());
        }
        return type.cast(object);
    }
}
