package dev.quorate.model.kubernetes.api;

/** A ReplicaSet: so many pods of one template. */
public record ReplicaSet(ObjectMeta metadata, int replicas, int podCpuMillis, int statusReplicas, int readyReplicas)
        implements ApiObject {

    public static ReplicaSet of(String namespace, String name, int replicas, int podCpuMillis) {
        return new ReplicaSet(ObjectMeta.of(namespace, name), replicas, podCpuMillis, 0, 0);
    }

    public ReplicaSet withReplicas(int other) {
        return new ReplicaSet(metadata, other, podCpuMillis, statusReplicas, readyReplicas);
    }

    public ReplicaSet withStatus(int otherReplicas, int otherReady) {
        return new ReplicaSet(metadata, replicas, podCpuMillis, otherReplicas, otherReady);
    }

    @Override
    public ReplicaSet withMetadata(ObjectMeta other) {
        return new ReplicaSet(other, replicas, podCpuMillis, statusReplicas, readyReplicas);
    }

    @Override
    public Resource resource() {
        return Resource.REPLICASETS;
    }
}
