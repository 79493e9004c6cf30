package dev.quorate.model.kubernetes.api;

/** A Deployment: keeps one ReplicaSet of its template. */
public record Deployment(ObjectMeta metadata, int replicas, int podCpuMillis, int statusReplicas) implements ApiObject {

    public static Deployment of(String namespace, String name, int replicas, int podCpuMillis) {
        return new Deployment(ObjectMeta.of(namespace, name), replicas, podCpuMillis, 0);
    }

    public Deployment withReplicas(int other) {
        return new Deployment(metadata, other, podCpuMillis, statusReplicas);
    }

    public Deployment withPodCpuMillis(int other) {
        return new Deployment(metadata, replicas, other, statusReplicas);
    }

    public Deployment withStatus(int otherReplicas) {
        return new Deployment(metadata, replicas, podCpuMillis, otherReplicas);
    }

    @Override
    public Deployment withMetadata(ObjectMeta other) {
        return new Deployment(other, replicas, podCpuMillis, statusReplicas);
    }

    @Override
    public Resource resource() {
        return Resource.DEPLOYMENTS;
    }
}
